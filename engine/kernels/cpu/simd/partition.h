#pragma once

#include "engine/kernels/kernel.h"

namespace td::simd {

/// Into how many parts an operation is cut: one below the size at which a fork and a join (about 1 µs) would show.
/// Depends on sizes and the number of threads only, so that results do not depend on the load of the machine.
[[nodiscard]] inline int partsFor(int threads, double bytes, double flops) {
    constexpr double kBytesWorthSplitting = 256 * 1024, kFlopsWorthSplitting = 1e6;
    return bytes >= kBytesWorthSplitting || flops >= kFlopsWorthSplitting ? threads : 1;
}

/// `function(part, begin, end)` for each of `parts` almost equal pieces of 0 … count-1; empty pieces are left out.
template <class F>
void eachPart(const kernels::KernelCall& call, int parts, int64_t count, F&& function) {
    if (parts <= 1 || !call.pool) {
        if (count > 0) function(0, int64_t{0}, count);
        return;
    }
    call.pool->run(parts, [&](int part) {
        const int64_t begin = count * part / parts, end = count * (part + 1) / parts;
        if (begin < end) function(part, begin, end);
    });
}

/// The same for elements in pieces that are whole multiples of a few cache lines, so that no two threads write one.
template <class F>
void eachRange(const kernels::KernelCall& call, int parts, int64_t count, F&& function) {
    constexpr int64_t kGrain = 256;
    eachPart(call, parts, (count + kGrain - 1) / kGrain, [&](int part, int64_t begin, int64_t end) {
        function(part, begin * kGrain, end * kGrain < count ? end * kGrain : count);
    });
}

} // namespace td::simd
