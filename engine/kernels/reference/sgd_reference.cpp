#include "engine/kernels/reference/optimizer_reference.h"

namespace td::kernels {

namespace {
void sgd(const ReferenceCall& call) {
    RuleCall rule(call);
    Sums &param = rule.in(0), &grad = rule.in(1);
    rule.each(0, [&](size_t k) { param[k] -= rule.scalar(2) * (grad[k] + rule.real("weight_decay") * param[k]); });
}

void sgdMomentum(const ReferenceCall& call) {
    RuleCall rule(call);
    Sums &param = rule.in(0), &velocity = rule.in(1), &grad = rule.in(2);
    const double momentum = rule.real("momentum");
    rule.each(1, [&](size_t k) {
        const double step = rule.scalar(3) * (grad[k] + rule.real("weight_decay") * param[k]);
        velocity[k] = momentum * velocity[k] - step;
        param[k] += rule.flag("nesterov") ? momentum * velocity[k] - step : velocity[k];
    });
}

void adagrad(const ReferenceCall& call) {
    RuleCall rule(call);
    Sums &param = rule.in(0), &total = rule.in(1), &grad = rule.in(2);
    rule.each(1, [&](size_t k) {
        total[k] += grad[k] * grad[k];
        param[k] -= rule.scalar(3) * grad[k] / std::sqrt(total[k] + rule.real("epsilon"));
    });
}

/// The rows at input `at`, or their squares, added up by the indices behind them, for the whole table.
Sums tableGradient(const ReferenceCall& call, size_t at, bool squared = false) {
    const TensorView &table = call.inputs[0], &indices = call.inputs[at + 1];
    Sums rows = doublesOf(call.inputs[at]);
    for (double& value : rows)
        value *= squared ? value : 1;
    Sums grad(static_cast<size_t>(table.elements()));
    const auto width = static_cast<size_t>(elementsOf(std::span(table.extents).subspan(1)));
    for (size_t i = 0; i < static_cast<size_t>(indices.elements()); ++i) {
        int64_t index = indices.dtype == DType::I32 ? indices.as<int32_t>()[i] : indices.as<int64_t>()[i];
        if (index < 0 || index >= table.extents[0]) {
            call.fault.outOfRange(index, table.extents[0]);
            index = 0;
        }
        for (size_t k = 0; k < width && !grad.empty(); ++k)
            grad[static_cast<size_t>(index) * width + k] += rows[i * width + k];
    }
    return grad;
}

void sgdRows(const ReferenceCall& call) {
    const Sums grad = tableGradient(call, 1);
    RuleCall rule(call);
    rule.each(0, [&](size_t k) { rule.in(0)[k] -= rule.scalar(3) * grad[k]; });
}

void adagradRows(const ReferenceCall& call) {
    const Sums grad = tableGradient(call, 2), squares = tableGradient(call, 2, true);
    RuleCall rule(call);
    const bool isEach = rule.flag("square_each_row");
    Sums &param = rule.in(0), &total = rule.in(1);
    rule.each(1, [&](size_t k) {
        total[k] += isEach ? squares[k] : grad[k] * grad[k];
        param[k] -= rule.scalar(4) * grad[k] / std::sqrt(total[k] + rule.real("epsilon"));
    });
}

void ema(const ReferenceCall& call) {
    const Sums param = doublesOf(call.inputs[0]);
    Sums average = doublesOf(call.inputs[1]);
    for (size_t k = 0; k < param.size(); ++k)
        mix(average[k], call.attributes.real("momentum"), param[k]);
    write(average, call.outputs[0]);
}

void globalNorm(const ReferenceCall& call) {
    double total = 0;
    for (const TensorView& x : call.inputs)
        total += std::pow(normOf(doublesOf(x)), 2);
    write({std::sqrt(total)}, call.outputs[0]);
}
} // namespace

void registerSgdReference(KernelRegistry& registry);
void registerSgdReference(KernelRegistry& registry) {
    addReference(registry, "sgd", sgd);
    addReference(registry, "sgd_momentum", sgdMomentum);
    addReference(registry, "adagrad", adagrad);
    addReference(registry, "sgd_rows", sgdRows);
    addReference(registry, "adagrad_rows", adagradRows);
    addReference(registry, "ema", ema);
    addReference(registry, "global_norm", globalNorm);
}

} // namespace td::kernels
