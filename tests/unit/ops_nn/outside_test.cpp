#include "engine/graph/gradient.h"
#include "tests/unit/ops_nn/outside_case.h"

#include <cmath>
#include <gtest/gtest.h>

/// Our operations and gradients against TensorFlow's, Keras' and PyTorch's, in double.
namespace td::test {
namespace {

using graph::Expr;

constexpr double kTolerance = 1e-9;

void expectNear(const Tensor& found, const Tensor& expected, const std::string& what) {
    ASSERT_EQ(found.extents(), expected.extents()) << what;
    for (int64_t i = 0; i < found.elements(); ++i)
        EXPECT_NEAR(found.at(i), expected.at(i), kTolerance * std::max(1.0, std::fabs(expected.at(i))))
            << what << ", element " << i;
}

/// The case as a graph: inputs fed, outputs, and their sum weighted by the cotangents.
struct CaseGraph {
    graph::Graph graph{graph::builtinOps()};
    graph::Builder builder{graph};
    Feeds feeds;
    std::vector<Expr> inputs, outputs;
    Expr loss;

    explicit CaseGraph(const OutsideCase& given) {
        for (const OptionalTensor& input : given.inputs) {
            inputs.push_back(input ? builder.input("x" + std::to_string(inputs.size()), input->type())
                                   : builder.wrap(graph::ValueId::None));
            if (input) feeds.insert_or_assign(inputs.back().id, *input);
        }
        outputs = builder.emitAll(given.op, inputs, given.attributes);
        for (size_t i = 0; i < given.cotangents.size() && !builder.error(); ++i) {
            if (!given.cotangents[i]) continue;
            const Expr part = graph::sum(outputs[i] * builder.constant(*given.cotangents[i]));
            loss = loss ? loss + part : part;
        }
    }

    [[nodiscard]] std::vector<Tensor> values(const std::vector<Expr>& wanted) {
        std::vector<graph::ValueId> ids;
        for (const Expr& expr : wanted)
            ids.push_back(expr.id);
        auto found = evaluate(graph, feeds, ids);
        if (found) return *std::move(found);
        ADD_FAILURE() << describe(found.error());
        return {};
    }
};

void expectOutputs(const OutsideCase& given, CaseGraph& made) {
    const auto found = made.values(made.outputs);
    ASSERT_LE(given.outputs.size(), found.size());
    for (size_t i = 0; i < given.outputs.size(); ++i)
        if (given.outputs[i]) expectNear(found[i], *given.outputs[i], given.label + ", output " + std::to_string(i));
}

void expectGradients(const OutsideCase& given, CaseGraph& made) {
    std::vector<Expr> with;
    std::vector<Tensor> expected;
    for (size_t i = 0; i < given.grads.size(); ++i)
        if (given.grads[i]) {
            with.push_back(made.inputs[i]);
            expected.push_back(*given.grads[i]);
        }
    if (with.empty()) return;
    const auto grads = graph::gradients(made.builder, made.loss, with);
    ASSERT_FALSE(made.builder.error()) << given.label << describe(*made.builder.error());
    const auto found = made.values(grads);
    ASSERT_EQ(found.size(), expected.size()) << given.label;
    for (size_t i = 0; i < found.size(); ++i)
        expectNear(found[i], expected[i], given.label + ", gradient " + std::to_string(i));
}

class Outside : public testing::TestWithParam<const char*> {};

TEST_P(Outside, outputsAndGradientsAreTheSame) {
    const OutsideFile file = readOutside(GetParam());
    EXPECT_GE(file.cases.size(), 20u);
    for (const OutsideCase& given : file.cases) {
        CaseGraph made(given);
        ASSERT_FALSE(made.builder.error()) << given.label << ": " << describe(*made.builder.error());
        expectOutputs(given, made);
        expectGradients(given, made);
    }
}

/// (param, states…, gradient, rate[, step]) as the operation takes them.
std::vector<OptionalTensor> stepInputs(const OutsideSteps& given, const std::vector<Tensor>& state, size_t k) {
    std::vector<OptionalTensor> inputs(state.begin(), state.end());
    inputs.emplace_back(given.gradients[k]);
    inputs.emplace_back(Tensor::scalar(DType::F64, given.rate));
    if (graph::builtinOps().find(given.op)->inputs.back().name == "step")
        inputs.emplace_back(Tensor::scalar(DType::I64, static_cast<double>(k + 1)));
    return inputs;
}

TEST_P(Outside, optimizersTakeTheSameSteps) {
    for (const OutsideSteps& given : readOutside(GetParam()).steps) {
        std::vector<Tensor> state{given.param};
        state.insert(state.end(), given.states.begin(), given.states.end());
        for (size_t k = 0; k < given.gradients.size(); ++k) {
            auto next = runOp(given.op, stepInputs(given, state, k), given.attributes);
            ASSERT_TRUE(next) << given.label << ": " << describe(next.error());
            state = *std::move(next);
            expectNear(state[0], given.after[k], given.label + ", step " + std::to_string(k + 1));
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Files, Outside, testing::Values("tensorflow.json", "torch.json"), [](const auto& file) {
    return std::string(file.param).substr(0, std::string(file.param).find('.'));
});

} // namespace
} // namespace td::test
