#include "engine/kernels/cpu/simd/lanes/lanes.h"
#include "engine/kernels/cpu/simd/lanes/tables.h"

namespace td::simd::TD_SIMD_ISA {
namespace {

constexpr int kVectors = kBlockRows / kLanes; ///< of a block of rows
/// As many as leave registers for x and a column's factor; of two blocks at once where there are 32 registers.
constexpr int kPanelColumns = kLanes == 16 ? 12 : kLanes == 8 ? 6 : 2;
constexpr int kMostBlocks = kLanes == 16 ? 2 : 1;
/// Measured on Emerald Rapids, weights of 40 and of 150 MB: into the first cache late, into the second one early.
constexpr int64_t kNear = 256, kFar = 2048, kRowAhead = 1024; ///< floats

void gather(const float* x, const int32_t* at, int64_t channels, float* to) {
    I where[kVectors];
    for (int i = 0; i < kVectors; ++i)
        where[i] = loadInts(at + i * kLanes);
    for (int64_t c = 0; c < channels; ++c)
        for (int i = 0; i < kVectors; ++i)
            store(to + c * kBlockRows + i * kLanes, gathered(x + c, where[i]));
}

template <int kBlocks>
[[gnu::always_inline]] inline void product(const float* x, int64_t xStep, const float* panel, int64_t k, bool isFirst,
                                           float* sums, int64_t sumsStep) {
    constexpr int kAll = kBlocks * kVectors;
    const auto placeOf = [](int i, int64_t step) { return i / kVectors * step + i % kVectors * kLanes; };
    F kept[kPanelColumns][kAll];
    for (int column = 0; column < kPanelColumns; ++column)
        for (int i = 0; i < kAll; ++i)
            kept[column][i] = isFirst ? zero() : load(sums + column * kBlockRows + placeOf(i, sumsStep));
    for (int64_t depth = 0; depth < k; ++depth, panel += kPanelColumns) {
        __builtin_prefetch(panel + kNear);
        __builtin_prefetch(panel + kFar, 0, 2);
        F rows[kAll];
        for (int i = 0; i < kAll; ++i)
            rows[i] = load(x + depth * kBlockRows + placeOf(i, xStep));
#pragma GCC unroll 12
        for (int column = 0; column < kPanelColumns; ++column) {
            const F factor = splat(panel[column]);
            for (int i = 0; i < kAll; ++i)
                kept[column][i] = fma(factor, rows[i], kept[column][i]);
        }
    }
    for (int column = 0; column < kPanelColumns; ++column)
        for (int i = 0; i < kAll; ++i)
            store(sums + column * kBlockRows + placeOf(i, sumsStep), kept[column][i]);
}

void multiply(int blocks, const float* x, int64_t xStep, const float* panel, int64_t k, bool isFirst, float* sums,
              int64_t sumsStep) {
    if (kMostBlocks == 2 && blocks == 2) {
        product<kMostBlocks>(x, xStep, panel, k, isFirst, sums, sumsStep);
        return;
    }
    for (int block = 0; block < blocks; ++block)
        product<1>(x + block * xStep, 0, panel, k, isFirst, sums + block * sumsStep, 0);
}

/// The first elements of the rows of a matrix whose rows are kBlockRows long.
[[gnu::always_inline]] inline I firstOfRows() {
    I at = {};
    for (int lane = 0; lane < kLanes; ++lane)
        at[lane] = lane * kBlockRows;
    return at;
}

/// NaN stays: the processor gives the second argument then.
[[gnu::always_inline]] inline F bounded(F v, F least, F most) {
    return smaller(most, larger(least, v));
}

void finish(const float* sums, const float* bias, float low, float high, int64_t rows, int64_t columns, float* y,
            int64_t stride) {
    const I at = firstOfRows();
    const F least = splat(low), most = splat(high);
    for (int64_t row = 0; row < rows; ++row) {
        const float* const from = sums + row;
        float* const to = y + row * stride;
        eachVector(
            columns,
            [&](int64_t c) {
                const F sum = gathered(from + c * kBlockRows, at);
                store(to + c, bounded(bias ? sum + load(bias + c) : sum, least, most));
            },
            [&](int64_t c, int count) {
                const F sum = gathered(from + c * kBlockRows, firstLanes(count) ? at : splatInt(-1));
                storePart(to + c, bounded(bias ? sum + loadPart(bias + c, count) : sum, least, most), count);
            });
    }
}

constexpr int kRowVectors = 8; ///< sums that do not wait for each other

void multiplyRow(const float* x, const float* panel, int64_t k, float* sums) {
    F kept[kRowVectors] = {};
    for (int64_t depth = 0; depth < k; ++depth, panel += kRowVectors * kLanes) {
        const F factor = splat(x[depth]);
        for (int i = 0; i < kRowVectors; ++i) {
            __builtin_prefetch(panel + i * kLanes + kRowAhead);
            kept[i] = fma(factor, load(panel + i * kLanes), kept[i]);
        }
    }
    for (int i = 0; i < kRowVectors; ++i)
        store(sums + i * kLanes, kept[i]);
}

} // namespace

extern const PanelLoops kPanels = {kPanelColumns, gather, multiply, finish, kRowVectors* kLanes, multiplyRow};

} // namespace td::simd::TD_SIMD_ISA
