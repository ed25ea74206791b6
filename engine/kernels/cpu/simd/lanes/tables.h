#pragma once

#include "engine/kernels/cpu/simd/loops.h"
#include "engine/kernels/cpu/simd/step_codes.h"

/// What the sources of this folder define, once for each instruction set that they are compiled for.
// clang-format off
#define TD_DECLARE_LOOPS(isa) \
    namespace td::simd::isa { \
    extern const StepTable kSteps; \
    extern const OptimizerLoops kOptimizer; \
    extern const RowLoops kRows; \
    extern const ColumnLoops kColumns; \
    extern const NormLoops kNorm; \
    extern const LayerNormLoops kLayerNorm; \
    extern const PoolLoops kPool; \
    extern const LstmLoops kLstm; \
    extern const GruLoops kGru; \
    extern const RnnLoops kRnn; \
    extern const ResizeLoops kResize; \
    extern const AttentionLoops kAttention; \
    extern const RandomLoops kRandom; \
    extern const PanelLoops kPanels; \
    }
// clang-format on
TD_DECLARE_LOOPS(baseline)
TD_DECLARE_LOOPS(avx2)
TD_DECLARE_LOOPS(avx512)
#undef TD_DECLARE_LOOPS
