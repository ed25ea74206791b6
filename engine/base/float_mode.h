#pragma once

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace td {

/// While it lives, this thread's vector arithmetic takes and gives zero in place of denormal numbers (below 1.2e-38 in
/// float32), which some kernels are twenty times slower with and no training notices. The mode before comes back after.
class FlushDenormals {
public:
    FlushDenormals() {
#if defined(__x86_64__)
        m_before = _mm_getcsr();
        constexpr unsigned kFlushToZero = 0x8000, kDenormalsAreZero = 0x0040;
        _mm_setcsr(m_before | kFlushToZero | kDenormalsAreZero);
#endif
    }
    ~FlushDenormals() {
#if defined(__x86_64__)
        _mm_setcsr(m_before);
#endif
    }
    FlushDenormals(const FlushDenormals&) = delete;
    FlushDenormals& operator=(const FlushDenormals&) = delete;

private:
#if defined(__x86_64__)
    unsigned m_before = 0;
#endif
};

} // namespace td
