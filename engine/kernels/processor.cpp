#include "engine/kernels/processor.h"

#include <algorithm>
#include <cstdio>

#if defined(__x86_64__)
#include <cpuid.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace td::kernels {

namespace {
constexpr uint32_t bit(int number) {
    return uint32_t{1} << number;
}

constexpr uint32_t kOsXsave = bit(27);
constexpr uint32_t kV3Leaf1 = bit(12) | bit(22) | kOsXsave | bit(28) | bit(29); // FMA, MOVBE, OSXSAVE, AVX, F16C
constexpr uint32_t kV3Leaf7 = bit(3) | bit(5) | bit(8);                         // BMI1, AVX2, BMI2
constexpr uint32_t kV3Extended = bit(5);                                        // LZCNT
constexpr uint32_t kV4Leaf7 = bit(16) | bit(17) | bit(28) | bit(30) | bit(31);  // AVX-512 F, DQ, CD, BW, VL
constexpr uint32_t kTiles = bit(24);
constexpr uint64_t kAvxState = 0x6, kAvx512State = 0xe6, kTileState = 0x60000;

template <class Word>
constexpr bool hasAll(Word word, Word wanted) {
    return (word & wanted) == wanted;
}

bool isV3(const ProcessorWords& words) {
    return words.highestLeaf >= 7 && hasAll(words.leaf1Ecx, kV3Leaf1) && hasAll(words.leaf7Ebx, kV3Leaf7) &&
           hasAll(words.extendedEcx, kV3Extended) && hasAll(words.xcr0, kAvxState);
}

#if defined(__x86_64__)
uint64_t savedState() {
    uint32_t low = 0, high = 0;
    __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return uint64_t{high} << 32 | low;
}

bool askForTileState() {
    constexpr long kRequestPermission = 0x1023, kTileData = 18; // <asm/prctl.h> of Linux 5.16
    return syscall(SYS_arch_prctl, kRequestPermission, kTileData) == 0;
}
#endif
} // namespace

ProcessorWords readProcessor() {
    ProcessorWords words;
#if defined(__x86_64__)
    uint32_t a = 0, b = 0, c = 0, d = 0;
    __cpuid(0, words.highestLeaf, b, c, d);
    __cpuid(1, a, b, words.leaf1Ecx, d);
    __cpuid_count(7, 0, a, words.leaf7Ebx, c, words.leaf7Edx);
    __cpuid(0x80000001, a, b, words.extendedEcx, d);
    __cpuid_count(0x1d, 0, words.leaf1dEax, b, c, d);
    if (hasAll(words.leaf1Ecx, kOsXsave)) words.xcr0 = savedState();
    words.isTileStatePermitted = askForTileState();
#endif
    return words;
}

Isa isaOf(const ProcessorWords& words) {
    if (!isV3(words)) return Isa::Baseline;
    return hasAll(words.leaf7Ebx, kV4Leaf7) && hasAll(words.xcr0, kAvx512State) ? Isa::Avx512 : Isa::Avx2;
}

bool hasUsableTiles(const ProcessorWords& words) {
    return words.highestLeaf >= 0x1d && words.leaf1dEax >= 1 && hasAll(words.leaf7Edx, kTiles) &&
           hasAll(words.xcr0, kTileState) && words.isTileStatePermitted;
}

std::optional<Isa> isaNamed(std::string_view wanted) {
    for (const Isa isa : {Isa::Baseline, Isa::Avx2, Isa::Avx512})
        if (name(isa) == wanted) return isa;
    return std::nullopt;
}

Isa lowered(Isa found, const char* wanted) {
    if (wanted == nullptr || *wanted == '\0') return found;
    const auto limit = isaNamed(wanted);
    if (!limit)
        std::fprintf(stderr, "tensordesk: TENSORDESK_ISA=%s is not known and changes nothing; it may be %s\n", wanted,
                     "baseline, avx2 or avx512");
    return std::min(found, limit.value_or(found));
}

} // namespace td::kernels
