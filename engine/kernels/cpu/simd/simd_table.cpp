#include "engine/kernels/cpu/simd/simd_table.h"

#include "engine/kernels/cpu/simd/lanes/tables.h"

#include <algorithm>

namespace td::simd {

namespace {
#define TD_ONE(name) +1
constexpr int kUnary = 0 TD_UNARY_STEPS(TD_ONE), kScalar = 0 TD_SCALAR_STEPS(TD_ONE);
constexpr int kBinary = 0 TD_BINARY_STEPS(TD_ONE), kScalarBinary = 0 TD_SCALAR_BINARY_STEPS(TD_ONE);
#undef TD_ONE

void setSteps(SimdTable& table, const StepTable& steps) {
    StepFunction* to = table.steps;
    to = std::copy_n(steps.unary, kUnary, to);
    to = std::copy_n(steps.scalar, kScalar, to);
    to = std::copy_n(steps.binary, kBinary, to);
    to = std::copy_n(steps.scalarBinary, kScalarBinary, to);
    std::copy(steps.bytes, steps.bytes + (table.steps + kStepCodes - to), to);
}

#define TD_TABLE(isa, width)                                                                                           \
    {                                                                                                                  \
        .lanes = width, .optimizer = isa::kOptimizer, .rows = isa::kRows, .columns = isa::kColumns,                    \
        .norm = isa::kNorm, .layerNorm = isa::kLayerNorm, .pool = isa::kPool, .lstm = isa::kLstm, .gru = isa::kGru,    \
        .rnn = isa::kRnn, .resize = isa::kResize, .attention = isa::kAttention, .random = isa::kRandom,                \
        .panels = isa::kPanels                                                                                         \
    }

struct Tables {
    SimdTable tables[3] = {TD_TABLE(baseline, 4), TD_TABLE(avx2, 8), TD_TABLE(avx512, 16)};
    Tables() {
        setSteps(tables[0], baseline::kSteps);
        setSteps(tables[1], avx2::kSteps);
        setSteps(tables[2], avx512::kSteps);
    }
};
} // namespace

const SimdTable& tableFor(kernels::Isa isa) {
    static const Tables all;
    return all.tables[static_cast<int>(isa)];
}

} // namespace td::simd
