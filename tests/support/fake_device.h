#pragma once

#include "engine/kernels/device_backend.h"
#include "engine/kernels/kernel_registry.h"

#include <atomic>
#include <memory>

namespace td::test {

/// A device that is none: its memory cannot be read or written at the addresses that it gives out (the program would die),
/// and its stream is a thread of its own that takes its time, so that whoever does not wait reads what was there before.
struct FakeDevice {
    std::shared_ptr<kernels::DeviceBackend> backend;

    struct Counts {
        std::atomic<int> copiesIn{0}, copiesOut{0}, copiesWithin{0}, kernels{0}, waits{0};
        std::atomic<size_t> bytes{0};            ///< that are allocated now
        std::atomic<bool> failsNext{false};      ///< the next work on the stream goes wrong
        std::atomic<size_t> mostBytes{SIZE_MAX}; ///< allocations beyond this find no memory
    };
    std::shared_ptr<Counts> counts;
};

/// Device "other:<index>".
[[nodiscard]] FakeDevice fakeDevice(uint8_t index = 0);

/// The kernels of the CPU, and for the fake devices each operation's reference kernel, run on their streams.
[[nodiscard]] const kernels::KernelRegistry& kernelsWithFakes();

} // namespace td::test
