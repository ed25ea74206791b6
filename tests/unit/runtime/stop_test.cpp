#include "tests/support/net_session.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>

/// How much a step still does after it was told to stop, in work: one core with AVX-512 does 10^10 operations in less than a
/// tenth of a second.
namespace td::runtime {
namespace {

struct Work {
    double longestKernel =
        0; ///< operations of one before the first change of a variable: nobody looks at the flag meanwhile
    double flops = 0, bytes = 0; ///< from the first change to the end: a stop comes too late there
};

Work workOf(const Plan& plan) {
    std::map<graph::NodeId, graph::Cost> costs;
    for (const StepFacts& facts : plan.facts())
        costs[facts.node] = facts.cost;
    Work work;
    for (size_t i = 0; i < plan.steps().size(); ++i) {
        const graph::Cost& cost = costs[static_cast<graph::NodeId>(plan.steps()[i].node)];
        if (i < plan.stepsBeforeChanges()) {
            work.longestKernel = std::max(work.longestKernel, cost.flops);
        } else {
            work.flops += cost.flops;
            work.bytes += cost.bytes;
        }
    }
    return work;
}

class StoppedStep : public testing::TestWithParam<std::pair<const char*, int64_t>> {};

TEST_P(StoppedStep, hasLittleLeftToDo) {
    const auto [name, batch] = GetParam();
    auto session = test::trainingSession(name, test::Rewriting::Full);
    ASSERT_TRUE(session) << describe(session.error());
    std::vector<Extents> extents;
    for (const Tensor& feed : bench::drawBatch(name, bench::Purpose::Training, batch, 1))
        extents.push_back(feed.extents());
    const auto plan = (*session)->plan(extents);
    ASSERT_TRUE(plan) << describe(plan.error());
    const Work work = workOf(**plan);
    RecordProperty("longest kernel", std::to_string(work.longestKernel));
    RecordProperty("after the first change", std::to_string(work.flops) + " operations");
    RecordProperty("moved by it", std::to_string(work.bytes) + " bytes");
    EXPECT_LT(work.longestKernel, 5e9);
    EXPECT_LT(work.flops, 1e10);
    EXPECT_LT(work.bytes, 1e9);
    EXPECT_GT(work.bytes, 0) << "a training changes something";
}

INSTANTIATE_TEST_SUITE_P(Nets, StoppedStep,
                         testing::Values(std::pair("mlp", int64_t{128}), std::pair("lenet", int64_t{100}),
                                         std::pair("resnet18_32", int64_t{64}), std::pair("lstm", int64_t{32}),
                                         std::pair("encoder", int64_t{32}), std::pair("wide_deep", int64_t{256}),
                                         std::pair("mobilenetv2", int64_t{32})),
                         [](const auto& at) { return at.param.first; });

} // namespace
} // namespace td::runtime
