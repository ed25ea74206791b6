#include "engine/graph/passes/pass.h"
#include "engine/kernels/kernel_registry.h"
#include "tests/support/net_session.h"
#include "tests/support/same_graph.h"

#include <algorithm>
#include <gtest/gtest.h>

/// What does not depend on feeds is computed once, when the plan is made.
namespace td::runtime {
namespace {

using namespace graph;

std::unique_ptr<Session> sessionOf(std::string_view text, bool isFrozen) {
    SessionOptions options;
    options.isFrozen = isFrozen;
    auto session = Session::create(test::graphOf(text), std::move(options), kernels::builtinKernels());
    EXPECT_TRUE(session) << describe(session.error());
    return *std::move(session);
}

/// The names of the operations that a run of this plan does.
std::vector<std::string> operations(const Plan& plan) {
    std::vector<std::string> names;
    for (const Step& step : plan.steps())
        names.push_back(plan.graph().node(static_cast<NodeId>(step.node)).op->name);
    return names;
}

using Names = std::vector<std::string>;
const std::vector<Tensor> kThree = {Tensor::floats({3}, {1, 2, 3})};

TEST(FoldConstants, aChainOverConstantsIsNoStep) {
    const auto session = sessionOf("%0 = input \"x\" float32(3)\n%1 = constant tensor float32(3){1.0,4.0,9.0}\n"
                                   "%2 = sqrt(%1)\n%3 = square(%2)\n%4 = sub(%3, %2)\n%5 = add(%0, %4)\n%6 = mul(%5, "
                                   "%2)\noutput \"y\" %6\noutput \"constant\" %4\n",
                                   false);
    const Plan& plan = **session->run(kThree);
    EXPECT_EQ(operations(plan), (Names{"add", "mul"}));
    EXPECT_EQ(session->output(plan, 0), Tensor::floats({3}, {1, 8, 27}));
    EXPECT_EQ(session->output(plan, 1), Tensor::floats({3}, {0, 2, 6}));
}

constexpr std::string_view kScaled = "%0 = input \"x\" float32(3)\n%1 = variable \"w\" float32(3) trainable\n"
                                     "%2 = neg(%1)\n%3 = reshape(%1) shape=shape(3,1)\n%4 = reshape(%3) "
                                     "shape=shape(3)\n%5 = mul(%0, %2)\n%6 = add(%5, %4)\noutput \"y\" %6\n";

TEST(FoldConstants, variablesAreKnownOnlyWhereTheyAreFrozen) {
    for (const bool isFrozen : {false, true}) {
        const auto session = sessionOf(kScaled, isFrozen);
        session->variable("w").value().set(1, 5);
        const Plan& plan = **session->run(kThree);
        EXPECT_EQ(operations(plan), isFrozen ? (Names{"mul", "add"}) : (Names{"neg", "mul", "add"}));
        EXPECT_EQ(session->output(plan, 0), Tensor::floats({3}, {0, -5, 0}));
        EXPECT_EQ(plan.need().variables, 12u) << "views of it stay views";
        EXPECT_EQ(plan.need().constants, isFrozen ? 12u : 0u);
    }
}

TEST(FoldConstants, aVariableThatTheGraphChangesIsNotKnown) {
    const auto session = sessionOf("%0 = input \"x\" float32(3)\n%1 = variable \"w\" float32(3)\n%2 = exp(%1)\n"
                                   "%3 = add(%0, %2)\nupdate %1 %3\noutput \"y\" %2\n",
                                   true);
    EXPECT_EQ(operations(**session->run(kThree)), (Names{"exp", "add"}));
}

TEST(FoldConstants, randomNumbersAreDrawnInEachRun) {
    const auto session = sessionOf("%0 = constant tensor int64(){7}\n%1 = random_uniform(%0) shape=shape(3) seed=1\n"
                                   "output \"y\" %1\n",
                                   true);
    EXPECT_EQ(operations(**session->run({})), Names{"random_uniform"});
}

TEST(FoldConstants, whatGrowsBeyondAPageStaysAStep) {
    const auto text = [](int64_t size) {
        return "%0 = input \"x\" float32()\n%1 = constant tensor float32(){2.0}\n%2 = broadcast_to(%1) shape=shape(" +
               std::to_string(size) + ")\n%3 = exp(%2)\n%4 = mul(%0, %3)\noutput \"y\" %4\n";
    };
    const std::vector<Tensor> one = {Tensor::scalar(DType::F32, 1)};
    EXPECT_EQ(operations(**sessionOf(text(1024), false)->run(one)), Names{"mul"});
    EXPECT_EQ(operations(**sessionOf(text(1025), false)->run(one)), (Names{"broadcast_to", "exp", "mul"}));
}

TEST(FoldConstants, anIndexOutOfRangeIsToldByTheRunThatNeedsIt) {
    const auto session = sessionOf("%0 = constant tensor float32(2){1.0,2.0}\n%1 = constant tensor int32(1){5}\n"
                                   "%2 = gather(%0, %1) axis=0 batch_dims=0 @\"table\" \"call\"\noutput \"y\" %2\n",
                                   true);
    ASSERT_TRUE(session->plan({}));
    const auto ran = session->run({});
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().fact("layer"), "table");
    EXPECT_EQ(ran.error().fact("found"), "5");
}

/// By value: what depends on something that is fed.
std::vector<bool> fedValues(const Graph& graph) {
    std::vector<bool> isFed(graph.valueCount(), false);
    for (const ValueId input : graph.inputs())
        isFed[index(input)] = true;
    for (const NodeId id : graph.order()) {
        const Node& node = graph.node(id);
        const bool reads = std::any_of(node.inputs.begin(), node.inputs.end(),
                                       [&](ValueId input) { return input != ValueId::None && isFed[index(input)]; });
        for (const ValueId output : node.outputs)
            isFed[index(output)] = reads;
    }
    return isFed;
}

TEST(FoldConstants, batchNormalizationFoldedIntoWeightsIsNoStepOfInference) {
    for (const char* name : {"resnet18_32", "mobilenetv2"}) {
        auto net = bench::buildNet(name, bench::Purpose::Inference);
        ASSERT_TRUE(net) << describe(net.error());
        SessionOptions options;
        options.isFrozen = true;
        options.lowering = inferencePasses();
        auto session = Session::create(net->graph, options, kernels::builtinKernels());
        ASSERT_TRUE(session) << describe(session.error());
        std::vector<Extents> extents;
        for (const Tensor& feed : drawBatch(name, bench::Purpose::Inference, 2, 1))
            extents.push_back(feed.extents());
        const auto plan = (*session)->plan(extents);
        ASSERT_TRUE(plan) << describe(plan.error());
        const std::vector<bool> isFed = fedValues((*plan)->graph());
        for (const Step& step : (*plan)->steps()) {
            const Node& node = (*plan)->graph().node(static_cast<NodeId>(step.node));
            EXPECT_TRUE(isFed[index(node.outputs[0])]) << node.op->name << " of " << node.source.layer;
        }
    }
}

} // namespace
} // namespace td::runtime
