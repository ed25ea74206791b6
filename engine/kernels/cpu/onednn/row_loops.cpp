#include "engine/kernels/cpu/onednn/row_loops.h"

#include "engine/kernels/isa.h"

// Each loop is written once and compiled three times, for the instruction sets that isa.h knows.
#if defined(__x86_64__)
#define TD_AVX2 __attribute__((target("avx2,fma")))
#define TD_AVX512 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,fma,prefer-vector-width=512")))
#else
#define TD_AVX2
#define TD_AVX512
#endif
#define TD_INLINE inline __attribute__((always_inline))

namespace td::kernels::onednn {

namespace {
template <Clamp kClamp, bool kHasBias>
TD_INLINE void biasLoop(float* y, const float* bias, int64_t rows, int64_t columns, int64_t stride) {
    for (int64_t r = 0; r < rows; ++r, y += stride) {
#pragma omp simd
        for (int64_t c = 0; c < columns; ++c) {
            float value = kHasBias ? y[c] + bias[c] : y[c];
            if constexpr (kClamp != Clamp::None) value = value < 0.f ? 0.f : value;
            if constexpr (kClamp == Clamp::Relu6) value = value > 6.f ? 6.f : value;
            y[c] = value;
        }
    }
}

TD_INLINE void biasCases(float* y, const float* bias, Clamp clamp, int64_t rows, int64_t columns, int64_t stride) {
    if (clamp == Clamp::Relu)
        return bias ? biasLoop<Clamp::Relu, true>(y, bias, rows, columns, stride)
                    : biasLoop<Clamp::Relu, false>(y, bias, rows, columns, stride);
    if (clamp == Clamp::Relu6)
        return bias ? biasLoop<Clamp::Relu6, true>(y, bias, rows, columns, stride)
                    : biasLoop<Clamp::Relu6, false>(y, bias, rows, columns, stride);
    if (bias) biasLoop<Clamp::None, true>(y, bias, rows, columns, stride);
}

void biasBaseline(float* y, const float* bias, Clamp clamp, int64_t rows, int64_t columns, int64_t stride) {
    biasCases(y, bias, clamp, rows, columns, stride);
}
TD_AVX2 void biasAvx2(float* y, const float* bias, Clamp clamp, int64_t rows, int64_t columns, int64_t stride) {
    biasCases(y, bias, clamp, rows, columns, stride);
}
TD_AVX512 void biasAvx512(float* y, const float* bias, Clamp clamp, int64_t rows, int64_t columns, int64_t stride) {
    biasCases(y, bias, clamp, rows, columns, stride);
}

TD_INLINE void addLoop(float* sum, const float* partials, int64_t count, int64_t stride, int64_t size) {
    for (int64_t p = 0; p < count; ++p, partials += stride) {
#pragma omp simd
        for (int64_t i = 0; i < size; ++i)
            sum[i] += partials[i];
    }
}

void addBaseline(float* sum, const float* partials, int64_t count, int64_t stride, int64_t size) {
    addLoop(sum, partials, count, stride, size);
}
TD_AVX2 void addAvx2(float* sum, const float* partials, int64_t count, int64_t stride, int64_t size) {
    addLoop(sum, partials, count, stride, size);
}
TD_AVX512 void addAvx512(float* sum, const float* partials, int64_t count, int64_t stride, int64_t size) {
    addLoop(sum, partials, count, stride, size);
}
} // namespace

void addBias(float* y, const float* bias, Clamp clamp, int64_t rows, int64_t columns, int64_t stride) {
    constexpr decltype(&biasBaseline) kLoops[] = {biasBaseline, biasAvx2, biasAvx512};
    kLoops[static_cast<int>(machineIsa())](y, bias, clamp, rows, columns, stride);
}

void addPartials(float* sum, const float* partials, int64_t count, int64_t stride, int64_t size) {
    constexpr decltype(&addBaseline) kLoops[] = {addBaseline, addAvx2, addAvx512};
    kLoops[static_cast<int>(machineIsa())](sum, partials, count, stride, size);
}

} // namespace td::kernels::onednn
