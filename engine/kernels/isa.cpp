#include "engine/kernels/isa.h"

#include <cstdlib>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace td::kernels {

namespace {
Isa detected() {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("x86-64-v4")) return Isa::Avx512;
    if (__builtin_cpu_supports("x86-64-v3")) return Isa::Avx2;
#endif
    return Isa::Baseline;
}

Isa asAllowed(Isa found) {
    const char* wanted = std::getenv("TENSORDESK_ISA"); // NOLINT(concurrency-mt-unsafe): read once, nobody sets it
    const std::string_view limit = wanted ? wanted : "";
    if (limit == "baseline") return Isa::Baseline;
    if (limit == "avx2" && found > Isa::Avx2) return Isa::Avx2;
    return found;
}
} // namespace

Isa machineIsa() {
    static const Isa isa = asAllowed(detected());
    return isa;
}

std::string_view name(Isa isa) {
    constexpr std::string_view kNames[] = {"baseline", "avx2", "avx512"};
    return kNames[static_cast<int>(isa)];
}

bool hasUsableTiles() {
#if defined(__x86_64__)
    unsigned a = 0, b = 0, c = 0, d = 0;
    __cpuid(0, a, b, c, d);
    if (a < 0x1D) return false;
    __cpuid_count(0x1D, 0, a, b, c, d);
    return a >= 1;
#else
    return false;
#endif
}

} // namespace td::kernels
