#include "engine/runtime/memory_plan.h"

#include "engine/graph/op_def.h"
#include "engine/graph/passes/pass.h"
#include "tests/support/net_session.h"
#include "tests/support/same_graph.h"

#include <gtest/gtest.h>

namespace td::runtime {
namespace {

using namespace graph;

/// A plan in which every kernel can do whatever its operation allows.
MemoryPlan planned(const Graph& graph) {
    return planMemory(graph, graph.order(), [&](size_t step) { return graph.node(graph.order()[step]).op->mayAlias; });
}

ValueId resultOf(const Graph& graph, size_t step, int output = 0) {
    return graph.result(graph.order()[step], output);
}

TEST(MemoryPlan, aChainIsDoneInPlace) {
    const Graph graph = test::graphOf(
        "%0 = input \"x\" float32(4)\n%1 = tanh(%0)\n%2 = exp(%1)\n%3 = relu(%2)\n%4 = sum(%3)\noutput \"y\" %4\n");
    const MemoryPlan plan = planned(graph);
    EXPECT_EQ(plan.storageOf[index(resultOf(graph, 0))], plan.storageOf[index(resultOf(graph, 2))]);
    EXPECT_EQ(plan.of(graph.inputs()[0]).place, Place::Input) << "what the caller feeds is not written over";
    EXPECT_NE(plan.storageOf[index(resultOf(graph, 0))], plan.storageOf[index(graph.inputs()[0])]);
    EXPECT_EQ(plan.arenaBytes, 64u);
}

TEST(MemoryPlan, whatIsReadLaterIsNotWrittenOver) {
    const Graph graph = test::graphOf(
        "%0 = input \"x\" float32(4)\n%1 = tanh(%0)\n%2 = exp(%1)\n%3 = add(%1, %2)\n%4 = sum(%3)\noutput \"y\" %4\n");
    const MemoryPlan plan = planned(graph);
    EXPECT_NE(plan.storageOf[index(resultOf(graph, 0))], plan.storageOf[index(resultOf(graph, 1))]);
    EXPECT_EQ(plan.storageOf[index(resultOf(graph, 2))], plan.storageOf[index(resultOf(graph, 0))])
        << "here its last reader is";
}

TEST(MemoryPlan, anInputThatIsUsedTwiceByTheNodeIsNotWrittenOver) {
    const Graph graph =
        test::graphOf("%0 = input \"x\" float32(4)\n%1 = tanh(%0)\n%2 = mul(%1, %1)\n%3 = sum(%2)\noutput \"y\" %3\n");
    const MemoryPlan plan = planned(graph);
    EXPECT_NE(plan.storageOf[index(resultOf(graph, 0))], plan.storageOf[index(resultOf(graph, 1))]);
}

TEST(MemoryPlan, aSmallerInputIsNotWrittenOver) {
    const Graph graph = test::graphOf("%0 = input \"x\" float32(4)\n%1 = input \"b\" float32()\n%2 = tanh(%1)\n%3 = "
                                      "add(%0, %2)\n%4 = sum(%3)\noutput \"y\" %4\n");
    const MemoryPlan plan = planned(graph);
    EXPECT_NE(plan.storageOf[index(resultOf(graph, 0))], plan.storageOf[index(resultOf(graph, 1))]);
}

TEST(MemoryPlan, viewsShareAndLiveAsLongAsTheLastOfThem) {
    const Graph graph =
        test::graphOf("%0 = input \"x\" float32(4)\n%1 = tanh(%0)\n%2 = reshape(%1) shape=shape(2,2)\n%3 = exp(%1)\n"
                      "%4 = matmul(%2, %2)\n%5 = sum(%3)\n%6 = sum(%4)\noutput \"y\" %5\noutput \"z\" %6\n");
    const MemoryPlan plan = planned(graph);
    EXPECT_EQ(plan.storageOf[index(resultOf(graph, 0))], plan.storageOf[index(resultOf(graph, 1))]);
    EXPECT_NE(plan.storageOf[index(resultOf(graph, 2))], plan.storageOf[index(resultOf(graph, 0))])
        << "the view is still read";
    EXPECT_EQ(plan.of(resultOf(graph, 0)).last, 3);
}

TEST(MemoryPlan, outputsHaveMemoryOfTheirOwn) {
    const Graph graph = test::graphOf(
        "%0 = input \"x\" float32(4)\n%1 = tanh(%0)\n%2 = exp(%1)\n%3 = relu(%2)\noutput \"a\" %1\noutput \"b\" %3\n");
    const MemoryPlan plan = planned(graph);
    EXPECT_EQ(plan.of(resultOf(graph, 0)).place, Place::Output);
    EXPECT_EQ(plan.of(resultOf(graph, 2)).place, Place::Output);
    EXPECT_NE(plan.storageOf[index(resultOf(graph, 0))], plan.storageOf[index(resultOf(graph, 2))]);
    EXPECT_EQ(plan.arenaBytes, 0u);
}

TEST(MemoryPlan, aVariablesNextValueIsItsOwnMemoryWhereTheOperationChangesState) {
    const Graph graph = test::graphOf(
        "%0 = variable \"w\" float32(4)\n%1 = input \"g\" float32(4)\n%2 = constant tensor float32(){0.1}\n"
        "%3 = sgd(%0, %1, %2)\n%4 = mul(%1, %1)\n%5 = variable \"v\" float32(4)\nupdate %0 %3\nupdate %5 %4\n");
    const MemoryPlan plan = planned(graph);
    EXPECT_EQ(plan.storageOf[index(resultOf(graph, 0))], plan.storageOf[index(graph.variables()[0])]);
    EXPECT_EQ(plan.of(resultOf(graph, 0)).place, Place::Variable);
    EXPECT_EQ(plan.of(resultOf(graph, 1)).place, Place::Arena);
    EXPECT_EQ(plan.of(resultOf(graph, 1)).last, 2) << "alive until it is copied after the last step";
}

class PlannedNets : public testing::TestWithParam<std::string> {};

/// What `need` promises is what creating the session and the plan takes, to the byte.
TEST_P(PlannedNets, takeExactlyTheMemoryTheyPromise) {
    auto net = test::trainingNet(GetParam(), test::Rewriting::Full);
    ASSERT_TRUE(net) << describe(net.error());
    std::vector<Extents> extents;
    for (const Tensor& tensor : drawBatch(GetParam(), bench::Purpose::Training, 2, 1))
        extents.push_back(tensor.extents());
    net = test::trainingNet(GetParam(), test::Rewriting::Full); // its constants are allocated already
    size_t before = hostBufferBytes();
    for (const ValueId id : net->graph.variables())
        before -= net->graph.value(id).constant.sizeBytes(); // initial values are given up once they are copied
    auto session = Session::create(std::move(net->graph), {}, kernels::builtinKernels());
    ASSERT_TRUE(session) << describe(session.error());
    const size_t variables = hostBufferBytes() - before;
    const auto plan = (*session)->plan(extents);
    ASSERT_TRUE(plan) << describe(plan.error());
    const MemoryNeed& need = (*plan)->need();
    EXPECT_EQ(variables, need.variables);
    size_t folded = 0;
    for (size_t i = (*session)->graph().valueCount(); i < (*plan)->graph().valueCount(); ++i)
        folded += (*plan)->graph().value(static_cast<ValueId>(i)).kind == ValueKind::Constant
                      ? (*plan)->graph().value(static_cast<ValueId>(i)).constant.sizeBytes()
                      : 0;
    EXPECT_EQ(hostBufferBytes() - before, need.variables + folded + need.arena + need.scratch + need.outputs);
    EXPECT_EQ(need.packed, 0u) << "weights change";
    EXPECT_EQ(need.total(), need.variables + need.constants + need.arena + need.scratch + need.outputs);
    EXPECT_GE(need.arena, (*plan)->memory().peakBytes);
    EXPECT_LE(static_cast<double>(need.arena), 1.05 * static_cast<double>((*plan)->memory().peakBytes))
        << "close to what any layout needs";
    const size_t beforeRun = hostBufferBytes();
    const auto feeds = drawBatch(GetParam(), bench::Purpose::Training, 2, 1);
    const size_t fed = hostBufferBytes() - beforeRun;
    ASSERT_TRUE((*session)->run(feeds));
    EXPECT_EQ(hostBufferBytes(), beforeRun + fed) << "a run allocates nothing";
    EXPECT_NE((*plan)->toText().find("total " + std::to_string(need.total())), std::string::npos);
}
TEST_P(PlannedNets, workInPlaceInLessMemoryToTheSameBits) {
    std::vector<float> course[2];
    size_t blocks[2] = {};
    std::vector<Extents> extents;
    for (const Tensor& tensor : drawBatch(GetParam(), bench::Purpose::Training, 2, 1))
        extents.push_back(tensor.extents());
    for (const bool worksInPlace : {false, true}) {
        SessionOptions options;
        options.worksInPlace = worksInPlace;
        auto session = test::trainingSession(GetParam(), test::Rewriting::Full, options);
        ASSERT_TRUE(session) << describe(session.error());
        const auto found = test::losses(**session, GetParam(), 2, 2, 2);
        ASSERT_TRUE(found) << describe(found.error());
        course[worksInPlace] = *found;
        for (const Storage& storage : (*session)->plan(extents).value()->memory().storages)
            blocks[worksInPlace] += storage.place == Place::Arena ? storage.bytes : 0;
    }
    EXPECT_EQ(course[true], course[false]);
    EXPECT_LT(blocks[true], blocks[false]);
}

/// Gradients are written for what is asked for only: nothing is spent on the pixels of a batch.
TEST(FirstLayer, itsInputHasNoGradientInAStep) {
    for (const char* name : {"mlp", "lenet", "resnet18_32", "mobilenetv2"}) {
        auto net = test::trainingNet(name, test::Rewriting::None);
        ASSERT_TRUE(net) << describe(net.error());
        const Shape pixels = net->graph.type(net->graph.inputs().front()).shape;
        size_t backward = 0;
        for (const NodeId id : net->graph.order()) {
            const Node& node = net->graph.node(id);
            if (node.source.forward == NodeId::None) continue;
            ++backward;
            for (const ValueId output : node.outputs)
                EXPECT_NE(net->graph.type(output).shape, pixels) << name << ": " << node.op->name;
        }
        EXPECT_GT(backward, 5u) << name;
    }
}

/// For inference kernels keep weights that never change in layouts of their own, and the plan says so.
TEST_P(PlannedNets, takeWhatTheyPromiseForInferenceToo) {
    for (const int threads : {1, 2}) {
        auto net = buildNet(GetParam(), bench::Purpose::Inference);
        ASSERT_TRUE(net) << describe(net.error());
        SessionOptions options;
        options.threads = threads;
        options.isFrozen = true;
        options.lowering = graph::inferencePasses();
        auto session = Session::create(std::move(net->graph), std::move(options), kernels::builtinKernels());
        ASSERT_TRUE(session) << describe(session.error());
        std::vector<Extents> extents;
        for (const Tensor& tensor : drawBatch(GetParam(), bench::Purpose::Inference, 1, 1))
            extents.push_back(tensor.extents());
        const size_t before = hostBufferBytes();
        const auto plan = (*session)->plan(extents);
        ASSERT_TRUE(plan) << describe(plan.error());
        const MemoryNeed& need = (*plan)->need();
        size_t held = 0, folded = 0;
        for (const ValueId id : (*session)->graph().variables())
            held += (*session)->variable((*session)->graph().value(id).name)->sizeBytes();
        for (size_t i = (*session)->graph().valueCount(); i < (*plan)->graph().valueCount(); ++i)
            folded += (*plan)->graph().value(static_cast<ValueId>(i)).constant.sizeBytes();
        EXPECT_EQ(need.variables, held) << "also those that were folded into others";
        EXPECT_EQ(hostBufferBytes() - before, need.packed + folded + need.arena + need.scratch + need.outputs);
    }
}
INSTANTIATE_TEST_SUITE_P(All, PlannedNets, testing::ValuesIn(bench::netNames()),
                         [](const auto& at) { return at.param; });

} // namespace
} // namespace td::runtime
