#pragma once

#include "engine/base/api.h"

#include <cstdint>
#include <string_view>

namespace td::kernels {

/// What the processor and the system let us use; each includes the ones before it.
enum class Isa : uint8_t {
    Baseline, ///< x86-64-v2: SSE4.2
    Avx2,     ///< x86-64-v3: AVX2, FMA, F16C
    Avx512,   ///< x86-64-v4: AVX-512 F, BW, CD, DQ, VL
};

/// Asked of the processor once. TENSORDESK_ISA (baseline, avx2, avx512; others are told on stderr) lowers it, for tests.
[[nodiscard]] TD_API Isa machineIsa();
[[nodiscard]] TD_API std::string_view name(Isa isa);

/// Whether the tile instructions may be used: some hypervisors announce AMX but hide its palettes (CPUID leaf 0x1D),
/// and a library that believes the announcement dies of SIGILL.
[[nodiscard]] TD_API bool hasUsableTiles();

} // namespace td::kernels
