#pragma once

#include "engine/kernels/cpu/simd/loops.h"
#include "engine/kernels/cpu/simd/step_codes.h"
#include "engine/kernels/isa.h"

namespace td::simd {

/// The loops of one instruction set. They take plain pointers, run on the calling thread and allocate nothing.
struct SimdTable {
    int lanes = 4; ///< floats in a vector
    StepFunction steps[kStepCodes] = {};
    OptimizerLoops optimizer = {};
    RowLoops rows = {};
    ColumnLoops columns = {};
    NormLoops norm = {};
    LayerNormLoops layerNorm = {};
    PoolLoops pool = {};
    LstmLoops lstm = {};
    GruLoops gru = {};
    RnnLoops rnn = {};
    ResizeLoops resize = {};
    AttentionLoops attention = {};
    RandomLoops random = {};
    PanelLoops panels = {};

    [[nodiscard]] StepFunction step(StepCode code) const { return steps[static_cast<int>(code)]; }
};

/// Threads: any. The processor must have the instruction set when the loops are called.
[[nodiscard]] const SimdTable& tableFor(kernels::Isa isa);

} // namespace td::simd
