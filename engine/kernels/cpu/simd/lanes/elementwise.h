#pragma once

#include "engine/kernels/cpu/simd/step_codes.h"

/// The instructions of elementwise programs for one instruction set, in the order of StepCode.
namespace td::simd::TD_SIMD_ISA {

extern const StepFunction kUnarySteps[];        // TD_UNARY_STEPS
extern const StepFunction kScalarSteps[];       // TD_SCALAR_STEPS
extern const StepFunction kBinarySteps[];       // TD_BINARY_STEPS
extern const StepFunction kScalarBinarySteps[]; // TD_SCALAR_BINARY_STEPS
extern const StepFunction kByteSteps[];         // TD_COMPARE_STEPS … TD_CAST_STEPS, Where

} // namespace td::simd::TD_SIMD_ISA
