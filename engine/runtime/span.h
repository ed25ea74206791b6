#pragma once

#include "engine/base/api.h"

#include <cstdint>

namespace td::runtime {

/// One step's time: ticks of the processor's clock (`ticksPerSecond`) at its start and end, the node, the step's number.
struct Span {
    uint64_t begin = 0;
    uint64_t end = 0;
    uint32_t node = 0;
    uint32_t step = 0;
};
static_assert(sizeof(Span) == 24);

/// The processor's time stamp; constant rate on every machine of the last decade, about 10 ns to read.
[[nodiscard]] inline uint64_t ticks() {
    return __builtin_ia32_rdtsc();
}

/// How many ticks a second has, measured once against the system's clock (takes 10 ms).
[[nodiscard]] TD_API double ticksPerSecond();

} // namespace td::runtime
