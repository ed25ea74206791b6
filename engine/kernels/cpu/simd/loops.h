#pragma once

#include <stdint.h>

/// The loops of the other families, by instruction set. Plain C: sources for one instruction set include it.
/// All arrays are float32 unless said otherwise; they may overlap only where a comment says so.
namespace td::simd {

/// One sweep over a parameter of n elements and its state.
struct OptimizerLoops {
    void (*sgd)(float* w, const float* g, int64_t n, float rate, float decay);
    void (*momentum)(float* w, float* v, const float* g, int64_t n, float rate, float decay, float momentum,
                     bool isNesterov);
    /// w = w·kept - rate·m/(sqrt(v)+epsilon) after m += (g-m)·first, v += (g²-v)·second.
    void (*adam)(float* w, float* m, float* v, const float* g, int64_t n, float rate, float first, float second,
                 float epsilon, float kept);
    void (*adagrad)(float* w, float* sum, const float* g, int64_t n, float rate, float epsilon);
    /// v += (g²-v)·share; w -= rate·g/sqrt(v+epsilon)
    void (*rmsprop)(float* w, float* v, const float* g, int64_t n, float rate, float share, float epsilon);
    /// average = momentum·average + (1-momentum)·w
    void (*ema)(float* average, const float* w, int64_t n, float momentum);
};

/// Rows of n elements, contiguous. In place is allowed.
struct RowLoops {
    void (*softmax)(const float* x, float* y, int64_t rows, int64_t n);
    void (*logSoftmax)(const float* x, float* y, int64_t rows, int64_t n);
    void (*softmaxGrad)(const float* dy, const float* y, float* dx, int64_t rows, int64_t n);
    /// probabilities of one row; returns log(sum exp(x)) - the largest, and that largest one.
    float (*probabilities)(const float* x, float* y, int64_t n, float* largest);
    /// dx = scale·y
    void (*scale)(const float* x, float* y, int64_t n, float scale);
    float (*dot)(const float* a, const float* b, int64_t n);
    double (*sum)(const float* x, int64_t n);
    double (*sumSquares)(const float* x, int64_t n);
    float (*largest)(const float* x, int64_t n);  ///< -infinity for none; NaN if one is
    float (*smallest)(const float* x, int64_t n); ///< infinity for none; NaN if one is
    /// a += b
    void (*accumulate)(float* a, const float* b, int64_t n);
};

/// Columns of a matrix (rows, width) whose rows begin `stride` elements apart.
struct ColumnLoops {
    /// sums[c] += Σ x[·,c]
    void (*sum)(const float* x, int64_t rows, int64_t width, int64_t stride, double* sums);
    /// Mean and sum of squared deviations of these rows alone, two passes: for as many rows as the cache holds.
    void (*moments)(const float* x, int64_t rows, int64_t width, int64_t stride, float* mean, float* deviation);
    /// Merges the moments of n more rows into those of `count` (Chan's formula).
    void (*mergeMoments)(double* mean, double* deviation, double count, const float* moreMean,
                         const float* moreDeviation, double n, int64_t width);
    void (*largest)(const float* x, int64_t rows, int64_t width, int64_t stride, float* result);
    void (*smallest)(const float* x, int64_t rows, int64_t width, int64_t stride, float* result);
};

enum class NormActivation : uint8_t { Linear, Relu, Relu6 };

struct NormLoops {
    /// y = activation((x-mean)·scale + shift + residual); residual may be null; y may be x or residual.
    void (*affine)(const float* x, const float* residual, const float* mean, const float* scale, const float* shift,
                   float* y, int64_t rows, int64_t width, int64_t stride, NormActivation activation);
    /// sums[c] += Σ dz, products[c] += Σ dz·(x-mean), where dz = dy as far as the activation lets it through.
    void (*gradSums)(const float* dy, const float* x, const float* y, const float* mean, int64_t rows, int64_t width,
                     int64_t stride, NormActivation activation, double* sums, double* products);
    /// dx = a·dz + b·(x-mean) + c; masked = dz unless null. Both may be dy, dx may be x.
    void (*gradApply)(const float* dy, const float* x, const float* y, const float* mean, const float* a,
                      const float* b, const float* c, float* dx, float* masked, int64_t rows, int64_t width,
                      int64_t stride, NormActivation activation);
};

struct LayerNormLoops {
    /// Over each row of n: mean, rstd and y = (x-mean)·rstd·gain + bias; gain and bias may be null.
    void (*layer)(const float* x, const float* gain, const float* bias, float* y, float* mean, float* rstd,
                  int64_t rows, int64_t n, float epsilon);
    /// dx, and gainSums += dy·normalized, biasSums += dy over these rows; gain may be null.
    void (*layerGrad)(const float* dy, const float* x, const float* gain, const float* mean, const float* rstd,
                      float* dx, float* gainSums, float* biasSums, int64_t rows, int64_t n);
    void (*rms)(const float* x, const float* gain, float* y, float* rstd, int64_t rows, int64_t n, float epsilon);
};

/// Pooling of one image (inHeight, inWidth, channels): output cell o looks at the input cells o·stride - before + k,
/// k = 0 … size-1, as far as they are inside.
struct PoolShape {
    int64_t inHeight, inWidth, outHeight, outWidth, channels;
    int64_t sizeY, sizeX, strideY, strideX, beforeY, beforeX;
};

struct PoolLoops {
    /// Rows `begin` … `end`-1 of the output image y.
    void (*largest)(const PoolShape& shape, const float* x, float* y, int64_t begin, int64_t end);
    void (*average)(const PoolShape& shape, const float* x, float* y, int64_t begin, int64_t end);
    /// The whole image dx: dy goes to the first NaN, else to the first largest cell.
    void (*largestGrad)(const PoolShape& shape, const float* dy, const float* x, const float* y, float* dx);
    void (*averageGrad)(const PoolShape& shape, const float* dy, float* dx);
};

/// One step of an LSTM for one row of n units; gates i, f, g, o lie one after another.
struct LstmLoops {
    /// gates (4n) holds x·w and gets the activated gates; `more` (4n) is h·u or null, bias (4n) or null, cBefore null
    /// for 0. c, and h = o·tanh(c).
    void (*forward)(float* gates, const float* more, const float* bias, const float* cBefore, float* c, float* h,
                    int64_t n);
    /// dz (4n) from the activated gates; dc becomes that of the step before.
    void (*backward)(const float* gates, const float* c, const float* cBefore, const float* dh, float* dc, float* dz,
                     int64_t n);
    /// y(n) = x(k) · matrix(k,n), rows `stride` apart.
    void (*vectorTimesMatrix)(const float* x, const float* matrix, float* y, int64_t k, int64_t n, int64_t stride);
};

/// One step of a GRU for one row of n units. Gates (4n) are z, r, g, and then what the reset gate multiplied or gave
/// (`inner`). `before` is the state before the step, null for 0; h may be the same array.
struct GruLoops {
    /// Reset after the product. Gates hold x·w in their first 3n; `more` (3n) is before·u or null, bias (6n) or null.
    void (*stepAfter)(float* gates, const float* more, const float* bias, const float* before, float* h, int64_t n);
    /// Reset before the product, first half: z, r, inner from x·w, `more` (2n, or null) and bias (3n, or null).
    void (*resetBefore)(float* gates, const float* more, const float* bias, const float* before, int64_t n);
    /// Second half, where `more` (n, or null) is inner·u: g and h.
    void (*finishBefore)(float* gates, const float* more, const float* bias, const float* before, float* h, int64_t n);
    /// Slopes (4n) of what the input said to g, z, r and of what the state said to g; dh becomes dh·z.
    void (*backAfter)(const float* gates, const float* before, float* dh, float* slopes, int64_t n);
    /// Slopes of g and z, the first two of three; dh becomes dh·z.
    void (*backBefore)(const float* gates, const float* before, float* dh, float* slopes, int64_t n);
    /// The slope of r, the third of three, from that of inner; dh += dInner·r.
    void (*backThroughReset)(const float* gates, const float* before, const float* dInner, float* dh, float* slopes,
                             int64_t n);
};

enum class RnnActivation : uint8_t { Linear, Relu, Sigmoid, Tanh };

/// One step of a plain recurrent layer for one row of n units.
struct RnnLoops {
    /// y = activation(y + more + bias); `more` and bias may be null.
    void (*forward)(float* y, const float* more, const float* bias, int64_t n, RnnActivation activation);
    /// dz = dh times the activation's slope, from its result y.
    void (*backward)(const float* y, const float* dh, float* dz, int64_t n, RnnActivation activation);
};

/// Weighted sums of a few elements each.
struct ResizeLoops {
    /// y = Σ weights[k] · x[at[k]·stride …], k < count, each n long; zeros for a count of 0.
    void (*blend)(const float* x, const int32_t* at, int64_t stride, const float* weights, int64_t count, float* y,
                  int64_t n);
    /// y[i] = Σ weights[k·n+i] · x[at[k·n+i]], k < count; what is at a negative place is 0.
    void (*pick)(const float* x, const int32_t* at, const float* weights, int64_t count, float* y, int64_t n);
};

/// One row of n scores of attention; -infinity hides a key.
struct AttentionLoops {
    /// scores become softmax(scale·scores); returns their logsumexp. All hidden: zeros, and 0.
    float (*forward)(float* scores, int64_t n, float scale);
    /// scores become p = exp(scale·scores - lse), slopes become p·(slopes - along)·scale.
    void (*backward)(float* scores, float* slopes, int64_t n, float scale, float lse, float along);
};

/// A product of few rows with a large matrix that was packed once: rows are the lanes, so that the matrix is read in order,
/// once, and brought nearer before it is needed.
///
/// Rows come in blocks of kBlockRows: x is [k][kBlockRows]; the matrix in panels of `panelColumns`, [k][panelColumns];
/// sums are [column][kBlockRows].
inline constexpr int kBlockRows = 16;
struct PanelLoops {
    int panelColumns;
    /// to[c][row] = x[at[row] + c], c < channels; 0 where at[row] is negative.
    void (*gather)(const float* x, const int32_t* at, int64_t channels, float* to);
    /// sums (+)= x · panel over a depth of k, for 1 or 2 blocks of rows, xStep and sumsStep elements apart; what follows the
    /// panel is fetched meanwhile.
    void (*multiply)(int blocks, const float* x, int64_t xStep, const float* panel, int64_t k, bool isFirst,
                     float* sums, int64_t sumsStep);
    /// y[row][c] = sums[c][row] + bias[c] within low … high, for `rows` rows that are `stride` apart; bias may be null.
    void (*finish)(const float* sums, const float* bias, float low, float high, int64_t rows, int64_t columns, float* y,
                   int64_t stride);
    /// For a single row the columns are the lanes, in wider panels: sums = x(k) · panel [k][rowColumns].
    int rowColumns;
    void (*multiplyRow)(const float* x, const float* panel, int64_t k, float* sums);
};

struct RandomKey {
    uint32_t seedLow, seedHigh, stateLow, stateHigh;
};

/// Elements 4·block … 4·block+n-1 of a stream of random words; engine/kernels/philox.h says which those are.
struct RandomLoops {
    /// y = x·scale where the word is not below the limit, else 0; in place is allowed.
    void (*dropout)(const RandomKey& key, int64_t block, const float* x, float* y, int64_t n, uint32_t limit,
                    float scale);
    /// In low … high, but no more than `last` where high > low.
    void (*uniform)(const RandomKey& key, int64_t block, float* y, int64_t n, double low, double high, double last);
};

} // namespace td::simd
