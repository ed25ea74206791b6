#include "engine/graph/graph.h"

#include "engine/graph/op_registry.h"
#include "engine/graph/text.h"
#include "tests/support/same_graph.h"

#include <gtest/gtest.h>

namespace td::test {
namespace {

using namespace graph;

constexpr std::string_view kChain = "%0 = input \"x\" float32(B)\n"
                                    "%1 = relu(%0)\n"
                                    "%2 = tanh(%1)\n"
                                    "%3 = add(%2, %2)\n"
                                    "output \"y\" %3\n";

std::vector<std::string> namesInOrder(const Graph& graph) {
    std::vector<std::string> names;
    for (const NodeId id : graph.order())
        names.push_back(graph.node(id).op->name);
    return names;
}

TEST(Graph, sortPutsUsersBehindProducersAndMovesNothingElse) {
    Graph graph =
        graphOf("%0 = input \"x\" float32(B)\n%1 = relu(%0)\n%2 = tanh(%1)\n%3 = exp(%0)\n%4 = add(%2, %3)\n");
    const std::vector<NodeId> ids = graph.order();
    graph.sort();
    EXPECT_EQ(graph.order(), ids);
    graph.setOrder({ids[3], ids[1], ids[2], ids[0]});
    EXPECT_FALSE(graph.verify());
    graph.sort();
    EXPECT_TRUE(graph.verify());
    EXPECT_EQ(graph.order().size(), ids.size());
    EXPECT_EQ(graph.order().back(), ids[3]);
}

TEST(Graph, sortGoesThroughLongChainsWithoutRecursion) {
    Graph graph(builtinOps());
    ValueId x = graph.addInput("x", {DType::F32, {2}});
    for (int i = 0; i < 200000; ++i)
        x = graph.result(*graph.addNode("relu", {x}, {}));
    std::vector<NodeId> reversed(graph.order().rbegin(), graph.order().rend());
    const std::vector<NodeId> straight = graph.order();
    graph.setOrder(std::move(reversed));
    graph.sort();
    EXPECT_EQ(graph.order(), straight);
}

TEST(Graph, insertNodeStandsRightBeforeTheGivenOne) {
    Graph graph = graphOf(kChain);
    const NodeId last = graph.order().back();
    const auto made = graph.insertNode(last, "exp", {graph.node(last).inputs[0]}, {});
    ASSERT_TRUE(made);
    EXPECT_EQ(namesInOrder(graph), (std::vector<std::string>{"relu", "tanh", "exp", "add"}));
    EXPECT_TRUE(graph.verify());
    const auto atEnd = graph.insertNode(NodeId::None, "exp", {graph.node(last).inputs[0]}, {});
    ASSERT_TRUE(atEnd);
    EXPECT_EQ(graph.order().back(), *atEnd);
}

TEST(Graph, aNodeThatIsRefusedLeavesNothingBehind) {
    Graph graph = graphOf(kChain);
    const std::string before = toText(graph);
    const size_t values = graph.valueCount(), nodes = graph.nodeCount();
    EXPECT_FALSE(graph.addNode("matmul", {graph.inputs()[0], graph.inputs()[0]}, {}));
    EXPECT_FALSE(graph.addNode("relu", {}, {}));
    EXPECT_FALSE(graph.addNode("relu", {ValueId::None}, {}));
    EXPECT_FALSE(graph.addNode("relu", {graph.inputs()[0]}, {{"unheard_of", true}}));
    EXPECT_FALSE(graph.insertNode(graph.order()[0], "no_such_operation", {}, {}));
    EXPECT_EQ(toText(graph), before);
    EXPECT_EQ(graph.valueCount(), values);
    EXPECT_EQ(graph.nodeCount(), nodes);
}

TEST(Graph, replaceUsesReachesNodesOutputsAndUpdates) {
    Graph graph = graphOf("%0 = input \"x\" float32(2)\n%1 = variable \"v\" float32(2)\n%2 = relu(%0)\n%3 = tanh(%0)\n"
                          "%4 = add(%2, %2)\noutput \"y\" %2\nupdate %1 %2\n");
    const ValueId relu = graph.result(graph.order()[0]), tanh = graph.result(graph.order()[1]);
    graph.replaceUses(relu, tanh);
    EXPECT_EQ(graph.node(graph.order()[2]).inputs, (std::vector{tanh, tanh}));
    EXPECT_EQ(graph.outputs()[0].value, tanh);
    EXPECT_EQ(graph.updates()[0].value, tanh);
    graph.erase({graph.order()[0]});
    EXPECT_TRUE(graph.verify());
    EXPECT_EQ(namesInOrder(graph), (std::vector<std::string>{"tanh", "add"}));
}

TEST(Graph, verifySeesWhatIsBroken) {
    {
        Graph graph = graphOf(kChain);
        graph.erase({graph.order()[0]});
        EXPECT_FALSE(graph.verify()) << "a user of an erased node";
    }
    {
        Graph graph = graphOf(kChain);
        graph.setOrder({graph.order()[0], graph.order()[0], graph.order()[1], graph.order()[2]});
        EXPECT_FALSE(graph.verify()) << "a node twice";
    }
    {
        Graph graph = graphOf(kChain);
        graph.erase({graph.order()[2]});
        EXPECT_FALSE(graph.verify()) << "an output of an erased node";
    }
    for (const bool isNothing : {true, false}) {
        Graph graph = graphOf("%0 = input \"x\" float32(2)\n%1 = variable \"v\" float32(3)\n");
        graph.addUpdate(graph.variables()[0], isNothing ? ValueId::None : graph.inputs()[0]);
        const auto checked = graph.verify();
        ASSERT_FALSE(checked) << "an update that does not fit";
        EXPECT_EQ(checked.error().code, ErrorCode::Internal);
        EXPECT_EQ(checked.error().fact("node"), "v");
    }
    for (const ValueId wrong : {ValueId::None, ValueId{0}}) {
        Graph graph = graphOf("%0 = input \"x\" float32(2)\n");
        graph.addUpdate(wrong, ValueId{0});
        EXPECT_FALSE(graph.verify()) << "an update of what is no variable";
    }
}

TEST(Graph, namesAreUniqueAndAVariableHasOneUpdate) {
    for (const bool isVariable : {true, false}) {
        Graph graph = graphOf("%0 = input \"x\" float32(2)\n%1 = variable \"v\" float32(2)\n");
        if (isVariable)
            graph.addVariable("x", {DType::F32, {2}}, false);
        else
            graph.addInput("x", {DType::F32, {2}});
        const auto checked = graph.verify();
        ASSERT_FALSE(checked);
        EXPECT_EQ(checked.error().fact("node"), "x");
    }
    Graph graph = graphOf("%0 = input \"x\" float32(2)\n%1 = variable \"v\" float32(2)\nupdate %1 %0\n");
    ASSERT_TRUE(graph.verify());
    graph.addUpdate(graph.variables()[0], graph.inputs()[0]);
    const auto checked = graph.verify();
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().fact("node"), "v");
}

TEST(Graph, inferTypesFollowsAnInputsNewShape) {
    Graph graph = graphOf("%0 = input \"x\" float32(B,4)\n%1 = sum(%0) axes=[1]\noutput \"y\" %1\n");
    graph.value(graph.inputs()[0]).type.shape = Shape{7, 4};
    ASSERT_TRUE(graph.inferTypes());
    EXPECT_EQ(graph.type(graph.outputs()[0].value).shape, Shape{7});
    graph.value(graph.inputs()[0]).type.shape = Shape{7};
    const auto wrong = graph.inferTypes();
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().fact("op"), "sum");
}

TEST(Graph, namedFindsInputsAndVariablesOnly) {
    const Graph graph = graphOf("%0 = input \"x\" float32(2)\n%1 = variable \"v\" float32(2)\n%2 = relu(%0)\n");
    EXPECT_EQ(graph.named("x"), graph.inputs()[0]);
    EXPECT_EQ(graph.named("v"), graph.variables()[0]);
    EXPECT_EQ(graph.named(""), ValueId::None);
    EXPECT_EQ(graph.named("y"), ValueId::None);
}

} // namespace
} // namespace td::test
