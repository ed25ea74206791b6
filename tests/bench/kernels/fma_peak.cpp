#include "tests/bench/kernels/fma_peak.h"

#include "engine/kernels/isa.h"

#include <algorithm>
#include <ctime>

#if defined(__x86_64__)

namespace td::bench {

namespace {
constexpr int kChains = 12; ///< more than latency × units, so that no chain waits
constexpr long kRounds = 4000000;

double cpuSeconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

__attribute__((target("avx512f"))) void chains512() {
    long rounds = kRounds;
    asm volatile("vzeroall\n\tvpxorq %%zmm30, %%zmm30, %%zmm30\n\tvpxorq %%zmm31, %%zmm31, %%zmm31\n1:\n\t"
                 "vfmadd231ps %%zmm31, %%zmm30, %%zmm0\n\t"
                 "vfmadd231ps %%zmm31, %%zmm30, %%zmm1\n\t"
                 "vfmadd231ps %%zmm31, %%zmm30, %%zmm2\n\t"
                 "vfmadd231ps %%zmm31, %%zmm30, %%zmm3\n\t"
                 "vfmadd231ps %%zmm31, %%zmm30, %%zmm4\n\t"
                 "vfmadd231ps %%zmm31, %%zmm30, %%zmm5\n\t"
                 "vfmadd231ps %%zmm31, %%zmm30, %%zmm6\n\t"
                 "vfmadd231ps %%zmm31, %%zmm30, %%zmm7\n\t"
                 "vfmadd231ps %%zmm31, %%zmm30, %%zmm8\n\t"
                 "vfmadd231ps %%zmm31, %%zmm30, %%zmm9\n\t"
                 "vfmadd231ps %%zmm31, %%zmm30, %%zmm10\n\t"
                 "vfmadd231ps %%zmm31, %%zmm30, %%zmm11\n\t"
                 "dec %0\n\tjnz 1b"
                 : "+r"(rounds)
                 :
                 : "cc", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10",
                   "xmm11", "xmm12", "xmm13", "xmm14", "xmm15", "xmm30", "xmm31");
}

__attribute__((target("avx2,fma"))) void chains256() {
    long rounds = kRounds;
    asm volatile("vzeroall\n1:\n\t"
                 "vfmadd231ps %%ymm15, %%ymm14, %%ymm0\n\t"
                 "vfmadd231ps %%ymm15, %%ymm14, %%ymm1\n\t"
                 "vfmadd231ps %%ymm15, %%ymm14, %%ymm2\n\t"
                 "vfmadd231ps %%ymm15, %%ymm14, %%ymm3\n\t"
                 "vfmadd231ps %%ymm15, %%ymm14, %%ymm4\n\t"
                 "vfmadd231ps %%ymm15, %%ymm14, %%ymm5\n\t"
                 "vfmadd231ps %%ymm15, %%ymm14, %%ymm6\n\t"
                 "vfmadd231ps %%ymm15, %%ymm14, %%ymm7\n\t"
                 "vfmadd231ps %%ymm15, %%ymm14, %%ymm8\n\t"
                 "vfmadd231ps %%ymm15, %%ymm14, %%ymm9\n\t"
                 "vfmadd231ps %%ymm15, %%ymm14, %%ymm10\n\t"
                 "vfmadd231ps %%ymm15, %%ymm14, %%ymm11\n\t"
                 "dec %0\n\tjnz 1b"
                 : "+r"(rounds)
                 :
                 : "cc", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10",
                   "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
}

double bestOf(void (*chains)(), int lanes) {
    double best = 1e9;
    for (int i = 0; i < 10; ++i) {
        const double start = cpuSeconds();
        chains();
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
