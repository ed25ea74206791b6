#include "engine/kernels/reference/reals.h"

#include <algorithm>
#include <cmath>

namespace td::kernels {

namespace {
/// Calls `line(first index, stride, length)` for each line of elements along the attribute `axis`.
template <class F>
void eachLine(const ReferenceCall& call, F line) {
    const AxisView view = around(call.inputs[0].extents, call.attributes.integer("axis"));
    for (int64_t outer = 0; outer < view.outer; ++outer)
        for (int64_t inner = 0; inner < view.inner; ++inner)
            line(static_cast<size_t>(outer * view.axis * view.inner + inner), static_cast<size_t>(view.inner),
                 static_cast<size_t>(view.axis));
}

/// log(sum(exp(x))) of one line.
double logSumOf(const Sums& x, size_t first, size_t stride, size_t length) {
    double top = -INFINITY, total = 0;
    for (size_t i = 0; i < length; ++i)
        top = std::max(top, x[first + i * stride]);
    for (size_t i = 0; i < length; ++i)
        total += std::exp(x[first + i * stride] - top);
    return top + std::log(total);
}

Sums logProbabilities(const ReferenceCall& call) {
    const Sums x = doublesOf(call.inputs[0]);
    Sums y(x.size());
    eachLine(call, [&](size_t first, size_t stride, size_t length) {
        const double lse = logSumOf(x, first, stride, length);
        for (size_t i = 0; i < length; ++i)
            y[first + i * stride] = x[first + i * stride] - lse;
    });
    return y;
}

void logSoftmax(const ReferenceCall& call) {
    write(logProbabilities(call), call.outputs[0]);
}

void softmax(const ReferenceCall& call) {
    Sums y = logProbabilities(call);
    for (double& value : y)
        value = std::exp(value);
    write(y, call.outputs[0]);
}

void softmaxGrad(const ReferenceCall& call) {
    const Sums dy = doublesOf(call.inputs[0]), y = doublesOf(call.inputs[1]);
    Sums dx(y.size());
    eachLine(call, [&](size_t first, size_t stride, size_t length) {
        double along = 0;
        for (size_t i = 0; i < length; ++i)
            along += dy[first + i * stride] * y[first + i * stride];
        for (size_t i = 0; i < length; ++i)
            dx[first + i * stride] = y[first + i * stride] * (dy[first + i * stride] - along);
    });
    write(dx, call.outputs[0]);
}

void lrn(const ReferenceCall& call) {
    const Sums x = doublesOf(call.inputs[0]);
    Sums y(x.size());
    const int64_t channels = call.inputs[0].extents.back(), radius = call.attributes.integer("depth_radius");
    for (int64_t i = 0; i < static_cast<int64_t>(x.size()); ++i) {
        const int64_t c = i % channels;
        double squares = 0;
        for (int64_t k = std::max<int64_t>(c - radius, 0); k <= std::min(c + radius, channels - 1); ++k)
            squares += std::pow(x[static_cast<size_t>(i - c + k)], 2);
        const double base = call.attributes.real("bias") + call.attributes.real("alpha") * squares;
        y[static_cast<size_t>(i)] = x[static_cast<size_t>(i)] / std::pow(base, call.attributes.real("beta"));
    }
    write(y, call.outputs[0]);
}
} // namespace

void registerSoftmaxReference(KernelRegistry& registry);
void registerSoftmaxReference(KernelRegistry& registry) {
    addReference(registry, "softmax", softmax);
    addReference(registry, "log_softmax", logSoftmax);
    addReference(registry, "softmax_grad", softmaxGrad);
    addReference(registry, "lrn", lrn);
}

} // namespace td::kernels
