#include "engine/runtime/lanes.h"

namespace td::runtime {

Result<Lanes> Lanes::create(const std::vector<std::shared_ptr<kernels::DeviceBackend>>& backends) {
    Lanes lanes;
    for (const auto& backend : backends) {
        auto stream = backend->createStream();
        if (!stream) return failure(stream.error());
        lanes.m_lanes.push_back({backend, *std::move(stream)});
    }
    return lanes;
}

Result<const Lane*> Lanes::find(Device device) const {
    for (const Lane& lane : m_lanes)
        if (lane.backend->device() == device) return &lane;
    return failure(ErrorCode::Unsupported, {{"device", toString(device)}, {"expected", "a device that is there"}});
}

Result<void> Lanes::synchronize() const {
    Result<void> result;
    for (const Lane& lane : m_lanes)
        if (auto done = lane.stream->synchronize(); !done && result) {
            Error error = done.error();
            error.facts.push_back({"device", toString(lane.backend->device())});
            result = failure(std::move(error));
        }
    return result;
}

} // namespace td::runtime
