#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace td {

enum class DeviceKind : uint8_t { Cpu, Cuda, Other };

/// Where a value lies and a node runs: "cpu:0". `Other` is what plugins and tests bring.
struct Device {
    DeviceKind kind = DeviceKind::Cpu;
    uint8_t index = 0;
    auto operator<=>(const Device&) const = default;
};

inline constexpr std::string_view kDeviceKindNames[] = {"cpu", "cuda", "other"};

[[nodiscard]] inline std::string toString(Device device) {
    return std::string(kDeviceKindNames[static_cast<int>(device.kind)]) + ":" + std::to_string(device.index);
}

/// What toString wrote.
[[nodiscard]] inline std::optional<Device> deviceNamed(std::string_view name) {
    const size_t colon = std::min(name.find(':'), name.size());
    for (const DeviceKind kind : {DeviceKind::Cpu, DeviceKind::Cuda, DeviceKind::Other}) {
        Device device{kind, 0};
        const std::string_view number = name.substr(std::min(colon + 1, name.size()));
        const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), device.index);
        const bool isNumber = error == std::errc() && end == number.data() + number.size();
        if (isNumber && name.substr(0, colon) == kDeviceKindNames[static_cast<int>(kind)]) return device;
    }
    return std::nullopt;
}

} // namespace td
