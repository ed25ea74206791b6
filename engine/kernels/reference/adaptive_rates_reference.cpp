#include "engine/kernels/reference/optimizer_reference.h"

#include <algorithm>

namespace td::kernels {

namespace {
/// (param, v, grad, lr)
void rmsprop(const ReferenceCall& call) {
    RuleCall rule(call);
    Sums &param = rule.in(0), &v = rule.in(1), &grad = rule.in(2);
    rule.each(1, [&](size_t k) {
        mix(v[k], rule.real("rho"), grad[k] * grad[k]);
        param[k] -= rule.scalar(3) * grad[k] / std::sqrt(v[k] + rule.real("epsilon"));
    });
}

/// (param, v, velocity, grad, lr)
void rmspropMomentum(const ReferenceCall& call) {
    RuleCall rule(call);
    Sums &v = rule.in(1), &velocity = rule.in(2), &grad = rule.in(3);
    rule.each(2, [&](size_t k) {
        mix(v[k], rule.real("rho"), grad[k] * grad[k]);
        velocity[k] =
            rule.real("momentum") * velocity[k] + rule.scalar(4) * grad[k] / std::sqrt(v[k] + rule.real("epsilon"));
        rule.in(0)[k] -= velocity[k];
    });
}

/// (param, v, mean, velocity, grad, lr)
void rmspropCentered(const ReferenceCall& call) {
    RuleCall rule(call);
    Sums &v = rule.in(1), &average = rule.in(2), &velocity = rule.in(3), &grad = rule.in(4);
    rule.each(3, [&](size_t k) {
        mix(v[k], rule.real("rho"), grad[k] * grad[k]);
        mix(average[k], rule.real("rho"), grad[k]);
        const double root = std::sqrt(v[k] - average[k] * average[k] + rule.real("epsilon"));
        velocity[k] = rule.real("momentum") * velocity[k] + rule.scalar(5) * grad[k] / root;
        rule.in(0)[k] -= velocity[k];
    });
}

/// (param, acc_grad, acc_delta, grad, lr)
void adadelta(const ReferenceCall& call) {
    RuleCall rule(call);
    Sums &squares = rule.in(1), &deltas = rule.in(2), &grad = rule.in(3);
    const double rho = rule.real("rho"), epsilon = rule.real("epsilon");
    rule.each(2, [&](size_t k) {
        mix(squares[k], rho, grad[k] * grad[k]);
        const double delta = -std::sqrt(deltas[k] + epsilon) * grad[k] / std::sqrt(squares[k] + epsilon);
        mix(deltas[k], rho, delta * delta);
        rule.in(0)[k] += rule.scalar(4) * delta;
    });
}

/// (param, acc, linear, grad, lr)
void ftrl(const ReferenceCall& call) {
    RuleCall rule(call);
    Sums &param = rule.in(0), &total = rule.in(1), &linear = rule.in(2), &grad = rule.in(3);
    const double lr = rule.scalar(4), power = -rule.real("learning_rate_power"), l1 = rule.real("l1");
    rule.each(2, [&](size_t k) {
        const double before = std::pow(total[k], power);
        total[k] += grad[k] * grad[k];
        const double after = std::pow(total[k], power);
        linear[k] += grad[k] + 2 * rule.real("shrinkage") * param[k] - (after - before) / lr * param[k];
        const double divisor = after / lr + 2 * rule.real("l2") + rule.real("beta") / lr;
        param[k] = (std::clamp(linear[k], -l1, l1) - linear[k]) / divisor;
    });
}

double meanRoot(const Sums& x) {
    return normOf(x) / std::sqrt(static_cast<double>(x.size()));
}

double factorDecay(const RuleCall& rule, double t) {
    return 1 - std::pow(t, rule.real("beta_2_decay"));
}

/// Moves param along `direction`, the gradient over its root.
void factorStep(RuleCall& rule, const Sums& direction, double lr, double t) {
    const double rate = std::max(rule.real("epsilon_2"), meanRoot(rule.in(0))) * std::min(lr, 1 / std::sqrt(t));
    const double length = std::max(1.0, meanRoot(direction) / rule.real("clip_threshold"));
    for (size_t k = 0; k < direction.size(); ++k)
        rule.in(0)[k] -= rate * direction[k] / length;
}

/// (param, v, grad, lr, step)
void adafactorFull(const ReferenceCall& call) {
    RuleCall rule(call);
    const double t = rule.step(4), decay = factorDecay(rule, t);
    Sums &v = rule.in(1), &grad = rule.in(2), direction(grad.size());
    for (size_t k = 0; k < grad.size(); ++k) {
        mix(v[k], decay, grad[k] * grad[k] + rule.real("epsilon_1"));
        direction[k] = grad[k] / std::sqrt(v[k]);
    }
    factorStep(rule, direction, rule.scalar(3), t);
    rule.writeStates(1);
}

/// Means of row's last axis, which v = row/mean·column divides by.
Sums rowMeans(const Sums& row, size_t rows) {
    Sums means(row.size() / std::max<size_t>(rows, 1));
    for (size_t i = 0; i < row.size(); ++i)
        means[i / rows] += row[i] / static_cast<double>(rows);
    return means;
}

/// (param, row, column, grad, lr, step): the last two axes are a matrix.
void adafactor(const ReferenceCall& call) {
    RuleCall rule(call);
    const Extents& extents = call.inputs[0].extents;
    const auto columns = static_cast<size_t>(extents.back()), rows = static_cast<size_t>(extents[extents.size() - 2]);
    const double t = rule.step(5), decay = factorDecay(rule, t);
    Sums &row = rule.in(1), &column = rule.in(2), &grad = rule.in(3);
    const auto columnOf = [&](size_t k) { return k / (rows * columns) * columns + k % columns; };
    for (double& r : row)
        r *= decay;
    for (double& c : column)
        c *= decay;
    for (size_t k = 0; k < grad.size(); ++k) {
        const double square = (1 - decay) * (grad[k] * grad[k] + rule.real("epsilon_1"));
        row[k / columns] += square / static_cast<double>(columns);
        column[columnOf(k)] += square / static_cast<double>(rows);
    }
    const Sums means = rowMeans(row, rows);
    Sums direction(grad.size());
    for (size_t k = 0; k < grad.size(); ++k)
        direction[k] = grad[k] / std::sqrt(row[k / columns] / means[k / (rows * columns)] * column[columnOf(k)]);
    factorStep(rule, direction, rule.scalar(4), t);
    rule.writeStates(2);
}
} // namespace

void registerAdaptiveRateReference(KernelRegistry& registry);
void registerAdaptiveRateReference(KernelRegistry& registry) {
    addReference(registry, "rmsprop", rmsprop);
    addReference(registry, "rmsprop_momentum", rmspropMomentum);
    addReference(registry, "rmsprop_centered", rmspropCentered);
    addReference(registry, "adadelta", adadelta);
    addReference(registry, "ftrl", ftrl);
    addReference(registry, "adafactor", adafactor);
    addReference(registry, "adafactor_full", adafactorFull);
}

} // namespace td::kernels
