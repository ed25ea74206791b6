#include "tests/support/graph_run.h"

#include "engine/kernels/kernel_registry.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace td::test {

using namespace graph;

namespace {
void draw(const Tensor& into, double low, double high, std::mt19937& random) {
    std::uniform_real_distribution<double> reals(low, high);
    std::uniform_int_distribution<int> integers(0, 3);
    for (int64_t i = 0; i < into.elements(); ++i)
        into.set(i, isFloating(into.dtype()) ? reals(random) : integers(random));
}

double largest(const Tensor& tensor) {
    double found = 1;
    for (int64_t i = 0; i < tensor.elements(); ++i)
        found = std::max(found, std::abs(tensor.at(i)));
    return found;
}

double distance(const Tensor& a, const Tensor& b) {
    if (a.type() != b.type()) return std::numeric_limits<double>::infinity();
    double found = 0;
    for (int64_t i = 0; i < a.elements(); ++i) {
        const double x = a.at(i), y = b.at(i);
        if (std::isnan(x) != std::isnan(y)) return std::numeric_limits<double>::infinity();
        if (x != y && !std::isnan(x)) found = std::max(found, std::abs(x - y));
    }
    return found / largest(a);
}
} // namespace

std::vector<Tensor> drawnFeeds(const Graph& graph, int64_t batch, unsigned seed) {
    std::mt19937 random(seed);
    std::vector<Tensor> feeds;
    for (const ValueId id : graph.inputs()) {
        DimBindings bindings;
        for (const Dim& dim : graph.type(id).shape.dims())
            for (const std::string& symbol : dim.symbols())
                bindings[symbol] = batch;
        feeds.push_back(Tensor::zeros(graph.type(id).dtype, graph.type(id).shape.bound(bindings).extents().value()));
        draw(feeds.back(), -1, 1, random);
    }
    return feeds;
}

Result<Outcome> outcomeOf(const Graph& graph, const std::vector<Pass>& lowering, int64_t batch) {
    runtime::SessionOptions options;
    options.lowering = lowering;
    auto session = runtime::Session::create(graph, options, kernels::builtinKernels());
    if (!session) return failure(session.error());
    std::mt19937 random(2);
    std::vector<std::string> names;
    for (const ValueId id : graph.variables()) {
        names.push_back(graph.value(id).name);
        draw((*session)->variable(names.back()).value(), 0.5, 1.5, random);
    }
    const auto plan = (*session)->run(drawnFeeds(graph, batch));
    if (!plan) return failure(plan.error());
    Outcome outcome;
    for (size_t i = 0; i < graph.outputs().size(); ++i)
        outcome.insert_or_assign("output " + graph.outputs()[i].name, (*session)->output(**plan, i).value());
    for (const std::string& name : names)
        outcome.insert_or_assign("variable " + name, (*session)->variable(name).value().clone());
    return outcome;
}

Worst worstOf(const Outcome& expected, const Outcome& found) {
    Worst worst;
    if (expected.size() != found.size()) return {std::numeric_limits<double>::infinity(), "the number of results"};
    for (const auto& [name, tensor] : expected) {
        const auto place = found.find(name);
        const double by =
            place == found.end() ? std::numeric_limits<double>::infinity() : distance(tensor, place->second);
        if (by > worst.difference) worst = {by, name};
    }
    return worst;
}

} // namespace td::test
