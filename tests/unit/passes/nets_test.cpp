#include "engine/graph/passes/pass.h"
#include "engine/kernels/kernel_registry.h"
#include "engine/runtime/shape_binding.h"
#include "tests/support/net_session.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

/// The seven nets with and without passes: one training step leaves the same state, inference gives the same logits.
namespace td::test {
namespace {

using runtime::Session;

class Nets : public testing::TestWithParam<std::string> {
protected:
    /// Batch normalization over few values and Adam's division by small gradients make rounding larger.
    [[nodiscard]] double tolerance() const { return hasBatchNorm() ? 2e-4 : 2e-5; }
    [[nodiscard]] bool hasBatchNorm() const { return GetParam() == "resnet18_32" || GetParam() == "mobilenetv2"; }

    struct State {
        float loss = 0;
        Outcome variables;
    };

    Result<State> afterOneStep(Rewriting rewriting, const std::vector<graph::Pass>& lowering = {}) {
        runtime::SessionOptions options;
        options.lowering = lowering;
        auto session = trainingSession(GetParam(), rewriting, options);
        if (!session) return failure(session.error());
        const Outcome before = variablesOf(**session);
        const auto loss = losses(**session, GetParam(), 2, 1, 1);
        if (!loss) return failure(loss.error());
        State after{loss->front(), variablesOf(**session)};
        EXPECT_GT(worstOf(before, after.variables).difference, 0) << "a step changes something";
        return after;
    }

    static bool isDividedByItsGradient(const std::string& name, const Outcome& state) {
        return state.contains(name + "/m");
    }

    /// Under Adam a first step is the rate times the gradient's sign: where the gradient is rounding, so is the sign.
    static void dropUnsureSigns(Outcome& expected, Outcome& found) {
        for (auto& [name, tensor] : expected) {
            if (!isDividedByItsGradient(name, expected)) continue;
            const auto moments = expected.at(name + "/m").as<float>();
            float largest = 0;
            for (const float moment : moments)
                largest = std::max(largest, std::abs(moment));
            for (size_t i = 0; i < moments.size(); ++i)
                if (std::abs(moments[i]) < 1e-3f * largest + 1e-9f)
                    tensor.as<float>()[i] = found.at(name).as<float>()[i] = 0;
        }
    }

    void expectSame(const Result<State>& expected, Result<State> found, double within) {
        ASSERT_TRUE(expected) << describe(expected.error());
        ASSERT_TRUE(found) << describe(found.error());
        EXPECT_NEAR(found->loss, expected->loss, 1e-4 * std::max(1.f, std::abs(expected->loss)));
        Outcome left;
        for (const auto& [name, tensor] : expected->variables)
            left.insert_or_assign(name, tensor.clone());
        dropUnsureSigns(left, found->variables);
        const Worst worst = worstOf(left, found->variables);
        EXPECT_LE(worst.difference, within) << worst.name;
        RecordProperty("worst", std::to_string(worst.difference) + " in " + worst.name);
    }
};

TEST_P(Nets, aTrainingStepIsTheSameWithAllPasses) {
    expectSame(afterOneStep(Rewriting::None), afterOneStep(Rewriting::Full), tolerance());
}

TEST_P(Nets, aTrainingStepIsTheSameWithEachPassAlone) {
    const auto expected = afterOneStep(Rewriting::None);
    ASSERT_TRUE(expected) << describe(expected.error());
    for (const graph::Pass& pass : graph::allPasses()) {
        SCOPED_TRACE(pass.name);
        const bool isForFinishedGraphs = pass.name != "dense" && pass.name != "conv" && pass.name != "batch-norm";
        if (!isForFinishedGraphs) continue; // they come before the gradients, as above
        expectSame(expected, afterOneStep(Rewriting::None, {pass}), tolerance());
    }
}

TEST_P(Nets, inferenceIsTheSameWithAllPasses) {
    Outcome results[2];
    for (const bool isRewritten : {false, true}) {
        auto net = bench::buildNet(GetParam(), bench::Purpose::Inference);
        ASSERT_TRUE(net) << describe(net.error());
        runtime::SessionOptions options;
        options.isFrozen = isRewritten;
        if (isRewritten) options.lowering = graph::inferencePasses();
        auto session = Session::create(net->graph, options, kernels::builtinKernels());
        ASSERT_TRUE(session) << describe(session.error());
        uint64_t seed = 1;
        for (const bench::InitialValue& how : net->initial)
            fillInitial(how, (*session)->variable(how.variable).value(), seed++);
        const auto plan = (*session)->run(drawBatch(GetParam(), bench::Purpose::Inference, 2, 1));
        ASSERT_TRUE(plan) << describe(plan.error());
        results[isRewritten].insert_or_assign("logits", (*session)->output(**plan, 0).value());
    }
    EXPECT_LE(worstOf(results[0], results[1]).difference, 2e-5);
}

/// How often a pass changes one of the nets: each written for inference and for training, as it is and with the passes that
/// come before.
size_t changesBy(const graph::Pass& pass) {
    size_t changes = 0;
    const auto apply = [&](graph::Graph graph, bench::Purpose purpose, const std::string& name,
                           std::vector<graph::Pass> before) {
        std::vector<Extents> extents;
        for (const Tensor& feed : drawBatch(name, purpose, 2, 1))
            extents.push_back(feed.extents());
        before.insert(before.begin(), runtime::bindShapes(extents));
        EXPECT_TRUE(runPasses(graph, before));
        const auto count = [&](std::string_view changed, const graph::Graph&) { changes += changed == pass.name; };
        EXPECT_TRUE(runPasses(graph, std::span(&pass, 1), count));
    };
    const auto upTo = [&](std::vector<graph::Pass> passes) {
        const auto own = std::find_if(passes.begin(), passes.end(), [&](const auto& p) { return p.name == pass.name; });
        passes.erase(own, passes.end());
        return passes;
    };
    for (const std::string& name : bench::netNames()) {
        const auto inference = bench::buildNet(name, bench::Purpose::Inference);
        apply(inference->graph, bench::Purpose::Inference, name, {});
        apply(inference->graph, bench::Purpose::Inference, name, upTo(graph::inferencePasses()));
        apply(bench::buildNet(name, bench::Purpose::Training)->graph, bench::Purpose::Training, name,
              upTo(graph::forwardPasses()));
        apply(trainingNet(name, Rewriting::None)->graph, bench::Purpose::Training, name, {});
        apply(trainingNet(name, Rewriting::Full)->graph, bench::Purpose::Training, name, upTo(graph::trainingPasses()));
    }
    return changes;
}

/// Else the comparisons above would say nothing of it.
TEST(NetPasses, eachPassChangesSomeNet) {
    for (const graph::Pass& pass : graph::allPasses()) {
        if (pass.name == "shapes") continue; // infers again what graphs say since their sizes are bound
        // The nets are written with what these make: softmax_loss_test.cpp, layer_passes_test.cpp.
        if (pass.name == "softmax-loss" || pass.name == "batch-norm") continue;
        EXPECT_GT(changesBy(pass), 0u) << pass.name;
    }
}

INSTANTIATE_TEST_SUITE_P(All, Nets, testing::ValuesIn(bench::netNames()), [](const auto& at) { return at.param; });

} // namespace
} // namespace td::test
