#pragma once

#include "engine/kernels/cpu/gemm.h"
#include "engine/kernels/cpu/simd/recurrent_shape.h"

namespace td::simd {

/// The state before the first step: `given` or zeros, for rows `begin` … `end`-1.
void beginState(const RecurrentShape& shape, const float* given, float* state, int64_t begin, int64_t end);

/// x·w of all steps of rows `begin` … `end`-1 into the first gates() of each `stride` elements of `to` (B,T,stride).
void multiplyInputs(const RecurrentShape& shape, const float* x, const float* w, float* to, int64_t stride,
                    int64_t begin, int64_t end);

/// A product of one step; of very few rows, it is a vector times a matrix for each.
void multiplyStep(const RecurrentShape& shape, const kernels::StridedGemm& product);

/// The state before each step of rows `begin` … `end`-1, into `before` (B,T,U): h0 or zeros, then y of the last step
/// that was not masked.
void gatherStates(const RecurrentShape& shape, const bool* mask, const float* h0, const float* y, float* before,
                  int64_t begin, int64_t end);

/// Columns `begin` … `end`-1 of result (m, `width`) = aᵀ·slopes over `rows` rows.
struct WeightProduct {
    const float *a, *slopes;
    int64_t rows, aStride, slopeStride;
    float* result;
    int64_t m, width;
    float beta;
};
void multiplyWeights(const WeightProduct& product, int64_t begin, int64_t end);

/// The same for the weights of the state, which is y moved by one step. Rows of slopes that have no step before are
/// taken alone (with h0) and then cleared, so that one product over all rows does the rest.
struct StateWeights {
    const float *y, *h0; ///< h0 may be null
    float* slopes;
    int64_t slopeStride;
    float* du; ///< (U, gates())
};
void multiplyStateWeights(const RecurrentShape& shape, const StateWeights& weights, int64_t begin, int64_t end);

} // namespace td::simd
