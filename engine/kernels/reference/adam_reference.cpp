#include "engine/kernels/reference/optimizer_reference.h"

#include <algorithm>

namespace td::kernels {

namespace {
/// 1 − beta^t, of beta in param's type: 1 − 0.999f is not 0.001f.
double correction(const RuleCall& rule, const char* beta, double t) {
    return 1 - std::pow(rule.inType(rule.real(beta)), t);
}

/// Moves m and v on and calls `move(k)` for each element; inputs are param, m, v, … and grad at `grad`.
template <class F>
void withMoments(RuleCall& rule, size_t grad, size_t states, F move) {
    rule.each(states, [&](size_t k) {
        const double g = rule.in(grad)[k];
        mix(rule.in(1)[k], rule.real("beta_1"), g);
        mix(rule.in(2)[k], rule.real("beta_2"), g * g);
        move(k);
    });
}

double foldedRate(const RuleCall& rule, double lr, double t) {
    return lr * std::sqrt(correction(rule, "beta_2", t)) / correction(rule, "beta_1", t);
}

void adam(const ReferenceCall& call) {
    RuleCall rule(call);
    const double rate = foldedRate(rule, rule.scalar(4), rule.step(5)), epsilon = rule.real("epsilon");
    const double kept = 1 - rule.scalar(4) * rule.real("weight_decay");
    withMoments(rule, 3, 2, [&](size_t k) {
        rule.in(0)[k] = rule.in(0)[k] * kept - rate * rule.in(1)[k] / (std::sqrt(rule.in(2)[k]) + epsilon);
    });
}

void adamMax(const ReferenceCall& call) {
    RuleCall rule(call);
    const double rate = foldedRate(rule, rule.scalar(5), rule.step(6)), epsilon = rule.real("epsilon");
    withMoments(rule, 4, 3, [&](size_t k) {
        rule.in(3)[k] = std::max(rule.in(3)[k], rule.in(2)[k]);
        rule.in(0)[k] -= rate * rule.in(1)[k] / (std::sqrt(rule.in(3)[k]) + epsilon);
    });
}

void adamax(const ReferenceCall& call) {
    RuleCall rule(call);
    const double rate = rule.scalar(4) / correction(rule, "beta_1", rule.step(5));
    Sums &param = rule.in(0), &m = rule.in(1), &u = rule.in(2), &grad = rule.in(3);
    rule.each(2, [&](size_t k) {
        mix(m[k], rule.real("beta_1"), grad[k]);
        u[k] = std::max(rule.real("beta_2") * u[k], std::fabs(grad[k]));
        param[k] -= rate * m[k] / (u[k] + rule.real("epsilon"));
    });
}

/// (param, m, v, product, grad, lr, step)
void nadam(const ReferenceCall& call) {
    RuleCall rule(call);
    const double t = rule.step(6), lr = rule.scalar(5), root = correction(rule, "beta_2", t);
    const auto momentum = [&](double at) { return rule.real("beta_1") * (1 - 0.5 * std::pow(0.96, at)); };
    const double now = momentum(t), next = momentum(t + 1), product = rule.in(3).front() *= now;
    withMoments(rule, 4, 3, [&](size_t k) {
        const double ahead = next * rule.in(1)[k] / (1 - product * next) + (1 - now) * rule.in(4)[k] / (1 - product);
        rule.in(0)[k] -= lr * ahead / (std::sqrt(rule.in(2)[k] / root) + rule.real("epsilon"));
    });
}

void lion(const ReferenceCall& call) {
    RuleCall rule(call);
    Sums &param = rule.in(0), &m = rule.in(1), &grad = rule.in(2);
    rule.each(1, [&](size_t k) {
        double direction = m[k];
        mix(direction, rule.real("beta_1"), grad[k]);
        param[k] -= rule.scalar(3) * static_cast<double>((direction > 0) - (direction < 0));
        mix(m[k], rule.real("beta_2"), grad[k]);
    });
}

void lamb(const ReferenceCall& call) {
    RuleCall rule(call);
    const double t = rule.step(5), first = correction(rule, "beta_1", t), second = correction(rule, "beta_2", t);
    Sums move(rule.in(0).size());
    withMoments(rule, 3, 2, [&](size_t k) {
        move[k] = rule.in(1)[k] / first / (std::sqrt(rule.in(2)[k] / second) + rule.real("epsilon"));
    });
    const double weight = normOf(rule.in(0)), length = normOf(move);
    const double rate = rule.scalar(4) * (weight > 0 && length > 0 ? weight / length : 1);
    rule.each(2, [&](size_t k) { rule.in(0)[k] -= rate * move[k]; });
}
} // namespace

void registerAdamReference(KernelRegistry& registry);
void registerAdamReference(KernelRegistry& registry) {
    addReference(registry, "adam", adam);
    addReference(registry, "adam_amsgrad", adamMax);
    addReference(registry, "adamax", adamax);
    addReference(registry, "nadam", nadam);
    addReference(registry, "lion", lion);
    addReference(registry, "lamb", lamb);
}

} // namespace td::kernels
