#include "engine/nn/catalogues.h"
#include "engine/nn/parts/parameters.h"

namespace td::nn {

void registerRegularizers(Catalogues& catalogues);

namespace {
Expr absolute(Expr x, double factor) {
    return factor * sum(unary("abs", x));
}
Expr squared(Expr x, double factor) {
    return factor * sum(unary("square", x));
}

Expr l1(Expr x, const Config& config) {
    return absolute(x, config.real("l1"));
}
Expr l2(Expr x, const Config& config) {
    return squared(x, config.real("l2"));
}

Expr l1l2(Expr x, const Config& config) {
    const double first = config.real("l1"), second = config.real("l2");
    if (second == 0) return absolute(x, first);
    return first == 0 ? squared(x, second) : absolute(x, first) + squared(x, second);
}

/// The mean absolute cosine between different rows (or columns), times the factor.
Expr orthogonal(Expr x, const Config& config) {
    if (!x) return x;
    const bool ofRows = config.text("mode") == "rows";
    if (x.rank() != 2 || !x.shape().isKnown()) {
        x.builder->fail(
            {ErrorCode::ShapeMismatch,
             {{"regularizer", "OrthogonalRegularizer"}, {"weight", toString(x.type())}, {"expected", "a matrix"}}});
        return x.builder->wrap(graph::ValueId::None);
    }
    const int64_t size = x.shape()[ofRows ? 0 : 1].value();
    const Expr squares = sum(unary("square", x), {ofRows ? 1 : 0}, true);
    const Expr unit = x * unary("rsqrt", binary("maximum", squares, x.builder->scalar(1e-24, x.dtype())));
    const Expr product = matmul(unit, unit, !ofRows, ofRows);
    const Expr diagonal =
        x.builder->emit("band_part", {onesLike(product)}, {{"lower", int64_t{0}}, {"upper", int64_t{0}}});
    const double pairs = static_cast<double>(size) * static_cast<double>(size - 1) / 2;
    return config.real("factor") * 0.5 * sum(unary("abs", product * (1.0 - diagonal))) / pairs;
}

void add(Catalogues& catalogues, RegularizerDef def) {
    catalogues.regularizers.add(std::move(def));
}
} // namespace

void registerRegularizers(Catalogues& catalogues) {
    const Parameter first = realParameter("l1", 0.01, "factor of the sum of absolute values");
    const Parameter second = realParameter("l2", 0.01, "factor of the sum of squares");
    add(catalogues, {{"L1", {}, "l1 sum |x|: drives values to exactly zero.", {first}}, l1});
    add(catalogues, {{"L2", {}, "l2 sum x^2: keeps values small.", {second}}, l2});
    add(catalogues, {{"L1L2",
                      {"l1_l2"},
                      "l1 sum |x| + l2 sum x^2.",
                      {realParameter("l1", 0.0, "factor of the sum of absolute values"),
                       realParameter("l2", 0.0, "factor of the sum of squares")}},
                     l1l2});
    add(catalogues, {{"OrthogonalRegularizer",
                      {},
                      "factor times the mean absolute cosine between different rows (or columns) of a matrix.",
                      {realParameter("factor", 0.01, "of the penalty"),
                       textParameter("mode", "rows", {"rows", "columns"}, "what is to become orthogonal")}},
                     orthogonal});
}

} // namespace td::nn
