#pragma once

#include "engine/kernels/kernel.h"

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace td::simd {

/// Into how many parts an operation is cut: one below the size at which a fork and a join (about 1 µs) would show.
/// Depends on sizes and the number of threads only, so that results do not depend on the load of the machine.
[[nodiscard]] inline int partsFor(int threads, double bytes, double flops) {
    constexpr double kBytesWorthSplitting = 256 * 1024, kFlopsWorthSplitting = 1e6;
    return bytes >= kBytesWorthSplitting || flops >= kFlopsWorthSplitting ? threads : 1;
}

/// While it lives, results too small for a normal number become 0 on this thread. Moments and gradients that fade away
/// would otherwise end in numbers that the processor computes a hundred times slower.
class FlushedDenormals {
public:
#if defined(__x86_64__)
    FlushedDenormals()
        : m_before(_mm_getcsr()) {
        _mm_setcsr(m_before | _MM_FLUSH_ZERO_ON);
    }
    ~FlushedDenormals() { _mm_setcsr(m_before); }
#else
    FlushedDenormals() = default;
#endif
    FlushedDenormals(const FlushedDenormals&) = delete;
    FlushedDenormals& operator=(const FlushedDenormals&) = delete;

private:
    [[maybe_unused]] unsigned m_before = 0;
};

/// `function(part, begin, end)` for each of `parts` almost equal pieces of 0 … count-1; empty pieces are left out.
template <class F>
void eachPart(const kernels::KernelCall& call, int parts, int64_t count, F&& function) {
    if (parts <= 1 || !call.pool) {
        const FlushedDenormals flushed;
        if (count > 0) function(0, int64_t{0}, count);
        return;
    }
    call.pool->run(parts, [&](int part) {
        const FlushedDenormals flushed;
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
