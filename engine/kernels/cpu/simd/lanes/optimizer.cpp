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

void momentum(float* w, float* v, const float* g, int64_t n, float rate, float decay, float keep, bool isNesterov) {
    const auto moved = [=](F weight, F velocity, F grad) {
        const F step = rate * fma(splat(decay), weight, grad);
        const F next = velocity * keep - step;
        return Moved{weight + (isNesterov ? next * keep - step : next), next};
    };
    eachVector(
        n,
        [&](int64_t i) {
            const Moved m = moved(load(w + i), load(v + i), load(g + i));
            store(w + i, m.weight);
            store(v + i, m.state);
        },
        [&](int64_t i, int k) {
            const Moved m = moved(loadPart(w + i, k), loadPart(v + i, k), loadPart(g + i, k));
            storePart(w + i, m.weight, k);
            storePart(v + i, m.state, k);
        });
}

struct AdamStep {
    float rate, first, second, epsilon;

    [[gnu::always_inline]] inline void operator()(F& w, F& m, F& v, F g) const {
        m = fma(g - m, splat(first), m);
        v = fma(g * g - v, splat(second), v);
        w = w - rate * m / (squareRoot(v) + epsilon);
    }
};

void adam(float* w, float* m, float* v, const float* g, int64_t n, float rate, float first, float second,
          float epsilon) {
    const AdamStep step{rate, first, second, epsilon};
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

void adagrad(float* w, float* sum, const float* g, int64_t n, float rate, float epsilon) {
    const auto moved = [=](F weight, F total, F grad) {
        const F next = fma(grad, grad, total);
        return Moved{weight - rate * grad / squareRoot(next + epsilon), next};
    };
    eachVector(
        n,
        [&](int64_t i) {
            const Moved m = moved(load(w + i), load(sum + i), load(g + i));
            store(w + i, m.weight);
            store(sum + i, m.state);
        },
        [&](int64_t i, int k) {
            const Moved m = moved(loadPart(w + i, k), loadPart(sum + i, k), loadPart(g + i, k));
            storePart(w + i, m.weight, k);
            storePart(sum + i, m.state, k);
        });
}

void ema(float* average, const float* w, int64_t n, float keep) {
    const auto mixed = [=](F old, F next) { return old * keep + next * (1.0f - keep); };
    eachVector(
        n, [&](int64_t i) { store(average + i, mixed(load(average + i), load(w + i))); },
        [&](int64_t i, int k) { storePart(average + i, mixed(loadPart(average + i, k), loadPart(w + i, k)), k); });
}

} // namespace

extern const OptimizerLoops kOptimizer = {sgd, momentum, adam, adagrad, ema};

} // namespace td::simd::TD_SIMD_ISA
