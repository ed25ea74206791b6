#include "engine/kernels/cpu/simd/lanes/short_rows.h"
#include "engine/kernels/cpu/simd/lanes/tables.h"

namespace td::simd::TD_SIMD_ISA {
namespace {

constexpr float kInfinity = __builtin_inff();

inline F loadPartOr(const float* p, int n, float other) {
    return select(firstLanes(n), loadPart(p, n), splat(other));
}

float largestOfRow(const float* x, int64_t n) {
    F top = splat(-kInfinity), bad = zero();
    const auto take = [&](F v) {
        top = larger(v, top);
        bad = bad + v * 0.0f; // NaN if one is NaN or infinite
    };
    eachVector(
        n, [&](int64_t i) { take(load(x + i)); }, [&](int64_t i, int k) { take(loadPartOr(x + i, k, -__FLT_MAX__)); });
    const float best = largestOf(top);
    if (sumOf(bad) == 0.0f) return n > 0 ? best : -kInfinity;
    float result = -kInfinity; // rare: look again, one by one
    for (int64_t i = 0; i < n; ++i) {
        if (x[i] != x[i]) return x[i];
        if (x[i] > result) result = x[i];
    }
    return result;
}

float smallestOfRow(const float* x, int64_t n) {
    F low = splat(kInfinity), bad = zero();
    const auto take = [&](F v) {
        low = smaller(v, low);
        bad = bad + v * 0.0f;
    };
    eachVector(
        n, [&](int64_t i) { take(load(x + i)); }, [&](int64_t i, int k) { take(loadPartOr(x + i, k, __FLT_MAX__)); });
    const float best = -largestOf(-low);
    if (sumOf(bad) == 0.0f) return n > 0 ? best : kInfinity;
    float result = kInfinity;
    for (int64_t i = 0; i < n; ++i) {
        if (x[i] != x[i]) return x[i];
        if (x[i] < result) result = x[i];
    }
    return result;
}

/// The largest, as far as softmax needs it: whatever it gives for NaN, the exponentials will be NaN.
inline float shiftOf(const float* x, int64_t n) {
    F top = splat(-kInfinity);
    eachVector(
        n, [&](int64_t i) { top = larger(top, load(x + i)); },
        [&](int64_t i, int k) { top = larger(top, loadPartOr(x + i, k, -kInfinity)); });
    return largestOf(top);
}

/// y = exp(x - shift); returns their sum.
inline float exponentials(const float* x, float* y, int64_t n, float shift) {
    F total = zero();
    eachVector(
        n,
        [&](int64_t i) {
            const F e = expOf(load(x + i) - shift);
            store(y + i, e);
            total = total + e;
        },
        [&](int64_t i, int k) {
            const F e = expOf(loadPart(x + i, k) - shift);
            storePart(y + i, e, k);
            total = total + select(firstLanes(k), e, zero());
        });
    return sumOf(total);
}

void scaled(const float* x, float* y, int64_t n, float scale) {
    eachVector(
        n, [&](int64_t i) { store(y + i, load(x + i) * scale); },
        [&](int64_t i, int k) { storePart(y + i, loadPart(x + i, k) * scale, k); });
}

/// Where all are -infinity the result is NaN, as 0/0 is.
template <int count>
[[gnu::always_inline]] inline Normalizer softmaxShort(const float* x, float* y, int tail) {
    Strip<count> row = loadRow<count>(x, tail, -kInfinity);
    const Normalizer by = normalize<count>(row);
    if (by.shift == -kInfinity)
        for (int i = 0; i < count; ++i)
            row.v[i] = splat(__builtin_nanf(""));
    storeStrip<count>(y, row, tail);
    return by;
}

float probabilities(const float* x, float* y, int64_t n, float* largest) {
    if (n <= kShortRow) {
        Normalizer by;
        eachStrip(n, [&]<int count>(int64_t, int tail) { by = softmaxShort<count>(x, y, tail); });
        *largest = by.shift;
        return logarithm(by.sum);
    }
    *largest = shiftOf(x, n);
    const float total = exponentials(x, y, n, *largest);
    scaled(y, y, n, 1.0f / total);
    return logarithm(total);
}

void softmax(const float* x, float* y, int64_t rows, int64_t n) {
    if (n <= kShortRow) {
        eachStrip(n, [&]<int count>(int64_t, int tail) {
            for (int64_t i = 0; i < rows * n; i += n)
                softmaxShort<count>(x + i, y + i, tail);
        });
        return;
    }
    for (int64_t row = 0; row < rows; ++row, x += n, y += n) {
        const float total = exponentials(x, y, n, shiftOf(x, n));
        scaled(y, y, n, 1.0f / total);
    }
}

void logSoftmax(const float* x, float* y, int64_t rows, int64_t n) {
    for (int64_t row = 0; row < rows; ++row, x += n, y += n) {
        const float shift = shiftOf(x, n);
        F total = zero();
        eachVector(
            n, [&](int64_t i) { total = total + expOf(load(x + i) - shift); },
            [&](int64_t i, int k) {
                total = total + select(firstLanes(k), expOf(loadPart(x + i, k) - shift), zero());
            });
        const F norm = logOf(splat(sumOf(total)));
        eachVector(
            n, [&](int64_t i) { store(y + i, load(x + i) - shift - norm); },
            [&](int64_t i, int k) { storePart(y + i, loadPart(x + i, k) - shift - norm, k); });
    }
}

float dot(const float* a, const float* b, int64_t n) {
    F first = zero(), second = zero();
    int64_t i = 0;
    for (; i + 2 * kLanes <= n; i += 2 * kLanes) {
        first = fma(load(a + i), load(b + i), first);
        second = fma(load(a + i + kLanes), load(b + i + kLanes), second);
    }
    eachVector(
        n - i, [&](int64_t j) { first = fma(load(a + i + j), load(b + i + j), first); },
        [&](int64_t j, int k) { second = fma(loadPart(a + i + j, k), loadPart(b + i + j, k), second); });
    return sumOf(first + second);
}

void softmaxGrad(const float* dy, const float* y, float* dx, int64_t rows, int64_t n) {
    for (int64_t row = 0; row < rows; ++row, dy += n, y += n, dx += n) {
        const float along = dot(dy, y, n);
        eachVector(
            n, [&](int64_t i) { store(dx + i, (load(dy + i) - along) * load(y + i)); },
            [&](int64_t i, int k) { storePart(dx + i, (loadPart(dy + i, k) - along) * loadPart(y + i, k), k); });
    }
}

constexpr int64_t kChunk = 4096; // floats summed in float before they go into a double

/// What a chunk sums up to in double: asked where the sum in float is none, as it may have overflowed on its way.
template <class Term>
[[gnu::noinline, gnu::cold]] double summedAgain(const float* x, int64_t n, Term term) {
    double total = 0;
    for (int64_t i = 0; i < n; ++i)
        total += term(static_cast<double>(x[i]));
    return total;
}

template <class Term>
double summed(const float* x, int64_t n, Term term) {
    double total = 0;
    for (int64_t begin = 0; begin < n; begin += kChunk) {
        const int64_t count = n - begin < kChunk ? n - begin : kChunk;
        const float* const at = x + begin;
        F sums[4] = {};
        int64_t i = 0;
        for (; i + 4 * kLanes <= count; i += 4 * kLanes)
            for (int k = 0; k < 4; ++k)
                sums[k] = sums[k] + term(load(at + i + k * kLanes));
        eachVector(
            count - i, [&](int64_t j) { sums[0] = sums[0] + term(load(at + i + j)); },
            [&](int64_t j, int k) { sums[1] = sums[1] + term(loadPart(at + i + j, k)); });
        const float sum = sumOf((sums[0] + sums[1]) + (sums[2] + sums[3]));
        total += sum - sum == 0.0f ? static_cast<double>(sum) : summedAgain(at, count, term);
    }
    return total;
}

double sum(const float* x, int64_t n) {
    return summed(x, n, [](auto v) { return v; });
}
double sumSquares(const float* x, int64_t n) {
    return summed(x, n, [](auto v) { return v * v; });
}

void accumulate(float* a, const float* b, int64_t n) {
    eachVector(
        n, [&](int64_t i) { store(a + i, load(a + i) + load(b + i)); },
        [&](int64_t i, int k) { storePart(a + i, loadPart(a + i, k) + loadPart(b + i, k), k); });
}

} // namespace

extern const RowLoops kRows = {softmax, logSoftmax, softmaxGrad,  probabilities, scaled,    dot,
                               sum,     sumSquares, largestOfRow, smallestOfRow, accumulate};

} // namespace td::simd::TD_SIMD_ISA
