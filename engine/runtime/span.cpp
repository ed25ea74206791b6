#include "engine/runtime/span.h"

#include <chrono>

namespace td::runtime {

double ticksPerSecond() {
    static const double measured = [] {
        using Clock = std::chrono::steady_clock;
        const auto start = Clock::now();
        const uint64_t from = ticks();
        while (Clock::now() - start < std::chrono::milliseconds(10)) {
        }
        return static_cast<double>(ticks() - from) / std::chrono::duration<double>(Clock::now() - start).count();
    }();
    return measured;
}

} // namespace td::runtime
