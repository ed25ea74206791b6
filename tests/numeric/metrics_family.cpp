// Metrics: the running result after each batch, and what is kept at the end. One graph for batches of any size.
#include "engine/graph/op_registry.h"
#include "engine/train/catalogues.h"
#include "tests/numeric/families.h"
#include "tests/numeric/steps.h"

namespace td::fixtures {

using graph::Builder;
using graph::Expr;

namespace {
Result<std::map<std::string, Tensor>> readFeeds(const Json& inputs) {
    std::map<std::string, Tensor> feeds;
    for (const Json& input : inputs) {
        auto tensor = readTensor(input);
        if (!tensor) return failure(tensor.error());
        feeds[input["arg"].get<std::string>()] = std::move(*tensor);
    }
    return feeds;
}

Expr inputOf(Builder& builder, const std::map<std::string, Tensor>& feeds, const std::string& name) {
    const auto found = feeds.find(name);
    return found == feeds.end() ? Expr{&builder} : builder.input(name, batchType(found->second));
}

Result<train::EmittedMetric> write(Builder& builder, const train::Metric& metric,
                                   const std::map<std::string, Tensor>& feeds) {
    const Expr target = inputOf(builder, feeds, metric.def->takesValues ? "values" : "y_true");
    const Expr prediction = inputOf(builder, feeds, "y_pred");
    return train::emitMetric(builder, metric, "metric/", target, prediction, inputOf(builder, feeds, "sample_weight"));
}

std::string compareStates(const Steps& steps, const train::EmittedMetric& emitted, const Json& expected) {
    if (expected.size() != emitted.variables.size())
        return std::to_string(emitted.variables.size()) + " states, expected " + std::to_string(expected.size());
    for (size_t i = 0; i < expected.size(); ++i) {
        if (expected[i]["name"] != emitted.states[i].name)
            return "state " + emitted.states[i].name + ", expected " + expected[i]["name"].get<std::string>();
        auto tensor = readTensor(expected[i]);
        auto found = steps.variable(emitted.variables[i]);
        if (!tensor || !found) return "state " + emitted.states[i].name + " cannot be read";
        if (auto text = difference(emitted.variables[i], *found, *tensor); !text.empty()) return text;
    }
    return {};
}

std::string runUpdates(const Json& test, const train::Metric& metric) {
    graph::Graph graph(graph::builtinOps());
    Builder builder(graph);
    auto first = readFeeds(test["updates"][0]["inputs"]);
    if (!first) return describe(first.error());
    auto emitted = write(builder, metric, *first);
    if (!emitted) return describe(emitted.error());
    graph.addOutput("result", emitted->result.id);
    auto steps = Steps::create(std::move(graph));
    if (!steps) return describe(steps.error());
    int number = 0;
    for (const Json& update : test["updates"]) {
        auto feeds = readFeeds(update["inputs"]);
        if (!feeds) return describe(feeds.error());
        auto outputs = steps->run(*feeds);
        if (!outputs) return describe(outputs.error());
        auto expected = readTensor(update["result"]);
        if (!expected) return describe(expected.error());
        if (auto text = difference("result " + std::to_string(number++), outputs->at(0), *expected); !text.empty())
            return text;
    }
    return compareStates(*steps, *emitted, test["state"]);
}

Outcome runMetric(const Json& test) {
    auto metric = train::builtins().metrics.create(test["class"].get<std::string>(), test["config"]);
    if (!metric) return failed(describe(metric.error()));
    const auto text = runUpdates(test, *metric);
    return text.empty() ? passed() : failed(text);
}
} // namespace

void registerMetricFixtures(Runners& runners) {
    runners["metric"] = runMetric;
}

} // namespace td::fixtures
