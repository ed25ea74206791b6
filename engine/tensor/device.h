#pragma once

#include <cstdint>
#include <string>

namespace td {

enum class DeviceKind : uint8_t { Cpu, Cuda, Other };

/// Where a value lies and a node runs: "cpu:0". `Other` is what plugins and tests bring.
struct Device {
    DeviceKind kind = DeviceKind::Cpu;
    uint8_t index = 0;
    auto operator<=>(const Device&) const = default;
};

[[nodiscard]] inline std::string toString(Device device) {
    constexpr const char* kNames[] = {"cpu", "cuda", "other"};
    return std::string(kNames[static_cast<int>(device.kind)]) + ":" + std::to_string(device.index);
}

} // namespace td
