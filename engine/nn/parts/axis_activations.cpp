#include "engine/nn/catalogues.h"
#include "engine/nn/parts/parameters.h"

/// Activations that look at a whole axis.
namespace td::nn {

void registerAxisActivations(Catalogues& catalogues);

namespace {
graph::Ints axisOf(const Config& config) {
    return {config.integer("axis")};
}

/// The axis counted from 0; nothing, after failing, if x has no such axis.
std::optional<int> placeOf(Expr x, const Config& config) {
    if (!x) return std::nullopt;
    auto axis = normalizedAxis(config.integer("axis"), x.rank());
    if (axis) return *axis;
    x.builder->fail(axis.error());
    return std::nullopt;
}

Expr nothing(Expr x) {
    return x.builder->wrap(graph::ValueId::None);
}

Expr softmax(Expr x, const Config& config) {
    return x.builder->emit("softmax", {x}, {{"axis", config.integer("axis")}});
}

Expr logSoftmax(Expr x, const Config& config) {
    return x.builder->emit("log_softmax", {x}, {{"axis", config.integer("axis")}});
}

/// The first half along the axis times the sigmoid of the second.
Expr glu(Expr x, const Config& config) {
    const auto axis = placeOf(x, config);
    if (!axis) return nothing(x);
    const Dim& size = x.shape()[*axis];
    if (!size.isKnown() || size.value() % 2 != 0) {
        x.builder->fail({ErrorCode::ShapeMismatch, {{"input", toString(x.type())}, {"expected", "an even size"}}});
        return nothing(x);
    }
    const int64_t half = size.value() / 2;
    const auto halves =
        x.builder->emitAll("split", {x}, {{"axis", int64_t{*axis}}, {"sizes", graph::Ints{half, half}}});
    return halves.size() == 2 ? halves[0] * unary("sigmoid", halves[1]) : nothing(x);
}

/// 1, 2, … along the axis, shaped to broadcast against x.
Expr counting(Expr x, int axis) {
    const Dim& size = x.shape()[axis];
    if (size.isKnown()) {
        Shape shape(std::vector<Dim>(static_cast<size_t>(x.rank()), Dim(1)));
        shape[axis] = size;
        const auto last = static_cast<double>(size.value() + 1);
        return reshape(x.builder->emit("range", {}, {{"start", 1.0}, {"stop", last}, {"dtype", x.dtype()}}), shape);
    }
    return x.builder->emit("cumsum", {onesLike(x)}, {{"axis", int64_t{axis}}});
}

/// max(x - tau, 0), with tau from the values that stand out, as Keras computes it: from the sum of their partial sums, so
/// that it is the projection onto the simplex only where one value stands out.
/// Source: Martins and Astudillo, From Softmax to Sparsemax (2016), for the true projection.
Expr sparsemax(Expr x, const Config& config) {
    const auto axis = placeOf(x, config);
    if (!axis) return nothing(x);
    const graph::Ints axes = axisOf(config);
    const int64_t along = *axis;
    const Expr sorted = x.builder->emit("sort", {x}, {{"axis", along}, {"descending", true}});
    const Expr sums = x.builder->emit("cumsum", {sorted}, {{"axis", along}});
    const Expr zero = x.builder->scalar(0, x.dtype());
    if (!sums) return sums;
    const Expr isIn = binary("greater", sorted - (sums - 1.0) / counting(sorted, *axis), zero);
    const Expr count = sum(cast(isIn, x.dtype()), axes, true);
    const Expr tau = (sum(select(isIn, sums, zero), axes, true) - 1.0) / count;
    return binary("maximum", x - tau, zero);
}

void add(Catalogues& catalogues, std::string name, std::string about, Expr (*call)(Expr, const Config&)) {
    ActivationDef def;
    def.className = std::move(name);
    def.about = std::move(about);
    def.parameters = {intParameter("axis", -1, "the axis it looks along; negative ones count from the end")};
    def.call = call;
    catalogues.activations.add(std::move(def));
}
} // namespace

void registerAxisActivations(Catalogues& catalogues) {
    add(catalogues, "softmax", "exp(x) / sum(exp(x)): positive, sums to 1 along the axis.", softmax);
    add(catalogues, "log_softmax", "log(softmax(x)).", logSoftmax);
    add(catalogues, "sparsemax", "max(x - tau, 0): like softmax, with exact zeros.", sparsemax);
    add(catalogues, "glu", "The first half along the axis times the sigmoid of the second.", glu);
}

} // namespace td::nn
