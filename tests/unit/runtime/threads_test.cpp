#include "engine/graph/op_registry.h"
#include "engine/graph/passes/pass.h"
#include "engine/kernels/kernel_registry.h"
#include "tests/support/net_session.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <filesystem>
#include <gtest/gtest.h>
#include <thread>

/// Threads change neither what is learned nor, for their number, a single bit.
namespace td::runtime {
namespace {

/// After one step from the same start: later ones blow rounding up. Seven images through batch normalization do so within
/// one: a sum that is rounded another way moves an element across relu's corner, and with it a gradient by a percent.
class OneStep : public testing::TestWithParam<std::string> {};

TEST_P(OneStep, isTheSameForAnyNumberOfThreads) {
    const auto after = [](int threads) {
        SessionOptions options;
        options.threads = threads;
        auto session = test::trainingSession(GetParam(), test::Rewriting::Full, options);
        EXPECT_TRUE(session && test::losses(**session, GetParam(), 7, 1, 1));
        return test::variablesOf(**session);
    };
    const test::Outcome one = after(1);
    const bool hasBatchNorm = GetParam() == "resnet18_32" || GetParam() == "mobilenetv2";
    const double tolerance = hasBatchNorm ? 1e-3 : 1e-4;
    for (const int threads : {2, 3}) {
        const test::Outcome other = after(threads);
        ASSERT_EQ(other.size(), one.size());
        for (const auto& [name, values] : one) {
            const Tensor& found = other.at(name);
            for (int64_t i = 0; i < values.elements(); ++i)
                ASSERT_NEAR(found.at(i), values.at(i), tolerance * std::max(1.0, std::abs(values.at(i))))
                    << name << " " << i << ", " << threads << " threads";
        }
    }
}
INSTANTIATE_TEST_SUITE_P(All, OneStep, testing::ValuesIn(bench::netNames()), [](const auto& at) { return at.param; });

class Threads : public testing::TestWithParam<std::string> {
protected:
    struct Course {
        std::vector<float> losses;
        test::Outcome variables;
    };
    static Course course(int threads) {
        SessionOptions options;
        options.threads = threads;
        auto session = test::trainingSession(GetParam(), test::Rewriting::Full, options);
        EXPECT_TRUE(session) << describe(session.error());
        const auto losses = session ? test::losses(**session, GetParam(), 16, 10, 4) : failure(session.error());
        EXPECT_TRUE(losses) << describe(losses.error());
        return losses ? Course{*losses, test::variablesOf(**session)} : Course{};
    }
};

/// Not of a deep net with batch normalization, which makes of rounding another course within three steps: a shallow one is
/// in tests/unit/train/threads_test.cpp.
class LossCurve : public Threads {};

TEST_P(LossCurve, isTheSameOnOneThreadAndOnTwo) {
    const Course one = course(1), two = course(2);
    ASSERT_EQ(one.losses.size(), 10u);
    ASSERT_EQ(two.losses.size(), 10u);
    for (size_t i = 0; i < 10; ++i)
        EXPECT_NEAR(one.losses[i], two.losses[i], 1e-4 * std::abs(one.losses[i])) << "step " << i;
    EXPECT_NE(one.losses.front(), one.losses.back());
}

TEST_P(Threads, theSameNumberTwiceIsTheSameToTheBit) {
    for (const int threads : {1, 2, 3}) {
        const Course first = course(threads), second = course(threads);
        EXPECT_EQ(first.losses, second.losses);
        EXPECT_TRUE(first.variables == second.variables) << threads;
    }
}

INSTANTIATE_TEST_SUITE_P(Small, LossCurve, testing::Values("mlp", "lenet", "lstm", "encoder", "wide_deep"),
                         [](const auto& at) { return at.param; });
INSTANTIATE_TEST_SUITE_P(Small, Threads, testing::Values("mlp", "lenet", "lstm", "encoder", "wide_deep", "mobilenetv2"),
                         [](const auto& at) { return at.param; });

int threadsOfTheProcess() {
    const std::filesystem::directory_iterator tasks("/proc/self/task");
    return static_cast<int>(std::distance(begin(tasks), end(tasks)));
}

/// What was seen right after each kernel's run, when what a library below it started is still there.
struct Seen {
    std::atomic<int> most{0};
    std::atomic<int> runsOfTheLibrary{0};
};

struct Watched {
    kernels::PreparedKernel kernel;
    Seen* seen;
    bool isOfTheLibrary;
};

/// The CPU's kernels, each of them watched.
kernels::KernelRegistry watchedKernels(Seen& seen) {
    kernels::KernelRegistry registry;
    for (const graph::OpDef* op : graph::builtinOps().all())
        for (const kernels::KernelDef* known : kernels::builtinKernels().of(op->name, DeviceKind::Cpu)) {
            kernels::KernelDef def = *known;
            def.prepare = [&seen, known](const kernels::KernelRequest& request) {
                auto made = known->prepare(request);
                if (!made) return made;
                const Watched watched{*made, &seen, known->variant == "onednn"};
                const auto run = [](const Watched& at, const kernels::KernelCall& call) {
                    at.kernel.run(at.kernel.state.get(), call);
                    at.seen->runsOfTheLibrary += at.isOfTheLibrary ? 1 : 0;
                    at.seen->most = std::max(at.seen->most.load(), threadsOfTheProcess());
                };
                auto outer = kernels::prepared<Watched>(watched, run, made->implementation, made->scratchBytes);
                outer.packedBytes = made->packedBytes;
                outer.inPlace = made->inPlace;
                return Result<kernels::PreparedKernel>(std::move(outer));
            };
            registry.add(std::move(def));
        }
    return registry;
}

TEST(ThreadsOfTheProcess, areThoseOfTheSessionsAndNoneOfALibrary) {
    Seen seen;
    const auto kernels = watchedKernels(seen);
    const int before = threadsOfTheProcess();
    std::vector<std::unique_ptr<Session>> sessions;
    int own = 0;
    for (const auto& [name, threads] : {std::pair{"lenet", 1}, {"lenet", 3}, {"encoder", 2}}) {
        SessionOptions options;
        options.threads = threads;
        auto net = test::trainingNet(name, test::Rewriting::Full);
        ASSERT_TRUE(net) << describe(net.error());
        options.lowering = graph::trainingPasses();
        auto session = Session::create(net->graph, options, kernels);
        ASSERT_TRUE(session) << describe(session.error());
        sessions.push_back(*std::move(session));
        own += threads - 1; // the caller is one of them
        ASSERT_TRUE(test::losses(*sessions.back(), name, 6, 2, 1));
        EXPECT_LE(seen.most, before + own) << name << " with " << threads;
    }
    EXPECT_GT(seen.runsOfTheLibrary, 20);
    std::thread second([&] { EXPECT_TRUE(test::losses(*sessions[1], "lenet", 6, 2, 1)); });
    EXPECT_TRUE(test::losses(*sessions[2], "encoder", 6, 2, 1));
    second.join();
    EXPECT_LE(seen.most, before + own + 1) << "two sessions at once";
    EXPECT_GE(seen.most, before + own) << "they were seen";
}

} // namespace
} // namespace td::runtime
