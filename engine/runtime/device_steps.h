#pragma once

#include "engine/kernels/device_backend.h"
#include "engine/kernels/kernel.h"

#include <memory>

/// What a plan does at the borders of other devices, in the form of kernels: the run loop knows no difference.
namespace td::runtime {

/// What a plan holds on one device.
struct DeviceMemory {
    std::shared_ptr<Buffer> arena, scratch;
};

/// A kernel of a device: gets the device's scratch, which is set before the first run, no pool and no fault.
[[nodiscard]] kernels::PreparedKernel onDevice(kernels::PreparedKernel kernel, const DeviceMemory& memory);

/// input 0 on the host -> output 0 on the device.
[[nodiscard]] kernels::PreparedKernel copyIn(kernels::DeviceStream& stream, size_t bytes);
/// input 0 -> output 0, both on the device.
[[nodiscard]] kernels::PreparedKernel copyWithin(kernels::DeviceStream& stream, size_t bytes);

/// input 0 on the device -> output 0 on the host, and a second kernel that waits until it is there.
struct CopyOut {
    kernels::PreparedKernel start, wait;
};
[[nodiscard]] CopyOut copyOut(kernels::DeviceStream& stream, size_t bytes);

} // namespace td::runtime
