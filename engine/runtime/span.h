#pragma once

#include "engine/base/api.h"

#if !defined(__x86_64__)
#include <chrono>
#endif
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

/// The processor's time stamp, of constant rate on every machine of the last decade and read in about 10 ns; on other
/// processors the system's clock in nanoseconds.
[[nodiscard]] inline uint64_t ticks() {
#if defined(__x86_64__)
    return __builtin_ia32_rdtsc();
#else
    return static_cast<uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
#endif
}

/// How many ticks a second has, measured once against the system's clock (takes 10 ms).
[[nodiscard]] TD_API double ticksPerSecond();

} // namespace td::runtime
