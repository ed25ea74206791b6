#include "engine/kernels/reference/reference.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <type_traits>

namespace td::kernels {

namespace {
/// Which output element each input element goes to: calls `function(i, o)` for all of x in order.
template <class F>
void eachReduced(const ReferenceCall& call, F function) {
    const TensorView& x = call.inputs[0];
    Extents kept = x.extents; // the reduced axes with size 1, so that the result broadcasts over x
    for (const int64_t axis : call.attributes.integers("axes"))
        kept[static_cast<size_t>(axis < 0 ? axis + x.rank() : axis)] = 1;
    if (call.attributes.integers("axes").empty()) std::fill(kept.begin(), kept.end(), 1);
    for (int64_t i = 0; i < x.elements(); ++i)
        function(i, broadcastIndex(i, x.extents, kept));
}

/// How many elements of x one element of the result stands for.
double countOf(const ReferenceCall& call) {
    const int64_t results = call.outputs[0].elements();
    return results == 0 ? 0 : static_cast<double>(call.inputs[0].elements()) / static_cast<double>(results);
}

/// Reals gather in double, integers wrap around in 64 bits.
template <class T>
using Accumulator = std::conditional_t<std::is_floating_point_v<T>, double, uint64_t>;

/// y = finish(step over x, from `start`), in the accumulator.
template <class T, class Step, class Finish>
void accumulate(const ReferenceCall& call, Accumulator<T> start, Step step, Finish finish) {
    std::vector<Accumulator<T>> totals(static_cast<size_t>(call.outputs[0].elements()), start);
    const T* x = call.inputs[0].as<T>();
    eachReduced(call, [&](int64_t i, int64_t o) {
        auto& total = totals[static_cast<size_t>(o)];
        total = step(total, static_cast<Accumulator<T>>(x[i]));
    });
    for (size_t o = 0; o < totals.size(); ++o)
        call.outputs[0].as<T>()[o] = static_cast<T>(finish(totals[o]));
}

template <class Step>
void accumulateNumbers(const ReferenceCall& call, int start, Step step) {
    dispatch(call.inputs[0].dtype, [&]<class T>(T) {
        accumulate<T>(call, static_cast<Accumulator<T>>(start), step, [](auto total) { return total; });
    });
}

template <class Step, class Finish>
void accumulateReals(const ReferenceCall& call, Step step, Finish finish) {
    if (call.inputs[0].dtype == DType::F64)
        accumulate<double>(call, 0, step, finish);
    else
        accumulate<float>(call, 0, step, finish);
}

void mean(const ReferenceCall& call) {
    const double count = countOf(call);
    accumulateReals(call, std::plus(), [=](double total) { return total / count; });
}

void norm(const ReferenceCall& call) {
    const bool isSquared = call.attributes.integer("ord") == 2;
    accumulateReals(
        call, [=](double total, double x) { return total + (isSquared ? x * x : std::fabs(x)); },
        [=](double total) { return isSquared ? std::sqrt(total) : total; });
}

/// The extreme of all values that go into each element; `isBetter(a, b)`: a takes b's place. NaN always does.
template <class T, class Better>
void extremes(const ReferenceCall& call, T worst, Better isBetter) {
    T* y = call.outputs[0].as<T>();
    std::fill(y, y + call.outputs[0].elements(), worst);
    const T* x = call.inputs[0].as<T>();
    eachReduced(call, [&](int64_t i, int64_t o) {
        if (isBetter(x[i], y[o]) || x[i] != x[i]) y[o] = x[i];
    });
}

template <class T>
constexpr T kLeast =
    std::numeric_limits<T>::has_infinity ? -std::numeric_limits<T>::infinity() : std::numeric_limits<T>::lowest();
template <class T>
constexpr T kGreatest =
    std::numeric_limits<T>::has_infinity ? std::numeric_limits<T>::infinity() : std::numeric_limits<T>::max();

void largest(const ReferenceCall& call) {
    dispatch(call.inputs[0].dtype, [&]<class T>(T) { extremes<T>(call, kLeast<T>, [](T a, T b) { return a > b; }); });
}
void smallest(const ReferenceCall& call) {
    dispatch(call.inputs[0].dtype,
             [&]<class T>(T) { extremes<T>(call, kGreatest<T>, [](T a, T b) { return a < b; }); });
}

/// ln(sum of e^(x - m)) + m with m the largest x where that is finite.
template <class T>
void logSumExp(const ReferenceCall& call) {
    const T* x = call.inputs[0].as<T>();
    const auto results = static_cast<size_t>(call.outputs[0].elements());
    std::vector<double> shift(results, kLeast<double>), total(results, 0);
    eachReduced(call, [&](int64_t i, int64_t o) {
        double& held = shift[static_cast<size_t>(o)];
        held = std::max(held, static_cast<double>(x[i]));
    });
    for (double& m : shift)
        if (!std::isfinite(m)) m = 0;
    eachReduced(call, [&](int64_t i, int64_t o) {
        total[static_cast<size_t>(o)] += std::exp(static_cast<double>(x[i]) - shift[static_cast<size_t>(o)]);
    });
    for (size_t o = 0; o < results; ++o)
        call.outputs[0].as<T>()[o] = static_cast<T>(std::log(total[o]) + shift[o]);
}

template <class T>
void variance(const ReferenceCall& call) {
    const T* x = call.inputs[0].as<T>();
    const auto results = static_cast<size_t>(call.outputs[0].elements());
    const double count = countOf(call);
    std::vector<double> average(results, 0), total(results, 0);
    eachReduced(call,
                [&](int64_t i, int64_t o) { average[static_cast<size_t>(o)] += static_cast<double>(x[i]) / count; });
    eachReduced(call, [&](int64_t i, int64_t o) {
        const double off = static_cast<double>(x[i]) - average[static_cast<size_t>(o)];
        total[static_cast<size_t>(o)] += off * off;
    });
    for (size_t o = 0; o < results; ++o)
        call.outputs[0].as<T>()[o] = static_cast<T>(total[o] / count);
}

void truths(const ReferenceCall& call, bool start) {
    bool* y = call.outputs[0].as<bool>();
    std::fill(y, y + call.outputs[0].elements(), start);
    eachReduced(call, [&](int64_t i, int64_t o) {
        if (call.inputs[0].as<bool>()[i] != start) y[o] = !start;
    });
}

/// The first place of the best value on the axis.
template <class Better>
void place(const ReferenceCall& call, Better isBetter) {
    const TensorView &x = call.inputs[0], &y = call.outputs[0];
    const AxisView at = around(x.extents, call.attributes.integer("axis"));
    dispatch(x.dtype, [&]<class T>(T) {
        for (int64_t o = 0; o < at.outer * at.inner; ++o) {
            const T* row = x.as<T>() + o / at.inner * at.axis * at.inner + o % at.inner;
            int64_t best = 0;
            for (int64_t i = 1; i < at.axis; ++i) {
                const T held = row[best * at.inner], value = row[i * at.inner];
                if (held == held && (isBetter(value, held) || value != value)) best = i;
            }
            if (y.dtype == DType::I64)
                y.as<int64_t>()[o] = best;
            else
                y.as<int32_t>()[o] = static_cast<int32_t>(best);
        }
    });
}

/// dx = dy / n, where n elements of dx share one of dy.
void meanGrad(const ReferenceCall& call) {
    const TensorView &dy = call.inputs[0], &dx = call.outputs[0];
    const double count = static_cast<double>(dx.elements()) / static_cast<double>(std::max<int64_t>(dy.elements(), 1));
    const auto run = [&]<class T>(T) {
        for (int64_t i = 0; i < dx.elements(); ++i)
            dx.as<T>()[i] =
                static_cast<T>(static_cast<double>(dy.as<T>()[broadcastIndex(i, dx.extents, dy.extents)]) / count);
    };
    dx.dtype == DType::F64 ? run(double{}) : run(float{});
}
} // namespace

void registerReduceReference(KernelRegistry& registry);
void registerReduceReference(KernelRegistry& registry) {
    addReference(registry, "sum", [](const ReferenceCall& c) { accumulateNumbers(c, 0, std::plus()); });
    addReference(registry, "prod", [](const ReferenceCall& c) { accumulateNumbers(c, 1, std::multiplies()); });
    addReference(registry, "mean", mean);
    addReference(registry, "mean_grad", meanGrad);
    addReference(registry, "max", largest);
    addReference(registry, "min", smallest);
    addReference(registry, "any", [](const ReferenceCall& c) { truths(c, false); });
    addReference(registry, "all", [](const ReferenceCall& c) { truths(c, true); });
    addReference(registry, "norm", norm);
    addReference(registry, "logsumexp", [](const ReferenceCall& c) {
        c.inputs[0].dtype == DType::F64 ? logSumExp<double>(c) : logSumExp<float>(c);
    });
    addReference(registry, "var", [](const ReferenceCall& c) {
        c.inputs[0].dtype == DType::F64 ? variance<double>(c) : variance<float>(c);
    });
    addReference(registry, "argmax", [](const ReferenceCall& c) { place(c, std::greater()); });
    addReference(registry, "argmin", [](const ReferenceCall& c) { place(c, std::less()); });
}

} // namespace td::kernels
