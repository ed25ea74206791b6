#include "engine/train/gradient_shaping.h"

#include "engine/train/expressions.h"

namespace td::train {

namespace {
bool isOn(const Config& config, const char* name) {
    return !config.isNull(name) && config.real(name) > 0;
}

Expr normOf(const std::vector<Expr>& gradients) {
    return gradients.front().builder->emit("global_norm", gradients);
}

Expr byNorm(Expr gradient, double bound) {
    return gradient * bound / maximum(normOf({gradient}), bound);
}

/// A norm that is not finite makes all gradients NaN, so that it is not overlooked.
void byGlobalNorm(std::vector<Expr>& gradients, double bound) {
    std::vector<Expr> present;
    for (const Expr& gradient : gradients)
        if (gradient) present.push_back(gradient);
    if (present.empty()) return;
    const Expr norm = normOf(present);
    const Expr scale = minimum(unary("reciprocal", norm), 1 / bound) * bound + (norm - norm);
    for (Expr& gradient : gradients)
        if (gradient) gradient = gradient * scale;
}
} // namespace

void clipGradients(const Config& config, std::vector<Expr>& gradients) {
    if (isOn(config, "clipnorm")) {
        for (Expr& gradient : gradients)
            if (gradient) gradient = byNorm(gradient, config.real("clipnorm"));
    } else if (isOn(config, "global_clipnorm")) {
        byGlobalNorm(gradients, config.real("global_clipnorm"));
    } else if (isOn(config, "clipvalue")) {
        const double bound = config.real("clipvalue");
        for (Expr& gradient : gradients)
            if (gradient) gradient = clipped(gradient, -bound, bound);
    }
}

} // namespace td::train
