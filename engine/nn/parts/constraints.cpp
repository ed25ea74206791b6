#include "engine/nn/catalogues.h"
#include "engine/nn/parts/parameters.h"

namespace td::nn {

void registerConstraints(Catalogues& catalogues);

namespace {
constexpr double kEpsilon = 1e-7;

graph::Ints axesOf(const Config& config) {
    const Json& axis = config.json("axis");
    return axis.is_array() ? config.sizes("axis") : graph::Ints{config.integer("axis")};
}

Expr normsOf(Expr weight, const Config& config) {
    return unary("sqrt", sum(unary("square", weight), axesOf(config), true));
}

Expr clipped(Expr x, double least, double most) {
    return x.builder->emit("clip", {x}, {{"min", least}, {"max", most}});
}

Expr maxNorm(Expr weight, const Config& config) {
    const Expr norms = normsOf(weight, config);
    return weight * (clipped(norms, 0, config.real("max_value")) / (kEpsilon + norms));
}

Expr minMaxNorm(Expr weight, const Config& config) {
    const double rate = config.real("rate");
    const Expr norms = normsOf(weight, config);
    const Expr desired = rate * clipped(norms, config.real("min_value"), config.real("max_value")) + (1 - rate) * norms;
    return weight * (desired / (kEpsilon + norms));
}

Expr unitNorm(Expr weight, const Config& config) {
    return weight / (kEpsilon + normsOf(weight, config));
}

Expr nonNegative(Expr weight, const Config&) {
    return unary("relu", weight);
}

Parameter axisParameter() {
    return jsonParameter("axis", 0, "the axis (or a list of axes) that a norm is taken over");
}

void add(Catalogues& catalogues, ConstraintDef def) {
    catalogues.constraints.add(std::move(def));
}
} // namespace

void registerConstraints(Catalogues& catalogues) {
    add(catalogues, {{"MaxNorm",
                      {},
                      "w min(norm, max_value) / (1e-7 + norm).",
                      {realParameter("max_value", 2.0, "largest norm"), axisParameter()}},
                     maxNorm});
    add(catalogues,
        {{"MinMaxNorm",
          {},
          "w d / (1e-7 + norm), with d = rate clip(norm) + (1 - rate) norm.",
          {realParameter("min_value", 0.0, "smallest norm"), realParameter("max_value", 1.0, "largest norm"),
           realParameter("rate", 1.0, "how much of the way to the limits is gone at each step, 0 to 1"),
           axisParameter()}},
         minMaxNorm});
    add(catalogues, {{"UnitNorm", {}, "w / (1e-7 + norm).", {axisParameter()}}, unitNorm});
    add(catalogues, {{"NonNeg", {}, "Negative values become 0.", {}}, nonNegative});
}

} // namespace td::nn
