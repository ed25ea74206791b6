#include "engine/runtime/device_steps.h"

namespace td::runtime {

using kernels::DeviceEvent;
using kernels::DeviceStream;
using kernels::KernelCall;
using kernels::PreparedKernel;

namespace {
struct Copying {
    DeviceStream* stream;
    size_t bytes;
    std::shared_ptr<DeviceEvent> done;
};

struct Calling {
    PreparedKernel kernel;
    const DeviceMemory* memory;
};
} // namespace

PreparedKernel onDevice(PreparedKernel kernel, const DeviceMemory& memory) {
    const auto run = [](const Calling& calling, const KernelCall& call) {
        std::byte* scratch = calling.memory->scratch ? calling.memory->scratch->data() : nullptr;
        calling.kernel.run(calling.kernel.state.get(), {call.inputs, call.outputs, scratch, nullptr, nullptr});
    };
    const std::string implementation = kernel.implementation;
    const size_t scratchBytes = kernel.scratchBytes;
    const auto inPlace = kernel.inPlace;
    PreparedKernel made = kernels::prepared<Calling>({std::move(kernel), &memory}, run, implementation, scratchBytes);
    made.inPlace = inPlace;
    return made;
}

PreparedKernel copyIn(DeviceStream& stream, size_t bytes) {
    const auto run = [](const Copying& copy, const KernelCall& call) {
        copy.stream->copyIn(call.outputs[0], call.inputs[0], copy.bytes);
    };
    return kernels::prepared<Copying>({&stream, bytes, nullptr}, run, "copy to the device");
}

PreparedKernel copyWithin(DeviceStream& stream, size_t bytes) {
    const auto run = [](const Copying& copy, const KernelCall& call) {
        copy.stream->copyWithin(call.outputs[0], call.inputs[0], copy.bytes);
    };
    return kernels::prepared<Copying>({&stream, bytes, nullptr}, run, "copy on the device");
}

CopyOut copyOut(DeviceStream& stream, size_t bytes) {
    const std::shared_ptr<DeviceEvent> done = stream.createEvent();
    const auto start = [](const Copying& copy, const KernelCall& call) {
        copy.stream->copyOut(call.outputs[0], call.inputs[0], copy.bytes);
        copy.stream->record(*copy.done);
    };
    const auto wait = [](const Copying& copy, const KernelCall&) { copy.stream->wait(*copy.done); };
    return {kernels::prepared<Copying>({&stream, bytes, done}, start, "copy from the device"),
            kernels::prepared<Copying>({&stream, bytes, done}, wait, "wait for the device")};
}

} // namespace td::runtime
