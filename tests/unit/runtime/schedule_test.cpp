#include "engine/runtime/schedule.h"

#include "tests/support/same_graph.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace td::runtime {
namespace {

using namespace graph;

std::vector<std::string> scheduled(const Graph& graph) {
    const auto order = schedule(graph);
    if (!order) return {describe(order.error())};
    std::vector<std::string> names;
    for (const NodeId id : *order)
        names.push_back(graph.node(id).op->name);
    return names;
}

using Names = std::vector<std::string>;

TEST(Schedule, keepsTheGraphsOrderWhereNothingChanges) {
    EXPECT_EQ(scheduled(test::graphOf("%0 = input \"x\" float32(2)\n%1 = tanh(%0)\n%2 = exp(%0)\n%3 = relu(%1)\n")),
              (Names{"tanh", "exp", "relu"}));
}

TEST(Schedule, aChangeOfAVariableComesAfterAllWhoReadItAndAsEarlyAsItCan) {
    EXPECT_EQ(scheduled(test::graphOf(R"(
%0 = variable "w" float32(2)
%1 = input "g" float32(2)
%2 = constant tensor float32(){0.1}
%3 = sgd(%0, %1, %2)
%4 = tanh(%0)
%5 = exp(%1)
%6 = relu(%1)
update %0 %3
output "y" %4
)")),
              (Names{"tanh", "sgd", "exp", "relu"}));
}

TEST(Schedule, aChangeWaitsForNoCounterThatStandsBehindOtherWork) {
    EXPECT_EQ(scheduled(test::graphOf(R"(
%0 = variable "w" float32(200)
%1 = variable "steps" int64()
%2 = input "g" float32(200)
%3 = input "rate" float32()
%4 = constant tensor int64(){1}
%5 = neg(%2)
%6 = exp(%2)
%7 = relu(%6)
%8 = add(%1, %4)
%9 = cast(%8) dtype=float32
%10 = mul(%3, %9)
%11 = sgd(%0, %5, %10)
update %0 %11
update %1 %8
output "y" %7
)")),
              (Names{"add", "cast", "mul", "neg", "sgd", "exp", "relu"}));
}

TEST(Schedule, readersThroughViewsComeBeforeTheChangeToo) {
    EXPECT_EQ(scheduled(test::graphOf(R"(
%0 = variable "w" float32(2,3)
%1 = input "g" float32(2,3)
%2 = constant tensor float32(){0.1}
%3 = sgd(%0, %1, %2)
%4 = reshape(%0) shape=shape(6)
%5 = reshape(%4) shape=shape(3,2)
%6 = tanh(%5)
update %0 %3
output "y" %6
)")),
              (Names{"reshape", "reshape", "tanh", "sgd"}));
}

TEST(Schedule, lookUpsThatCanFailComeBeforeEveryChange) {
    EXPECT_EQ(scheduled(test::graphOf(R"(
%0 = variable "average" float32(4)
%1 = input "w" float32(4)
%2 = input "ids" int32(3)
%3 = ema(%1, %0) momentum=0.5
%4 = tanh(%1)
%5 = gather(%4, %2) axis=0 batch_dims=0
%6 = exp(%5)
%7 = gather(%3, %2) axis=0 batch_dims=0
update %0 %3
output "y" %6
output "of the new value" %7
)")),
              (Names{"tanh", "gather", "ema", "exp", "gather"}));
}

TEST(Schedule, anOptimizersNodeThatIsNoUpdateChangesNothing) {
    const Graph graph = test::graphOf(R"(
%0 = variable "w" float32(2)
%1 = input "g" float32(2)
%2 = constant tensor float32(){0.1}
%3 = sgd(%0, %1, %2)
%4 = tanh(%0)
output "y" %4
output "next" %3
)");
    EXPECT_TRUE(schedule(graph));
    EXPECT_EQ(changedVariable(graph, graph.node(graph.order()[0]), {0, 0}), ValueId::None);
}

TEST(Schedule, changesComeEarlyOrAtTheEnd) {
    const Graph graph = test::graphOf(R"(
%0 = variable "w" float32(200)
%1 = input "g" float32(200)
%2 = constant tensor float32(){0.1}
%3 = sgd(%0, %1, %2)
%4 = tanh(%1)
%5 = exp(%4)
update %0 %3
output "y" %5
)");
    const NodeId change = graph.order().front();
    EXPECT_EQ(schedule(graph).value().front(), change);
    EXPECT_EQ(schedule(graph, Changes::AtTheEnd).value().back(), change);
}

TEST(Schedule, twoWhoChangeOneVariableAreRefusedByName) {
    Graph graph = test::graphOf(R"(
%0 = variable "w" float32(2)
%1 = input "g" float32(2)
%2 = constant tensor float32(){0.1}
%3 = sgd(%0, %1, %2)
%4 = sgd(%0, %3, %2)
update %0 %3
)");
    graph.addUpdate(graph.variables()[0], graph.result(graph.order().back()));
    const auto order = schedule(graph);
    ASSERT_FALSE(order);
    EXPECT_EQ(order.error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(order.error().fact("variable"), "w");
}

TEST(Schedule, aReaderOfTheOldValueThatNeedsTheNewOneIsRefused) {
    const auto order = schedule(test::graphOf(R"(
%0 = variable "w" float32(2)
%1 = input "g" float32(2)
%2 = constant tensor float32(){0.1}
%3 = sgd(%0, %1, %2)
%4 = sub(%3, %0)
update %0 %3
output "change" %4
)"));
    ASSERT_FALSE(order);
    EXPECT_EQ(order.error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(order.error().fact("variable"), "w") << "it names whose old value is read";
}

} // namespace
} // namespace td::runtime
