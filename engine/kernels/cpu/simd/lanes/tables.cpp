#include "engine/kernels/cpu/simd/lanes/tables.h"

#include "engine/kernels/cpu/simd/lanes/elementwise.h"

namespace td::simd::TD_SIMD_ISA {

extern const StepTable kSteps = {kUnarySteps, kScalarSteps, kBinarySteps, kScalarBinarySteps, kByteSteps};

} // namespace td::simd::TD_SIMD_ISA
