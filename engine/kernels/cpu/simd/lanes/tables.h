// What the loops of one instruction set offer; included once for each, with TD_SIMD_ISA naming it.
#include "engine/kernels/cpu/simd/loops.h"
#include "engine/kernels/cpu/simd/step_codes.h"

namespace td::simd::TD_SIMD_ISA {

extern const StepTable kSteps;
extern const OptimizerLoops kOptimizer;
extern const RowLoops kRows;
extern const ColumnLoops kColumns;
extern const NormLoops kNorm;
extern const LayerNormLoops kLayerNorm;
extern const PoolLoops kPool;
extern const LstmLoops kLstm;
extern const AttentionLoops kAttention;
extern const RandomLoops kRandom;

} // namespace td::simd::TD_SIMD_ISA
