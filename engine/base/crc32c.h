#pragma once

#include "engine/base/api.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace td {

/// CRC-32C (Castagnoli, reflected polynomial 0x82F63B78); "123456789" -> 0xE3069283.
///
/// Numerics: the SSE4.2 instruction where the processor has it (long blocks in three interleaved lanes), a table
/// elsewhere. Threads:  any.
[[nodiscard]] TD_API uint32_t crc32c(const void* data, size_t sizeBytes);

/// The rotation and offset that TFRecord framing applies to a CRC before storing it.
[[nodiscard]] constexpr uint32_t maskedCrc(uint32_t crc) {
    return ((crc >> 15) | (crc << 17)) + 0xA282EAD8u;
}

} // namespace td
