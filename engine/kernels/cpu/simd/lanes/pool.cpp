#include "engine/kernels/cpu/simd/lanes/columns.h"
#include "engine/kernels/cpu/simd/lanes/tables.h"

namespace td::simd::TD_SIMD_ISA {
namespace {

/// The cells of one window that lie inside the image.
struct Window {
    int64_t top, bottom, left, right; ///< bottom and right are one past the last
    [[gnu::always_inline]] inline float cells() const { return static_cast<float>((bottom - top) * (right - left)); }
};

inline int64_t atLeast(int64_t a, int64_t b) {
    return a > b ? a : b;
}
inline int64_t atMost(int64_t a, int64_t b) {
    return a < b ? a : b;
}

inline Window windowAt(const PoolShape& s, int64_t row, int64_t column) {
    const int64_t top = row * s.strideY - s.beforeY, left = column * s.strideX - s.beforeX;
    return {atLeast(top, 0), atMost(top + s.sizeY, s.inHeight), atLeast(left, 0), atMost(left + s.sizeX, s.inWidth)};
}

/// Calls `body(cell)` with the offset of each of the window's cells, row by row.
template <class Body>
[[gnu::always_inline]] inline void eachCell(const PoolShape& s, const Window& w, Body body) {
    for (int64_t row = w.top; row < w.bottom; ++row)
        for (int64_t column = w.left; column < w.right; ++column)
            body((row * s.inWidth + column) * s.channels);
}

/// Output cells of some rows, with the offset of each: `body(window, offset)`.
template <class Body>
[[gnu::always_inline]] inline void eachWindow(const PoolShape& s, int64_t begin, int64_t end, Body body) {
    for (int64_t row = begin; row < end; ++row)
        for (int64_t column = 0; column < s.outWidth; ++column)
            body(windowAt(s, row, column), (row * s.outWidth + column) * s.channels);
}

/// Windows of two by two side by side, the usual case: no clipping, no overlap.
inline bool isHalving(const PoolShape& s) {
    return s.sizeY == 2 && s.sizeX == 2 && s.strideY == 2 && s.strideX == 2 && s.beforeY == 0 && s.beforeX == 0 &&
           s.outHeight * 2 <= s.inHeight && s.outWidth * 2 <= s.inWidth && s.channels % kLanes == 0;
}

/// a, with NaN where the mask is set.
inline F orNan(F a, I mask) {
    return fromBits(bitsOf(a) | mask);
}

void halve(const PoolShape& s, const float* x, float* y, int64_t begin, int64_t end) {
    const int64_t pixel = s.channels, line = s.inWidth * pixel;
    for (int64_t row = begin; row < end; ++row) {
        const float* in = x + 2 * row * line;
        float* out = y + row * s.outWidth * pixel;
        for (int64_t column = 0; column < s.outWidth; ++column, in += 2 * pixel, out += pixel)
            for (int64_t c = 0; c < pixel; c += kLanes) {
                const F a = load(in + c), b = load(in + c + pixel);
                const F d = load(in + c + line), e = load(in + c + line + pixel);
                const I isBad = isNan(a) | isNan(b) | isNan(d) | isNan(e);
                store(out + c, orNan(larger(larger(a, b), larger(d, e)), isBad));
            }
    }
}

void halveGrad(const PoolShape& s, const float* dy, const float* x, float* dx) {
    const int64_t pixel = s.channels, line = s.inWidth * pixel;
    for (int64_t row = 0; row < s.outHeight; ++row) {
        const float* in = x + 2 * row * line;
        float* out = dx + 2 * row * line;
        for (int64_t column = 0; column < s.outWidth; ++column, in += 2 * pixel, out += 2 * pixel, dy += pixel)
            for (int64_t c = 0; c < pixel; c += kLanes) {
                const F a = load(in + c), b = load(in + c + pixel);
                const F d = load(in + c + line), e = load(in + c + line + pixel);
                const I nanA = isNan(a), nanB = isNan(b), nanD = isNan(d);
                const F top = orNan(larger(larger(a, b), larger(d, e)), nanA | nanB | nanD | isNan(e));
                const I isA = (a == top) | nanA, isB = ((b == top) | nanB) & ~isA,
                        isD = ((d == top) | nanD) & ~isA & ~isB;
                const F grad = load(dy + c);
                store(out + c, select(isA, grad, zero()));
                store(out + c + pixel, select(isB, grad, zero()));
                store(out + c + line, select(isD, grad, zero()));
                store(out + c + line + pixel, select(isA | isB | isD, zero(), grad));
            }
        const int64_t covered = 2 * s.outWidth * pixel;
        memset(dx + 2 * row * line + covered, 0, static_cast<size_t>(line - covered) * sizeof(float));
        memset(dx + (2 * row + 1) * line + covered, 0, static_cast<size_t>(line - covered) * sizeof(float));
    }
    const int64_t rest = (s.inHeight - 2 * s.outHeight) * line;
    memset(dx + 2 * s.outHeight * line, 0, static_cast<size_t>(rest) * sizeof(float));
}

void largest(const PoolShape& s, const float* x, float* y, int64_t begin, int64_t end) {
    if (isHalving(s)) return halve(s, x, y, begin, end);
    eachWindow(s, begin, end, [&](const Window& w, int64_t out) {
        eachStrip(s.channels, [&]<int count>(int64_t c, int tail) {
            Strip<count> best;
            I isBad[count] = {};
            for (int i = 0; i < count; ++i)
                best.v[i] = splat(-__builtin_inff());
            eachCell(s, w, [&](int64_t cell) {
                const Strip<count> at = loadStrip<count>(x + cell + c, tail);
                for (int i = 0; i < count; ++i) {
                    best.v[i] = larger(at.v[i], best.v[i]);
                    isBad[i] = isBad[i] | isNan(at.v[i]);
                }
            });
            for (int i = 0; i < count; ++i)
                best.v[i] = orNan(best.v[i], isBad[i]);
            storeStrip<count>(y + out + c, best, tail);
        });
    });
}

void average(const PoolShape& s, const float* x, float* y, int64_t begin, int64_t end) {
    eachWindow(s, begin, end, [&](const Window& w, int64_t out) {
        eachStrip(s.channels, [&]<int count>(int64_t c, int tail) {
            Strip<count> total = {};
            eachCell(s, w, [&](int64_t cell) {
                const Strip<count> at = loadStrip<count>(x + cell + c, tail);
                for (int i = 0; i < count; ++i)
                    total.v[i] = total.v[i] + at.v[i];
            });
            for (int i = 0; i < count; ++i)
                total.v[i] = total.v[i] / w.cells();
            storeStrip<count>(y + out + c, total, tail);
        });
    });
}

void clearImage(const PoolShape& s, float* dx) {
    memset(dx, 0, static_cast<size_t>(s.inHeight * s.inWidth * s.channels) * sizeof(float));
}

void largestGrad(const PoolShape& s, const float* dy, const float* x, const float* y, float* dx) {
    if (isHalving(s)) return halveGrad(s, dy, x, dx);
    clearImage(s, dx);
    eachWindow(s, 0, s.outHeight, [&](const Window& w, int64_t out) {
        eachStrip(s.channels, [&]<int count>(int64_t c, int tail) {
            const Strip<count> grad = loadStrip<count>(dy + out + c, tail), top = loadStrip<count>(y + out + c, tail);
            I isGiven[count] = {};
            eachCell(s, w, [&](int64_t cell) {
                const Strip<count> at = loadStrip<count>(x + cell + c, tail);
                Strip<count> sum = loadStrip<count>(dx + cell + c, tail);
                for (int i = 0; i < count; ++i) {
                    const I isFirst = ((at.v[i] == top.v[i]) | isNan(at.v[i])) & ~isGiven[i];
                    sum.v[i] = sum.v[i] + select(isFirst, grad.v[i], zero());
                    isGiven[i] = isGiven[i] | isFirst;
                }
                storeStrip<count>(dx + cell + c, sum, tail);
            });
        });
    });
}

void averageGrad(const PoolShape& s, const float* dy, float* dx) {
    clearImage(s, dx);
    eachWindow(s, 0, s.outHeight, [&](const Window& w, int64_t out) {
        eachStrip(s.channels, [&]<int count>(int64_t c, int tail) {
            Strip<count> grad = loadStrip<count>(dy + out + c, tail);
            for (int i = 0; i < count; ++i)
                grad.v[i] = grad.v[i] / w.cells();
            eachCell(s, w, [&](int64_t cell) {
                Strip<count> sum = loadStrip<count>(dx + cell + c, tail);
                for (int i = 0; i < count; ++i)
                    sum.v[i] = sum.v[i] + grad.v[i];
                storeStrip<count>(dx + cell + c, sum, tail);
            });
        });
    });
}

} // namespace

extern const PoolLoops kPool = {largest, average, largestGrad, averageGrad};

} // namespace td::simd::TD_SIMD_ISA
