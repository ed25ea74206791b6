#include "tests/support/gradient_check.h"

#include "engine/base/error.h"

#include <algorithm>
#include <cmath>

namespace td::test {

using graph::Expr;
using graph::Graph;
using graph::ValueId;

Expr weightedSum(Expr x) {
    Tensor weights = Tensor::zeros(DType::F64, x.shape().extents().value());
    for (int64_t i = 0; i < weights.elements(); ++i)
        weights.set(i, 0.3 + std::sin(1.7 * static_cast<double>(i) + 1));
    return graph::sum(x * x.builder->constant(weights));
}

namespace {
/// The scalar at the feeds with one element moved.
double valueAt(const Graph& graph, Feeds feeds, ValueId of, ValueId moved, int64_t element, double by) {
    Tensor tensor = feeds.at(moved).clone();
    tensor.set(element, tensor.at(element) + by);
    feeds.insert_or_assign(moved, tensor);
    const auto value = evaluate(graph, feeds, std::span(&of, 1));
    return value ? value->front().at(0) : std::nan("");
}

std::string problemOf(const Graph& graph, const Feeds& feeds, ValueId of, ValueId with, const Tensor& slope,
                      double tolerance) {
    const Tensor at = feeds.at(with);
    if (slope.extents() != at.extents())
        return "gradient of shape " + toString(slope.extents()) + " for " + toString(at.extents());
    for (int64_t i = 0; i < at.elements(); ++i) {
        const double step = 1e-5 * std::max(1.0, std::fabs(at.at(i)));
        const double numeric =
            (valueAt(graph, feeds, of, with, i, step) - valueAt(graph, feeds, of, with, i, -step)) / (2 * step);
        const double own = slope.at(i);
        if (!(std::fabs(own - numeric) <= tolerance * std::max({1.0, std::fabs(own), std::fabs(numeric)})))
            return "element " + std::to_string(i) + " (value " + std::to_string(at.at(i)) + "): gradient " +
                   std::to_string(own) + ", differences " + std::to_string(numeric);
    }
    return {};
}
} // namespace

std::string differenceProblem(const Graph& graph, const Feeds& feeds, Expr of, std::span<const Expr> with,
                              std::span<const Expr> slopes, double tolerance) {
    for (size_t i = 0; i < with.size(); ++i) {
        Tensor slope = Tensor::zeros(DType::F64, feeds.at(with[i].id).extents());
        if (slopes[i]) {
            const auto found = evaluate(graph, feeds, std::span(&slopes[i].id, 1));
            if (!found) return describe(found.error());
            slope = found->front();
        }
        const std::string problem = problemOf(graph, feeds, of.id, with[i].id, slope, tolerance);
        if (!problem.empty()) return "input " + std::to_string(i) + ", " + problem;
    }
    return {};
}

} // namespace td::test
