#include "engine/kernels/cpu/simd/recurrent_products.h"

#include <cstring>

namespace td::simd {

using kernels::StridedGemm;

namespace {
/// Below so many rows a step's product is faster as a vector times a matrix.
constexpr int64_t kFewRows = 3;
} // namespace

void beginState(const RecurrentShape& s, const float* given, float* state, int64_t begin, int64_t end) {
    const size_t bytes = floatBytes((end - begin) * s.units);
    if (given)
        std::memcpy(state + begin * s.units, given + begin * s.units, bytes);
    else
        std::memset(state + begin * s.units, 0, bytes);
}

void multiplyInputs(const RecurrentShape& s, const float* x, const float* w, float* to, int64_t stride, int64_t begin,
                    int64_t end) {
    StridedGemm product;
    product.m = (end - begin) * s.steps;
    product.n = product.ldb = s.gates();
    product.k = product.lda = s.inputs;
    product.a = x + s.at(begin, 0, s.inputs);
    product.b = w;
    product.c = to + s.at(begin, 0, stride);
    product.ldc = stride;
    multiply(product);
}

void multiplyStep(const RecurrentShape& s, const StridedGemm& product) {
    if (product.m > kFewRows) return multiply(product);
    for (int64_t row = 0; row < product.m; ++row)
        s.table->lstm.vectorTimesMatrix(product.a + row * product.lda, product.b, product.c + row * product.ldc,
                                        product.k, product.n, product.ldb);
}

void gatherStates(const RecurrentShape& s, const bool* mask, const float* h0, const float* y, float* to, int64_t begin,
                  int64_t end) {
    for (int64_t b = begin; b < end; ++b) {
        const float* state = h0 ? h0 + b * s.units : nullptr;
        for (int64_t k = 0; k < s.steps; ++k) {
            const int64_t t = s.time(k);
            float* const before = to + s.at(b, t, s.units);
            if (state)
                std::memcpy(before, state, floatBytes(s.units));
            else
                std::memset(before, 0, floatBytes(s.units));
            if (mask[b * s.steps + t]) state = y + s.at(b, t, s.units);
        }
    }
}

void multiplyWeights(const WeightProduct& w, int64_t begin, int64_t end) {
    StridedGemm product;
    product.m = w.m;
    product.n = end - begin;
    product.k = w.rows;
    product.a = w.a;
    product.lda = w.aStride;
    product.transposeA = true;
    product.b = w.slopes + begin;
    product.ldb = w.slopeStride;
    product.c = w.result + begin;
    product.ldc = w.width;
    product.beta = w.beta;
    multiply(product);
}

void multiplyStateWeights(const RecurrentShape& s, const StateWeights& w, int64_t begin, int64_t end) {
    const int64_t first = s.time(0);
    if (w.h0)
        multiplyWeights({w.h0, w.slopes + first * w.slopeStride, s.batch, s.units, s.steps * w.slopeStride, w.du,
                         s.units, s.gates(), 0},
                        begin, end);
    for (int64_t b = 0; b < s.batch; ++b)
        std::memset(w.slopes + s.at(b, first, w.slopeStride) + begin, 0, floatBytes(end - begin));
    const float* const y = w.y + (s.isReversed ? s.units : 0);
    const float* const slopes = w.slopes + (s.isReversed ? 0 : w.slopeStride);
    multiplyWeights({y, slopes, s.rows() - 1, s.units, w.slopeStride, w.du, s.units, s.gates(), w.h0 ? 1.0f : 0.0f},
                    begin, end);
}

} // namespace td::simd
