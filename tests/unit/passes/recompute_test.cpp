#include "engine/graph/passes/pass.h"
#include "engine/graph/passes/recompute.h"
#include "engine/kernels/kernel_registry.h"
#include "tests/support/net_session.h"
#include "tests/support/same_graph.h"
#include "tests/unit/passes/pass_case.h"

#include <gtest/gtest.h>
#include <string>

/// Cheap values are made again for the backward part: less memory, the same numbers.
namespace td::test {
namespace {

const std::string kForward = R"(
%0 = input "x" float32(256,256)
%1 = variable "w" float32(256,256) trainable
%2 = constant tensor float32(){0.01}
%3 = matmul(%0, %1) @"fc" "call"
%4 = gelu(%3) @"act" "call"
%5 = sum(%4) @"loss" "call"
)";
const std::string kBackward = R"(
%10 = gelu_grad(%0, %3) @"act" "call" gradient of #1
%11 = matmul(%9, %10) transpose_a=true @"fc" "call" gradient of #0
%12 = sgd(%1, %11, %2)
output "loss" %5
update %1 %12
)";

/// %9 stands for the activation as the backward part reads it.
std::string step(const std::string& activation, const std::string& again = {}) {
    std::string backward = kBackward;
    backward.replace(backward.find("%9"), 2, activation);
    backward.insert(backward.find("%11 ="), again);
    return kForward + backward;
}

TEST(Recompute, aCheapValueIsMadeAgainBeforeItsFirstReaderThere) {
    expectRewriting("recompute", step("%4"), step("%9", "%9 = gelu(%3) @\"act\" \"call\" gradient of #1\n"));
}

TEST(Recompute, whatReadsNothingThatIsKeptStays) {
    std::string text = step("%4");
    text.replace(text.find("gelu_grad(%0, %3)"), 17, "gelu_grad(%0, %0)"); // %3 dies with the forward part
    expectUntouched("recompute", text);
}

TEST(Recompute, smallValuesOutputsAndNextValuesStay) {
    std::string small = step("%4");
    for (size_t at; (at = small.find("256")) != std::string::npos;)
        small.replace(at, 3, "255");
    expectUntouched("recompute", small);
    expectUntouched("recompute", step("%4") + "output \"activation\" %4\n");
}

TEST(Recompute, onlyNamedLayersAndOnlyAsMuchAsIsWanted) {
    const auto nodes = [](const graph::Recomputation& wanted) {
        graph::Graph graph = graphOf(step("%4"));
        EXPECT_TRUE(recompute(graph, wanted));
        return graph.order().size();
    };
    EXPECT_EQ(nodes({}), 7u);
    EXPECT_EQ(nodes({{"act"}, SIZE_MAX, 1000}), 7u);
    EXPECT_EQ(nodes({{"fc", "loss"}, SIZE_MAX, 1000}), 6u);
    EXPECT_EQ(nodes({{}, 0, 1000}), 6u);
}

struct Course {
    std::vector<float> losses;
    Outcome variables;
    size_t arenaBytes = 0;
};

Course courseOf(const std::string& net, bool isRecomputing) {
    runtime::SessionOptions options;
    options.lowering = graph::trainingPasses();
    if (isRecomputing) options.lowering.push_back(*graph::findPass("recompute"));
    auto session = trainingSession(net, Rewriting::Full, options);
    EXPECT_TRUE(session) << describe(session.error());
    constexpr int64_t kBatch = 8;
    const auto found = losses(**session, net, kBatch, 3, 3);
    EXPECT_TRUE(found) << describe(found.error());
    std::vector<Extents> extents;
    for (const Tensor& feed : drawBatch(net, bench::Purpose::Training, kBatch, 1))
        extents.push_back(feed.extents());
    return {*found, variablesOf(**session), (*(*session)->plan(extents))->need().arena};
}

TEST(Recompute, netsNeedLessMemoryAndLearnTheSameToTheBit) {
    for (const auto& [net, most] : {std::pair("resnet18_32", 0.72), std::pair("encoder", 0.82)}) {
        const Course kept = courseOf(net, false), again = courseOf(net, true);
        EXPECT_EQ(kept.losses, again.losses) << net;
        EXPECT_TRUE(kept.variables == again.variables) << net;
        const double share = static_cast<double>(again.arenaBytes) / static_cast<double>(kept.arenaBytes);
        EXPECT_LE(share, most) << net;
        RecordProperty(net, std::to_string(share));
    }
}

} // namespace
} // namespace td::test
