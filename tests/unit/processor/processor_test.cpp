#include "engine/kernels/cpu/onednn/library.h"
#include "engine/kernels/processor.h"

#include <algorithm>
#include <cstdlib>
#include <gtest/gtest.h>

namespace td::kernels {
namespace {

struct Processor {
    std::string_view name;
    ProcessorWords words;
    Isa isa;
    bool hasTiles;
    dnnl::cpu_isa limit;
};

using Limit = dnnl::cpu_isa;
constexpr uint64_t kSse = 0x3, kAvx = 0x7, kAvx512 = 0xe7, kAll = 0x602e7;

/// CPUID's words as dumps of real machines have them (https://github.com/InstLatx64/InstLatx64, the families' folders);
/// XCR0 as Linux sets it there. What systems and hypervisors hide is changed by hand, one thing a row.
const Processor kProcessors[] = {
    {"Nehalem", {0xb, 0x00bce3bd, 0, 0, 0x1, 0x1, 0, false}, Isa::Baseline, false, Limit::sse41},
    {"Sandy Bridge", {0xd, 0x1fbae3ff, 0, 0, 0x1, 0x7, kAvx, false}, Isa::Baseline, false, Limit::sse41},
    {"Haswell", {0xd, 0x7ffafbff, 0x27ab, 0, 0x21, 0x7, kAvx, false}, Isa::Avx2, false, Limit::avx2},
    {"Haswell, AVX switched off in the system",
     {0xd, 0x7ffafbff, 0x27ab, 0, 0x21, 0x7, kSse, false},
     Isa::Baseline,
     false,
     Limit::sse41},
    {"Haswell without LZCNT", {0xd, 0x7ffafbff, 0x27ab, 0, 0x1, 0x7, kAvx, false}, Isa::Baseline, false, Limit::sse41},
    {"a leaf repeated instead of leaf 7",
     {0x6, 0x7ffafbff, 0xffffffff, 0xffffffff, 0x21, 0x7, kAvx512, false},
     Isa::Baseline,
     false,
     Limit::sse41},
    {"Zen 3", {0x10, 0x7ed8320b, 0x219c97a9, 0x10, 0x75c237ff, 0, 0x207, false}, Isa::Avx2, false, Limit::avx2},
    {"Knights Landing",
     {0xd, 0x7ff8f39f, 0x1c0d23ab, 0x04000000, 0x121, 0xe7, kAvx512, false},
     Isa::Avx2,
     false,
     Limit::avx2},
    {"Skylake-X",
     {0x16, 0x7ffefbbf, 0xd39ffffb, 0, 0x121, 0xce4, kAvx512, false},
     Isa::Avx512,
     false,
     Limit::avx512_core_bf16},
    {"Skylake-X, wide registers not saved",
     {0x16, 0x7ffefbbf, 0xd39ffffb, 0, 0x121, 0xce4, kAvx, false},
     Isa::Avx2,
     false,
     Limit::avx2},
    {"Ice Lake",
     {0x1b, 0x7ffefbff, 0xf3bfbfff, 0xbc040412, 0x121, 0x1, 0x2e7, false},
     Isa::Avx512,
     false,
     Limit::avx512_core_bf16},
    {"Zen 4",
     {0x10, 0x7ef8320b, 0xf1bf97a9, 0x10000010, 0x75c237ff, 0, 0x2e7, false},
     Isa::Avx512,
     false,
     Limit::avx512_core_bf16},
    {"Sapphire Rapids",
     {0x20, 0x7ffefbff, 0xf3bfbffb, 0xffdd4430, 0x121, 0x1, kAll, true},
     Isa::Avx512,
     true,
     Limit::all},
    {"Sapphire Rapids, palettes hidden",
     {0x20, 0x7ffefbff, 0xf3bfbffb, 0xffdd4430, 0x121, 0x0, kAll, true},
     Isa::Avx512,
     false,
     Limit::avx512_core_bf16},
    {"Sapphire Rapids, leaves end before the palettes'",
     {0x1c, 0x7ffefbff, 0xf3bfbffb, 0xffdd4430, 0x121, 0x1, kAll, true},
     Isa::Avx512,
     false,
     Limit::avx512_core_bf16},
    {"Sapphire Rapids, permission refused",
     {0x20, 0x7ffefbff, 0xf3bfbffb, 0xffdd4430, 0x121, 0x1, kAll, false},
     Isa::Avx512,
     false,
     Limit::avx512_core_bf16},
    {"Sapphire Rapids under a system that does not save tiles",
     {0x20, 0x7ffefbff, 0xf3bfbffb, 0xffdd4430, 0x121, 0x1, 0x2e7, true},
     Isa::Avx512,
     false,
     Limit::avx512_core_bf16},
    {"Sapphire Rapids, only the tiles' shapes saved",
     {0x20, 0x7ffefbff, 0xf3bfbffb, 0xffdd4430, 0x121, 0x1, 0x202e7, true},
     Isa::Avx512,
     false,
     Limit::avx512_core_bf16},
    {"Sapphire Rapids, AMX not announced",
     {0x20, 0x7ffefbff, 0xf3bfbffb, 0xfc9d4430, 0x121, 0x1, kAll, true},
     Isa::Avx512,
     false,
     Limit::avx512_core_bf16},
};

TEST(Processor, isTakenForWhatItsWordsSay) {
    for (const Processor& processor : kProcessors) {
        EXPECT_EQ(name(isaOf(processor.words)), name(processor.isa)) << processor.name;
        EXPECT_EQ(hasUsableTiles(processor.words), processor.hasTiles) << processor.name;
        EXPECT_EQ(onednn::instructionLimit(isaOf(processor.words), hasUsableTiles(processor.words)), processor.limit)
            << processor.name;
    }
}

/// The compiler's library decides the same of the machine at hand.
TEST(Processor, thisOneIsWhatTheCompilerTakesItFor) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    const Isa expected = __builtin_cpu_supports("x86-64-v4")   ? Isa::Avx512
                         : __builtin_cpu_supports("x86-64-v3") ? Isa::Avx2
                                                               : Isa::Baseline;
    EXPECT_EQ(name(isaOf(readProcessor())), name(expected));
#endif
}

TEST(Processor, instructionsAreLoweredNeverRaised) {
    for (const Isa found : {Isa::Baseline, Isa::Avx2, Isa::Avx512}) {
        EXPECT_EQ(lowered(found, nullptr), found);
        EXPECT_EQ(lowered(found, ""), found);
        EXPECT_EQ(lowered(found, "baseline"), Isa::Baseline);
        EXPECT_EQ(lowered(found, "avx2"), std::min(found, Isa::Avx2));
        EXPECT_EQ(lowered(found, "avx512"), found);
    }
}

TEST(ProcessorDeathTest, instructionsThatDoNotExistAreToldOnce) {
    testing::FLAGS_gtest_death_test_style = "threadsafe"; // a process of its own, which has not asked yet
    EXPECT_EXIT(
        {
            setenv("TENSORDESK_ISA", "AVX-512", 1); // NOLINT(concurrency-mt-unsafe): nothing else runs
            const bool isKept = machineIsa() == isaOf(readProcessor()) && machineIsa() == machineIsa();
            std::exit(isKept ? 0 : 1); // NOLINT(concurrency-mt-unsafe): nothing else runs
        },
        testing::ExitedWithCode(0),
        testing::Eq("tensordesk: TENSORDESK_ISA=AVX-512 is not known and changes nothing; it may be baseline, avx2 "
                    "or avx512\n"));
}

} // namespace
} // namespace td::kernels
