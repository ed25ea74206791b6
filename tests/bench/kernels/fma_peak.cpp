#include "tests/bench/kernels/fma_peak.h"

#include "engine/kernels/isa.h"

#include <algorithm>
#include <ctime>

#if defined(__x86_64__)
#include <immintrin.h>

namespace td::bench {

namespace {
constexpr int kChains = 12; ///< more than latency × units, so that no chain waits
constexpr long kRounds = 200000;

double cpuSeconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

__attribute__((target("avx512f"))) float chains512() {
    __m512 sums[kChains], factor = _mm512_set1_ps(0.999f);
    for (auto& sum : sums)
        sum = _mm512_set1_ps(1.f);
    for (long i = 0; i < kRounds; ++i)
#pragma GCC unroll 12
        for (int chain = 0; chain < kChains; ++chain)
            asm volatile("vfmadd231ps %1, %1, %0" : "+v"(sums[chain]) : "v"(factor));
    return _mm512_cvtss_f32(sums[0]);
}

__attribute__((target("avx2,fma"))) float chains256() {
    __m256 sums[kChains], factor = _mm256_set1_ps(0.999f);
    for (auto& sum : sums)
        sum = _mm256_set1_ps(1.f);
    for (long i = 0; i < kRounds; ++i)
#pragma GCC unroll 12
        for (int chain = 0; chain < kChains; ++chain)
            asm volatile("vfmadd231ps %1, %1, %0" : "+x"(sums[chain]) : "x"(factor));
    return _mm256_cvtss_f32(sums[0]);
}

double bestOf(float (*chains)(), int lanes) {
    double best = 1e9;
    for (int i = 0; i < 20; ++i) {
        const double start = cpuSeconds();
        volatile float kept = chains();
        (void)kept;
        best = std::min(best, cpuSeconds() - start);
    }
    return 2. * lanes * kChains * kRounds / best;
}
} // namespace

double fmaPeak() {
    switch (kernels::machineIsa()) {
    case kernels::Isa::Avx512:
        return bestOf(chains512, 16);
    case kernels::Isa::Avx2:
        return bestOf(chains256, 8);
    case kernels::Isa::Baseline:
        break;
    }
    return 0;
}

} // namespace td::bench
#else
namespace td::bench {
double fmaPeak() {
    return 0;
}
} // namespace td::bench
#endif
