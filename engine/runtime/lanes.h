#pragma once

#include "engine/kernels/device_backend.h"

#include <memory>
#include <vector>

namespace td::runtime {

/// A device besides the CPU and the one stream that a session's work on it goes through.
struct Lane {
    std::shared_ptr<kernels::DeviceBackend> backend;
    std::unique_ptr<kernels::DeviceStream> stream;
};

/// The devices besides the CPU that a session may use. Owned by the session, borrowed by its plans.
class TD_API Lanes {
public:
    /// Errors: what createStream says.
    static Result<Lanes> create(const std::vector<std::shared_ptr<kernels::DeviceBackend>>& backends);

    [[nodiscard]] bool empty() const { return m_lanes.empty(); }
    [[nodiscard]] const std::vector<Lane>& all() const { return m_lanes; }
    /// Errors: Unsupported with "device" where nobody brought it.
    [[nodiscard]] Result<const Lane*> find(Device device) const;
    /// Waits for all of them. Errors: the first that one of them tells, with "device".
    Result<void> synchronize() const;

private:
    std::vector<Lane> m_lanes;
};

} // namespace td::runtime
