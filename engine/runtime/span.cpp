#include "engine/runtime/span.h"

#include <chrono>
#include <limits>

namespace td::runtime {

namespace {
using Clock = std::chrono::steady_clock;

struct Pair {
    uint64_t ticks = 0;
    Clock::time_point time;
};

/// Both clocks at one moment: of some readings of the one between two of the other, the closest.
Pair read() {
    constexpr int kReadings = 8;
    Pair best;
    uint64_t closest = std::numeric_limits<uint64_t>::max();
    for (int i = 0; i < kReadings; ++i) {
        const uint64_t before = ticks();
        const Clock::time_point time = Clock::now();
        const uint64_t between = ticks() - before;
        if (between >= closest) continue;
        closest = between;
        best = {before + between / 2, time};
    }
    return best;
}
} // namespace

double ticksPerSecond() {
    static const double measured = [] {
        const Pair first = read();
        while (Clock::now() - first.time < std::chrono::milliseconds(10)) {
        }
        const Pair last = read();
        return static_cast<double>(last.ticks - first.ticks) /
               std::chrono::duration<double>(last.time - first.time).count();
    }();
    return measured;
}

} // namespace td::runtime
