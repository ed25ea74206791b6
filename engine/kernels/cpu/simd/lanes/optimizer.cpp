#include "engine/kernels/cpu/simd/lanes/functions.h"
#include "engine/kernels/cpu/simd/lanes/tables.h"

namespace td::simd::TD_SIMD_ISA {
namespace {

void sgd(float* w, const float* g, int64_t n, float rate, float decay) {
    const auto moved = [=](F weight, F grad) { return weight - rate * (grad + decay * weight); };
    eachVector(
        n, [&](int64_t i) { store(w + i, moved(load(w + i), load(g + i))); },
        [&](int64_t i, int k) { storePart(w + i, moved(loadPart(w + i, k), loadPart(g + i, k)), k); });
}

struct Moved {
    F weight, state;
};

/// 1/v for v > 0 within 1 ulp, by a guess and a correction where the processor has good guesses: its
/// divider is what these rules would wait for, as it takes the roots too.
[[gnu::always_inline]] inline F reciprocalOf(F v) {
#if defined(__AVX512F__)
    const F bounded = smaller(splat(__FLT_MAX__), v); // the correction has no answer for infinity; keeps NaN
    const F guess = _mm512_rcp14_ps(bounded);
    return fma(guess, fma(-bounded, guess, splat(1.0f)), guess);
#else
    return 1.0f / v;
#endif
}

struct AdamStep {
    float rate, first, second, epsilon, kept;

    [[gnu::always_inline]] inline void operator()(F& w, F& m, F& v, F g) const {
        m = fma(g - m, splat(first), m);
        v = fma(g * g - v, splat(second), v);
        w = w * kept - rate * m * reciprocalOf(squareRoot(v) + epsilon);
    }
};

void adam(float* w, float* m, float* v, const float* g, int64_t n, float rate, float first, float second,
          float epsilon, float kept) {
    const AdamStep step{rate, first, second, epsilon, kept};
    eachVector(
        n,
        [&](int64_t i) {
            F weight = load(w + i), mean = load(m + i), square = load(v + i);
            step(weight, mean, square, load(g + i));
            store(w + i, weight);
            store(m + i, mean);
            store(v + i, square);
        },
        [&](int64_t i, int k) {
            F weight = loadPart(w + i, k), mean = loadPart(m + i, k), square = loadPart(v + i, k);
            step(weight, mean, square, loadPart(g + i, k));
            storePart(w + i, weight, k);
            storePart(m + i, mean, k);
            storePart(v + i, square, k);
        });
}

/// Rules of a weight and one state: `moved(weight, state, grad)`.
template <class Rule>
[[gnu::always_inline]] inline void sweep(float* w, float* state, const float* g, int64_t n, Rule moved) {
    eachVector(
        n,
        [&](int64_t i) {
            const Moved m = moved(load(w + i), load(state + i), load(g + i));
            store(w + i, m.weight);
            store(state + i, m.state);
        },
        [&](int64_t i, int k) {
            const Moved m = moved(loadPart(w + i, k), loadPart(state + i, k), loadPart(g + i, k));
            storePart(w + i, m.weight, k);
            storePart(state + i, m.state, k);
        });
}

void momentum(float* w, float* v, const float* g, int64_t n, float rate, float decay, float keep, bool isNesterov) {
    sweep(w, v, g, n, [=](F weight, F velocity, F grad) {
        const F step = rate * fma(splat(decay), weight, grad);
        const F next = velocity * keep - step;
        return Moved{weight + (isNesterov ? next * keep - step : next), next};
    });
}

void adagrad(float* w, float* sum, const float* g, int64_t n, float rate, float epsilon) {
    sweep(w, sum, g, n, [=](F weight, F total, F grad) {
        const F next = fma(grad, grad, total);
        return Moved{weight - rate * grad * reciprocalOf(squareRoot(next + epsilon)), next};
    });
}

void rmsprop(float* w, float* v, const float* g, int64_t n, float rate, float share, float epsilon) {
    sweep(w, v, g, n, [=](F weight, F mean, F grad) {
        const F next = fma(fma(grad, grad, -mean), splat(share), mean);
        return Moved{weight - rate * grad * reciprocalOf(squareRoot(next + epsilon)), next};
    });
}

void ema(float* average, const float* w, int64_t n, float keep) {
    const auto mixed = [=](F old, F next) { return old * keep + next * (1.0f - keep); };
    eachVector(
        n, [&](int64_t i) { store(average + i, mixed(load(average + i), load(w + i))); },
        [&](int64_t i, int k) { storePart(average + i, mixed(loadPart(average + i, k), loadPart(w + i, k)), k); });
}

} // namespace

extern const OptimizerLoops kOptimizer = {sgd, momentum, adam, adagrad, rmsprop, ema};

} // namespace td::simd::TD_SIMD_ISA
