// Losses: reduced values and gradients for predictions, targets, weights and masks of a batch whose size the graph does not know.
#include "engine/graph/gradient.h"
#include "engine/graph/op_registry.h"
#include "engine/train/catalogues.h"
#include "tests/numeric/families.h"
#include "tests/numeric/steps.h"

namespace td::fixtures {

using graph::Builder;
using graph::Expr;

namespace {
struct Fed {
    std::map<std::string, Expr> inputs;
    std::map<std::string, Tensor> feeds;

    [[nodiscard]] Expr operator[](const std::string& name) const {
        const auto found = inputs.find(name);
        return found == inputs.end() ? Expr{} : found->second;
    }
};

Result<Fed> readInputs(Builder& builder, const Json& inputs) {
    Fed fed;
    for (const Json& input : inputs) {
        auto tensor = readTensor(input);
        if (!tensor) return failure(tensor.error());
        const auto name = input["arg"].get<std::string>();
        fed.inputs[name] = builder.input(name, batchType(*tensor));
        fed.feeds[name] = std::move(*tensor);
    }
    return fed;
}

std::string compareOutputs(graph::Graph graph, const Fed& fed, const Json& value, const Json& gradient) {
    auto steps = Steps::create(std::move(graph));
    if (!steps) return describe(steps.error());
    auto outputs = steps->run(fed.feeds);
    if (!outputs) return describe(outputs.error());
    auto expected = readTensor(value);
    if (!expected) return describe(expected.error());
    if (auto text = difference("value", outputs->at(0), *expected); !text.empty()) return text;
    auto slope = readTensor(gradient);
    if (!slope) return describe(slope.error());
    return difference("gradient", outputs->at(1), *slope, {1e-5, true, 1e-2});
}

Outcome runLoss(const Json& test) {
    auto loss = train::builtins().losses.create(test["class"].get<std::string>(), test["config"]);
    if (!loss) return failed(describe(loss.error()));
    graph::Graph graph(graph::builtinOps());
    Builder builder(graph);
    auto fed = readInputs(builder, test["inputs"]);
    if (!fed) return failed(describe(fed.error()));
    const Expr prediction = (*fed)["y_pred"];
    const Expr value =
        train::emitLoss(builder, *loss, (*fed)["y_true"], prediction, (*fed)["sample_weight"], (*fed)["y_pred_mask"]);
    auto cotangent = readTensor(test["grads"]["cotangent"][0]);
    if (!cotangent) return failed(describe(cotangent.error()));
    if (builder.error()) return failed(describe(*builder.error()));
    const Expr seed = builder.input("cotangent", value.type());
    fed->feeds["cotangent"] = *cotangent;
    const Expr with[] = {prediction};
    const Expr gradient = graph::gradients(builder, value, with, seed).front();
    if (builder.error()) return failed(describe(*builder.error()));
    if (!gradient) return failed("no gradient");
    graph.addOutput("value", value.id);
    graph.addOutput("gradient", gradient.id);
    const auto text =
        compareOutputs(std::move(graph), *fed, test["calls"][0]["outputs"][0], test["grads"]["inputs"][1]);
    return text.empty() ? passed() : failed(text);
}
} // namespace

void registerLossFixtures(Runners& runners) {
    runners["loss"] = runLoss;
}

} // namespace td::fixtures
