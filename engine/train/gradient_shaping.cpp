#include "engine/train/gradient_shaping.h"

#include "engine/train/expressions.h"
#include "engine/train/row_gradient.h"

namespace td::train {

namespace {
bool isOn(const Config& config, const char* name) {
    return !config.isNull(name) && config.real(name) > 0;
}

Expr normOf(const std::vector<Expr>& gradients) {
    std::vector<Expr> parts;
    for (const Expr& gradient : gradients) {
        const RowGradient rows = RowGradient::behind(gradient);
        const std::vector<Expr> those = rows ? rows.rows() : std::vector<Expr>{gradient};
        parts.insert(parts.end(), those.begin(), those.end());
    }
    return gradients.front().builder->emit("global_norm", parts);
}

Expr byValue(Expr gradient, double bound) {
    const RowGradient rows = RowGradient::behind(gradient);
    if (rows) return rows.sumOf([&](Expr row) { return clipped(row, -bound, bound); });
    return clipped(gradient, -bound, bound);
}

Expr byNorm(Expr gradient, double bound) {
    return gradient * bound / maximum(normOf({gradient}), bound);
}

/// A norm that is not finite makes all gradients NaN, so that it is not overlooked. Keras sums rows here, after their
/// norm was taken; so that `RowGradient` does not see through it either, the scalar comes first.
void byGlobalNorm(std::vector<Expr>& gradients, double bound) {
    std::vector<Expr> present;
    for (const Expr& gradient : gradients)
        if (gradient) present.push_back(gradient);
    if (present.empty()) return;
    const Expr norm = normOf(present);
    const Expr scale = minimum(unary("reciprocal", norm), 1 / bound) * bound + (norm - norm);
    for (Expr& gradient : gradients)
        if (gradient) gradient = scale * gradient;
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
            if (gradient) gradient = byValue(gradient, bound);
    }
}

} // namespace td::train
