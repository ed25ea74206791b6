#include "engine/kernels/cpu/simd/simd_table.h"

#define TD_SIMD_ISA baseline
#include "engine/kernels/cpu/simd/lanes/tables.h"
#undef TD_SIMD_ISA
#define TD_SIMD_ISA avx2
#include "engine/kernels/cpu/simd/lanes/tables.h"
#undef TD_SIMD_ISA
#define TD_SIMD_ISA avx512
#include "engine/kernels/cpu/simd/lanes/tables.h"
#undef TD_SIMD_ISA

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

SimdTable made(int lanes, const StepTable& steps) {
    SimdTable table;
    table.lanes = lanes;
    setSteps(table, steps);
    return table;
}
} // namespace

const SimdTable& tableFor(kernels::Isa isa) {
    static const SimdTable tables[] = {made(4, baseline::kSteps), made(8, avx2::kSteps), made(16, avx512::kSteps)};
    return tables[static_cast<int>(isa)];
}

} // namespace td::simd
