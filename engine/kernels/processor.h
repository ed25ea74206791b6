#pragma once

#include "engine/kernels/isa.h"

#include <optional>

namespace td::kernels {

/// What a processor and its system say, word by word; what they mean is decided by the functions below alone.
///
/// Words are as CPUID gives them: above `highestLeaf` many processors repeat that leaf instead of saying nothing.
/// Source: Intel SDM volume 2A (CPUID), volume 1 chapter 13 (XCR0); Linux, Documentation/arch/x86/xstate.rst.
struct ProcessorWords {
    uint32_t highestLeaf = 0;          ///< leaf 0, EAX
    uint32_t leaf1Ecx = 0;             ///< FMA, MOVBE, OSXSAVE, AVX, F16C
    uint32_t leaf7Ebx = 0;             ///< AVX2, BMI, AVX-512
    uint32_t leaf7Edx = 0;             ///< AMX
    uint32_t extendedEcx = 0;          ///< leaf 0x80000001: LZCNT
    uint32_t leaf1dEax = 0;            ///< the highest palette of tiles
    uint64_t xcr0 = 0;                 ///< registers that the system saves; 0 without OSXSAVE
    bool isTileStatePermitted = false; ///< arch_prctl(ARCH_REQ_XCOMP_PERM) for the tiles' data went well
};

/// Of this machine. Asks the system for permission to use tiles, as it has to be asked before any is used.
[[nodiscard]] ProcessorWords readProcessor();

/// The levels x86-64-v3 and -v4 in full, or nothing of them: with the registers saved by the system.
[[nodiscard]] Isa isaOf(const ProcessorWords& words);

/// Whether AMX works: announced, with at least one palette, its registers saved, and permitted.
[[nodiscard]] bool hasUsableTiles(const ProcessorWords& words);

/// "baseline", "avx2", "avx512"; nothing for others.
[[nodiscard]] std::optional<Isa> isaNamed(std::string_view name);

/// The lower of both. A `wanted` that names none changes nothing and is told on stderr; null or "" asks for nothing.
[[nodiscard]] Isa lowered(Isa found, const char* wanted);

} // namespace td::kernels
