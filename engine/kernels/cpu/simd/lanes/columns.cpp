#include "engine/kernels/cpu/simd/lanes/columns.h"
#include "engine/kernels/cpu/simd/lanes/tables.h"

namespace td::simd::TD_SIMD_ISA {
namespace {

constexpr int64_t kRows = 128; // summed in float before they go into doubles

/// Sums of `term` over rows; narrow strips take several rows at once, so that additions do not wait for each other.
template <int count, class Term>
[[gnu::always_inline]] inline Strip<count> summedStrip(const float* x, int64_t rows, int64_t stride, int tail,
                                                       Term term) {
    constexpr int kAtOnce = count == 1 ? 4 : count == 2 ? 2 : 1;
    Strip<count> sums[kAtOnce] = {};
    int64_t row = 0;
    for (; row + kAtOnce <= rows; row += kAtOnce)
        for (int k = 0; k < kAtOnce; ++k) {
            const Strip<count> at = loadStrip<count>(x + (row + k) * stride, tail);
            for (int i = 0; i < count; ++i)
                sums[k].v[i] = sums[k].v[i] + term(at.v[i], i);
        }
    for (; row < rows; ++row) {
        const Strip<count> at = loadStrip<count>(x + row * stride, tail);
        for (int i = 0; i < count; ++i)
            sums[0].v[i] = sums[0].v[i] + term(at.v[i], i);
    }
    for (int k = 1; k < kAtOnce; ++k)
        for (int i = 0; i < count; ++i)
            sums[0].v[i] = sums[0].v[i] + sums[k].v[i];
    return sums[0];
}

template <int count>
[[gnu::always_inline]] inline bool isFinite(const Strip<count>& strip) {
    F rest = zero(); // of a partial vector the lanes behind its end are 0
    for (int i = 0; i < count; ++i)
        rest = rest + strip.v[i] * 0.0f;
    return sumOf(rest) == 0.0f;
}

/// sums += the columns in double: asked where the sum in float is none, as it may have overflowed on its way.
[[gnu::noinline, gnu::cold]] void addColumns(const float* x, int64_t rows, int64_t width, int64_t stride,
                                             double* sums) {
    for (int64_t row = 0; row < rows; ++row)
        for (int64_t column = 0; column < width; ++column)
            sums[column] += static_cast<double>(x[row * stride + column]);
}

void sum(const float* x, int64_t rows, int64_t width, int64_t stride, double* sums) {
    for (int64_t begin = 0; begin < rows; begin += kRows) {
        const int64_t some = rows - begin < kRows ? rows - begin : kRows;
        const float* const at = x + begin * stride;
        eachStrip(width, [&]<int count>(int64_t column, int tail) {
            const auto strip = summedStrip<count>(at + column, some, stride, tail, [](F v, int) { return v; });
            const int64_t wide = stripWidth<count>(tail);
            if (isFinite<count>(strip))
                addToDoubles<count>(sums + column, strip, wide);
            else
                addColumns(at + column, some, wide, stride, sums + column);
        });
    }
}

template <int count>
struct Deviation {
    Strip<count> sum, squares;
};

/// Σ d and Σ d², d = v - middle.
template <int count>
[[gnu::always_inline]] inline Deviation<count> deviationOf(const float* x, int64_t rows, int64_t stride, int tail,
                                                           const Strip<count>& middle) {
    constexpr int kAtOnce = count == 1 ? 4 : count == 2 ? 2 : 1;
    Deviation<count> by[kAtOnce] = {};
    const auto take = [&](int64_t row, Deviation<count>& into) {
        const Strip<count> at = loadStrip<count>(x + row * stride, tail);
        for (int i = 0; i < count; ++i) {
            const F d = at.v[i] - middle.v[i];
            into.sum.v[i] = into.sum.v[i] + d;
            into.squares.v[i] = fma(d, d, into.squares.v[i]);
        }
    };
    int64_t row = 0;
    for (; row + kAtOnce <= rows; row += kAtOnce)
        for (int k = 0; k < kAtOnce; ++k)
            take(row + k, by[k]);
    for (; row < rows; ++row)
        take(row, by[0]);
    for (int k = 1; k < kAtOnce; ++k)
        for (int i = 0; i < count; ++i) {
            by[0].sum.v[i] = by[0].sum.v[i] + by[k].sum.v[i];
            by[0].squares.v[i] = by[0].squares.v[i] + by[k].squares.v[i];
        }
    return by[0];
}

/// The mean is put right by what is left of it in the second pass: far from zero its own sum has lost digits.
void moments(const float* x, int64_t rows, int64_t width, int64_t stride, float* mean, float* deviation) {
    const float share = 1.0f / static_cast<float>(rows);
    eachStrip(width, [&]<int count>(int64_t column, int tail) {
        Strip<count> average = summedStrip<count>(x + column, rows, stride, tail, [](F v, int) { return v; });
        for (int i = 0; i < count; ++i)
            average.v[i] = average.v[i] * share;
        Deviation<count> by = deviationOf<count>(x + column, rows, stride, tail, average);
        for (int i = 0; i < count; ++i) {
            const F off = by.sum.v[i] * share;
            by.squares.v[i] = by.squares.v[i] - by.sum.v[i] * off;
            average.v[i] = average.v[i] + off;
        }
        storeStrip<count>(deviation + column, by.squares, tail);
        storeStrip<count>(mean + column, average, tail);
    });
}

void mergeMoments(double* mean, double* deviation, double count, const float* moreMean, const float* moreDeviation,
                  double n, int64_t width) {
    const double share = n / (count + n), weight = count * share;
    for (int64_t c = 0; c < width; ++c) {
        const double delta = static_cast<double>(moreMean[c]) - mean[c];
        mean[c] += delta * share;
        deviation[c] += static_cast<double>(moreDeviation[c]) + delta * delta * weight;
    }
}

template <class Better>
void extreme(const float* x, int64_t rows, int64_t width, int64_t stride, float* result, Better better) {
    eachStrip(width, [&]<int count>(int64_t column, int tail) {
        Strip<count> best = loadStrip<count>(x + column, tail);
        for (int64_t row = 1; row < rows; ++row) {
            const Strip<count> at = loadStrip<count>(x + column + row * stride, tail);
            for (int i = 0; i < count; ++i) // NaN wins
                best.v[i] = select(isNan(best.v[i]), best.v[i], better(best.v[i], at.v[i]));
        }
        storeStrip<count>(result + column, best, tail);
    });
}

void largest(const float* x, int64_t rows, int64_t width, int64_t stride, float* result) {
    extreme(x, rows, width, stride, result, [](F a, F b) { return larger(a, b); });
}
void smallest(const float* x, int64_t rows, int64_t width, int64_t stride, float* result) {
    extreme(x, rows, width, stride, result, [](F a, F b) { return smaller(a, b); });
}

} // namespace

extern const ColumnLoops kColumns = {sum, moments, mergeMoments, largest, smallest};

} // namespace td::simd::TD_SIMD_ISA
