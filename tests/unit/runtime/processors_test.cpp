#include "engine/graph/op_registry.h"
#include "engine/graph/passes/pass.h"
#include "engine/kernels/kernel_registry.h"
#include "tests/support/net_session.h"

#include <cmath>
#include <cstdlib>
#include <gtest/gtest.h>

/// Whatever the processor has, training is what plain loops make of it. Also run on emulated processors (tests/packaging).
namespace td::test {
namespace {

const kernels::KernelRegistry& plainLoops() {
    static const kernels::KernelRegistry registry = [] {
        kernels::KernelRegistry made;
        for (const graph::OpDef* op : graph::builtinOps().all())
            if (const auto* kernel = kernels::builtinKernels().find(op->name, DeviceKind::Cpu, "reference"))
                made.add(*kernel);
        return made;
    }();
    return registry;
}

/// Losses of a few small steps.
std::vector<float> course(const std::string& name, const kernels::KernelRegistry& kernels, int threads) {
    constexpr int64_t kBatch = 3;
    constexpr int kSteps = 3;
    auto net = trainingNet(name, Rewriting::Full);
    EXPECT_TRUE(net) << describe(net.error());
    runtime::SessionOptions options;
    options.threads = threads;
    options.lowering = graph::trainingPasses();
    auto session = runtime::Session::create(net->graph, options, kernels);
    EXPECT_TRUE(session) << describe(session.error());
    uint64_t seed = 1;
    for (const bench::InitialValue& how : net->initial)
        fillInitial(how, (*session)->variable(how.variable).value(), seed++);
    const auto found = losses(**session, name, kBatch, kSteps, 2);
    EXPECT_TRUE(found) << describe(found.error());
    return found.value_or(std::vector<float>());
}

/// tests/packaging says which processor it emulates.
TEST(Processors, areTakenForWhatTheyAre) {
    const char* const expected = std::getenv("TD_EXPECTED_ISA"); // NOLINT(concurrency-mt-unsafe): nobody sets it
    if (expected == nullptr) GTEST_SKIP() << "no processor was named";
    EXPECT_EQ(kernels::name(kernels::machineIsa()), expected);
}

TEST(Processors, theMlpLearnsWhatPlainLoopsLearn) {
    const std::vector<float> expected = course("mlp", plainLoops(), 1);
    ASSERT_EQ(expected.size(), 3u);
    for (const int threads : {1, 2}) {
        const std::vector<float> found = course("mlp", kernels::builtinKernels(), threads);
        ASSERT_EQ(found.size(), expected.size());
        for (size_t i = 0; i < found.size(); ++i)
            EXPECT_NEAR(found[i], expected[i], 1e-5 * std::abs(expected[i])) << "step " << i << ", threads " << threads;
    }
}

} // namespace
} // namespace td::test
