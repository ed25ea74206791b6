#include "engine/kernels/reference/reals.h"

#include <algorithm>
#include <cmath>

namespace td::kernels {

namespace {
/// Probabilities (rows, classes) of logits, and the logsumexp of each row.
struct Softmax {
    Sums probabilities, lse;
    size_t classes = 1;
};

Softmax softmaxOf(const TensorView& logits) {
    Softmax result{doublesOf(logits), {}, static_cast<size_t>(logits.extents.back())};
    Sums& p = result.probabilities;
    for (size_t row = 0; row < p.size(); row += result.classes) {
        const double top = *std::max_element(p.begin() + static_cast<std::ptrdiff_t>(row),
                                             p.begin() + static_cast<std::ptrdiff_t>(row + result.classes));
        double total = 0;
        for (size_t c = row; c < row + result.classes; ++c)
            total += std::exp(p[c] - top);
        const double lse = result.lse.emplace_back(top + std::log(total));
        for (size_t c = row; c < row + result.classes; ++c)
            p[c] = std::exp(p[c] - lse);
    }
    return result;
}

/// The label of a row; one that is no class is reported and counts as 0.
size_t labelOf(const ReferenceCall& call, const TensorView& labels, size_t row, size_t classes) {
    const int64_t label = labels.dtype == DType::I32 ? labels.as<int32_t>()[row] : labels.as<int64_t>()[row];
    if (label >= 0 && label < static_cast<int64_t>(classes)) return static_cast<size_t>(label);
    call.fault.outOfRange(label, static_cast<int64_t>(classes));
    return 0;
}

void softmaxCrossEntropy(const ReferenceCall& call) {
    const Sums logits = doublesOf(call.inputs[0]);
    const Softmax softmax = softmaxOf(call.inputs[0]);
    Sums loss(softmax.lse);
    for (size_t row = 0; row < loss.size(); ++row)
        loss[row] -= logits[row * softmax.classes + labelOf(call, call.inputs[1], row, softmax.classes)];
    write(loss, call.outputs[0]);
    write(softmax.probabilities, call.outputs[1]);
}

void softmaxCrossEntropyGrad(const ReferenceCall& call) {
    const Sums dloss = doublesOf(call.inputs[0]);
    Sums dx = doublesOf(call.inputs[1]);
    const auto classes = static_cast<size_t>(call.inputs[1].extents.back());
    for (size_t row = 0; row < dloss.size() && classes > 0; ++row) {
        dx[row * classes + labelOf(call, call.inputs[2], row, classes)] -= 1;
        for (size_t c = 0; c < classes; ++c)
            dx[row * classes + c] *= dloss[row];
    }
    write(dx, call.outputs[0]);
}

void softmaxCrossEntropyDense(const ReferenceCall& call) {
    const Sums logits = doublesOf(call.inputs[0]), targets = doublesOf(call.inputs[1]);
    const Softmax softmax = softmaxOf(call.inputs[0]);
    Sums loss(softmax.lse.size());
    for (size_t i = 0; i < logits.size(); ++i)
        loss[i / softmax.classes] += targets[i] * (softmax.lse[i / softmax.classes] - logits[i]);
    write(loss, call.outputs[0]);
    write(softmax.probabilities, call.outputs[1]);
}

void sigmoidCrossEntropy(const ReferenceCall& call) {
    const Sums x = doublesOf(call.inputs[0]), t = doublesOf(call.inputs[1]);
    const TensorView& y = call.outputs[0];
    Sums loss(static_cast<size_t>(y.elements()));
    for (int64_t i = 0; i < y.elements(); ++i) {
        const double logit = x[static_cast<size_t>(broadcastIndex(i, y.extents, call.inputs[0].extents))];
        const double target = t[static_cast<size_t>(broadcastIndex(i, y.extents, call.inputs[1].extents))];
        loss[static_cast<size_t>(i)] = std::max(logit, 0.0) - logit * target + std::log1p(std::exp(-std::fabs(logit)));
    }
    write(loss, y);
}
} // namespace

void registerLossReference(KernelRegistry& registry);
void registerLossReference(KernelRegistry& registry) {
    addReference(registry, "softmax_cross_entropy", softmaxCrossEntropy);
    addReference(registry, "softmax_cross_entropy_grad", softmaxCrossEntropyGrad);
    addReference(registry, "softmax_cross_entropy_dense", softmaxCrossEntropyDense);
    addReference(registry, "sigmoid_cross_entropy", sigmoidCrossEntropy);
}

} // namespace td::kernels
