#include "engine/runtime/session.h"

#include "engine/graph/gradient.h"
#include "engine/graph/op_registry.h"
#include "engine/graph/text.h"
#include "tests/support/net_session.h"
#include "tests/support/same_graph.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <gtest/gtest.h>
#include <thread>
#include <utility>

namespace td::runtime {
namespace {

using namespace graph;

std::unique_ptr<Session> sessionOf(std::string_view text, SessionOptions options = {}) {
    auto session = Session::create(test::graphOf(text), std::move(options), kernels::builtinKernels());
    EXPECT_TRUE(session) << describe(session.error());
    return session ? *std::move(session) : nullptr;
}

constexpr std::string_view kTwice =
    "%0 = input \"x\" float32(B,2)\n%1 = input \"y\" float32(B,2)\n%2 = add(%0, %1)\noutput \"sum\" %2\n";

TEST(Session, aSecondBatchSizeMakesASecondPlanAndBothAreKept) {
    const auto session = sessionOf(kTwice);
    const Tensor two = Tensor::floats({2, 2}, {1, 2, 3, 4}), one = Tensor::floats({1, 2}, {5, 6});
    Plan* const first = session->run({two, two}).value();
    EXPECT_EQ(session->output(*first, 0), Tensor::floats({2, 2}, {2, 4, 6, 8}));
    Plan* const second = session->run({one, one}).value();
    EXPECT_NE(first, second);
    EXPECT_EQ(session->output(*second, 0), Tensor::floats({1, 2}, {10, 12}));
    EXPECT_EQ(session->run({two, two}).value(), first);
    EXPECT_EQ(session->run({one, one}).value(), second);
    EXPECT_EQ(session->output(*first, 0), Tensor::floats({2, 2}, {2, 4, 6, 8}))
        << "outputs stay until the plan's next run";
}

TEST(Session, theGradientOfPartsOfUnknownSizesIsCutWhereTheyMet) {
    Graph graph(builtinOps());
    Builder b(graph);
    const Expr x = b.input("x", {DType::F32, {Dim::symbol("B"), 2}}),
               y = b.input("y", {DType::F32, {Dim::symbol("T"), 2}});
    const std::vector<Expr> parts = {x, y, x};
    const std::vector<Expr> found = gradients(b, sum(unary("square", b.emit("concat", parts, {{"axis", 0}}))), parts);
    ASSERT_FALSE(b.error()) << describe(*b.error());
    graph.addOutput("dx", found[0].id);
    graph.addOutput("dy", found[1].id);
    const auto session = Session::create(std::move(graph), {}, kernels::builtinKernels()).value();
    Plan* const plan = session->run({Tensor::floats({1, 2}, {1, 2}), Tensor::floats({2, 2}, {3, 4, 5, 6})}).value();
    EXPECT_EQ(session->output(*plan, 0), Tensor::floats({1, 2}, {4, 8})) << "it stands there twice";
    EXPECT_EQ(session->output(*plan, 1), Tensor::floats({2, 2}, {6, 8, 10, 12}));
}

TEST(Session, thePlanThatWasUsedLeastRecentlyGoesFirst) {
    SessionOptions options;
    options.plansKept = 2;
    int lowered = 0;
    options.lowering = {{"count", "", [&](Graph&) {
                             ++lowered;
                             return Result<void>();
                         }}};
    const auto session = sessionOf(kTwice, options);
    const auto plan = [&](int64_t batch) { EXPECT_TRUE(session->plan({{batch, 2}, {batch, 2}})); };
    plan(1);
    plan(2);
    plan(1);
    plan(3); // takes the place of 2
    plan(1);
    EXPECT_EQ(lowered, 3);
    plan(2);
    EXPECT_EQ(lowered, 4);
}

TEST(Session, whatIsMadeOfTheGraphForABatchCanBeWatched) {
    std::vector<std::pair<std::string, std::string>> seen;
    SessionOptions options;
    options.lowering = {*findPass("algebra")};
    options.observer = [&](std::string_view pass, const Graph& graph) { seen.emplace_back(pass, toText(graph)); };
    const auto session =
        sessionOf("%0 = input \"x\" float32(B,2)\n%1 = constant tensor float32(2){0.25, 1.0}\n%2 = exp(%1)\n"
                  "%3 = identity(%0)\n%4 = mul(%3, %2)\noutput \"y\" %4\n",
                  options);
    ASSERT_TRUE(session->draft({{3, 2}}));
    ASSERT_EQ(seen.size(), 4u);
    EXPECT_EQ(seen[0].first, "");
    EXPECT_NE(seen[0].second.find("(B,2)"), std::string::npos);
    EXPECT_EQ(seen[1].first, "shapes");
    EXPECT_EQ(seen[1].second.find("(B,2)"), std::string::npos);
    EXPECT_EQ(seen[2].first, "algebra");
    EXPECT_EQ(seen[2].second.find("identity"), std::string::npos);
    EXPECT_EQ(seen[3].first, "constants");
    EXPECT_NE(seen[2].second.find("exp"), std::string::npos);
    EXPECT_EQ(seen[3].second.find("exp"), std::string::npos);
}

TEST(Session, aBatchOfNoneAtAllRuns) {
    const auto session = sessionOf(kTwice);
    const Tensor none = Tensor::zeros(DType::F32, {0, 2});
    const auto plan = session->run({none, none});
    ASSERT_TRUE(plan) << describe(plan.error());
    EXPECT_EQ(session->output(**plan, 0).value().elements(), 0);
}

TEST(Session, wrongFeedsAreRefusedByTheInputsName) {
    const auto session = sessionOf(kTwice);
    const Tensor good = Tensor::zeros(DType::F32, {2, 2});
    const auto refused = [&](const std::vector<Tensor>& feeds) {
        const auto plan = session->run(feeds);
        EXPECT_FALSE(plan);
        return plan ? Error() : plan.error();
    };
    for (const Extents& extents : {Extents{2, 3}, Extents{2}, Extents{2, 2, 1}, Extents{}}) {
        const Error wrong = refused({good, Tensor::zeros(DType::F32, extents)});
        EXPECT_EQ(wrong.code, ErrorCode::ShapeMismatch);
        EXPECT_EQ(wrong.fact("input"), "y");
        EXPECT_EQ(wrong.fact("expected"), "(B,2)");
        EXPECT_EQ(wrong.fact("found"), toString(extents));
    }
    EXPECT_EQ(refused({good, Tensor::zeros(DType::F32, {3, 2})}).fact("input"), "y") << "B is what it was in x";
    for (const DType dtype : {DType::F64, DType::I32}) {
        const Error type = refused({good, Tensor::zeros(dtype, {2, 2})});
        EXPECT_EQ(type.code, ErrorCode::TypeMismatch);
        EXPECT_EQ(type.fact("input"), "y");
        EXPECT_EQ(type.fact("expected"), "float32");
        EXPECT_EQ(type.fact("found"), name(dtype));
    }
    EXPECT_EQ(refused({good}).code, ErrorCode::InvalidArgument);
    EXPECT_EQ(refused({good, good, good}).code, ErrorCode::InvalidArgument);
    EXPECT_EQ(refused({}).code, ErrorCode::InvalidArgument);
    EXPECT_TRUE(session->run({good, good})) << "the session goes on";
}

TEST(Session, valuesTooLargeForAnyMachineAreRefusedBeforeAnythingRuns) {
    for (const char* extents : {"4611686018427387904", "4294967296,4294967296", "4294967296,1073741824,4"}) {
        const auto session = sessionOf("%0 = input \"x\" float32()\n%1 = broadcast_to(%0) shape=shape(" +
                                       std::string(extents) + ")\n%2 = tanh(%1)\n%3 = sum(%2)\noutput \"y\" %3\n");
        const auto plan = session->run({Tensor::scalar(DType::F32, 1)});
        ASSERT_FALSE(plan) << extents;
        EXPECT_EQ(plan.error().code, ErrorCode::TooLarge) << describe(plan.error());
    }
    const auto none = Session::create(test::graphOf("%0 = variable \"v\" float32(4294967296,4294967296)\n"), {},
                                      kernels::builtinKernels());
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, ErrorCode::TooLarge);
}

TEST(Session, variablesOfUnknownSizeAreRefusedByName) {
    const auto session =
        Session::create(test::graphOf("%0 = variable \"v\" float32(B)\n"), {}, kernels::builtinKernels());
    ASSERT_FALSE(session);
    EXPECT_EQ(session.error().fact("variable"), "v");
}

TEST(Session, anIndexOutOfRangeNamesOperationLayerAndValueAndChangesNoVariable) {
    const auto session = sessionOf(R"(
%0 = input "ids" int32(B)
%1 = variable "table" float32(10,2) trainable
%2 = variable "average" float32(10,2)
%3 = gather(%1, %0) axis=0 batch_dims=0 @"emb" "call"
%4 = sum(%3)
%5 = constant tensor float32(){1.0}
%6 = broadcast_to(%5) shape=shape(B,2)
%7 = gather_grad(%6, %0) axis=0 batch_dims=0 shape=shape(10,2)
%8 = sgd(%1, %7, %5)
%9 = ema(%1, %2) momentum=0.5
output "loss" %4
update %1 %8
update %2 %9
)");
    session->variable("table").value().set(3, 7);
    session->variable("average").value().set(0, 5);
    const test::Outcome before = test::variablesOf(*session);
    for (const int32_t id : {9999, 10, -1}) {
        const auto plan = session->run({Tensor::ints({3}, {1, id, 2})});
        ASSERT_FALSE(plan);
        EXPECT_EQ(plan.error().code, ErrorCode::InvalidArgument);
        EXPECT_EQ(plan.error().fact("op"), "gather");
        EXPECT_EQ(plan.error().fact("layer"), "emb");
        EXPECT_EQ(plan.error().fact("found"), std::to_string(id));
        EXPECT_EQ(plan.error().fact("expected"), "0 … 9");
        EXPECT_EQ(test::variablesOf(*session), before);
    }
    ASSERT_TRUE(session->run({Tensor::ints({3}, {1, 9, 2})}));
    EXPECT_NE(test::variablesOf(*session), before);
}

TEST(Session, anIndexOutOfRangeOfANetChangesNoVariable) {
    auto session = test::trainingSession("wide_deep", test::Rewriting::Full);
    ASSERT_TRUE(session) << describe(session.error());
    const test::Outcome before = test::variablesOf(**session);
    auto feeds = drawBatch("wide_deep", bench::Purpose::Training, 4, 1);
    feeds[0].set(5, 80000);
    const auto plan = (*session)->run(feeds);
    ASSERT_FALSE(plan);
    EXPECT_EQ(plan.error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(plan.error().fact("found"), "80000");
    EXPECT_EQ(test::variablesOf(**session), before);
}

/// About a second of work in small steps.
std::string longText() {
    std::string text = "%0 = input \"x\" float32(384,384)\n%1 = matmul(%0, %0)\n";
    for (int i = 2; i < 1500; ++i)
        text += "%" + std::to_string(i) + " = matmul(%" + std::to_string(i - 1) + ", %0)\n";
    return text + "output \"y\" %1499\n";
}

/// Seconds from the first call of `stop` to the end of the run.
double secondsToStop(Session& session, Plan& plan, const std::vector<Tensor>& feeds) {
    using Clock = std::chrono::steady_clock;
    std::atomic<bool> isRunning{false}, isDone{false};
    Clock::time_point first;
    std::thread stopper([&] {
        while (!isRunning.load())
            std::this_thread::yield();
        first = Clock::now();
        for (; !isDone.load(); std::this_thread::yield())
            session.stop();
    });
    isRunning = true;
    const auto ran = session.run(plan, feeds);
    const auto end = Clock::now();
    isDone = true;
    stopper.join();
    EXPECT_FALSE(ran);
    EXPECT_EQ(ran.error().code, ErrorCode::Cancelled);
    return std::chrono::duration<double>(end - first).count();
}

TEST(Session, stopFromAnotherThreadEndsTheRunSoon) {
    const auto session = sessionOf(longText());
    Plan* const plan = session->plan({{384, 384}}).value();
    double best = 1;
    for (int i = 0; i < 5; ++i) // a busy machine may not let the other thread run at once
        best = std::min(best, secondsToStop(*session, *plan, {Tensor::zeros(DType::F32, {384, 384})}));
    EXPECT_LT(best, 0.1);
}

/// The CPU's kernels, but a softsign also stops the session that runs it.
kernels::KernelRegistry stoppingKernels(Session*& session) {
    kernels::KernelRegistry registry = kernels::builtinKernels();
    const auto prepare = [&session](const kernels::KernelRequest&) -> Result<kernels::PreparedKernel> {
        return kernels::prepared<Session**>(
            &session, [](Session** const& at, const kernels::KernelCall&) { (*at)->stop(); }, "stop");
    };
    registry.add({"softsign", "stopping", DeviceKind::Cpu, 1000, {}, prepare});
    return registry;
}

TEST(Session, aStopComesBeforeAnyVariableChangesOrTooLate) {
    const std::string variables = "%0 = input \"x\" float32(32)\n%1 = constant tensor float32(){1.0}\n"
                                  "%2 = variable \"a\" float32(32)\n%3 = variable \"b\" float32(32)\n"
                                  "%4 = variable \"copied\" float32(32)\n";
    const std::string updates = "update %2 %6\nupdate %3 %7\nupdate %4 %8\noutput \"y\" %5\n";
    const std::string stop = "%5 = softsign(%0)\n", changeA = "%6 = sgd(%2, %0, %1)\n",
                      changeB = "%7 = sgd(%3, %5, %1)\n", copied = "%8 = add(%4, %0)\n";
    const auto all = [](float value) { return Tensor::floats({32}, std::vector<float>(32, value)); };
    Session* running = nullptr;
    const auto kernels = stoppingKernels(running);
    const auto run = [&](const std::string& nodes, bool isWhole) {
        const auto session = Session::create(test::graphOf(variables + nodes + updates), {}, kernels).value();
        running = session.get();
        const auto ran = session->run({all(1)});
        EXPECT_EQ(ran.has_value(), isWhole);
        if (!ran) {
            EXPECT_EQ(ran.error().code, ErrorCode::Cancelled);
        }
        EXPECT_EQ(session->variable("a").value() == all(0), !isWhole);
        EXPECT_EQ(session->variable("copied").value(), all(isWhole ? 1 : 0));
    };
    run(copied + changeA + stop + changeB, true);
    std::string waits = changeA;
    waits.replace(waits.find("%0"), 2, "%5"); // the first change needs what stops the run
    run(copied + stop + waits + changeB, false);
}

TEST(Session, aFlagFromOutsideStopsAsLongAsItIsSet) {
    std::atomic<bool> flag{true};
    SessionOptions options;
    options.stopFlag = &flag;
    const auto session = sessionOf(kTwice, options);
    const std::vector<Tensor> feeds(2, Tensor::zeros(DType::F32, {1, 2}));
    for (int i = 0; i < 2; ++i) {
        const auto ran = session->run(feeds);
        ASSERT_FALSE(ran);
        EXPECT_EQ(ran.error().code, ErrorCode::Cancelled);
    }
    flag = false;
    EXPECT_TRUE(session->run(feeds));
}

TEST(Session, aStopBeforeARunStopsNothing) {
    const auto session = sessionOf(kTwice);
    session->stop();
    EXPECT_TRUE(session->run({Tensor::zeros(DType::F32, {1, 2}), Tensor::zeros(DType::F32, {1, 2})}));
}

TEST(Session, spansTellEveryStepOfARunInOrder) {
    static_assert(sizeof(Span) == 24);
    const auto session = sessionOf("%0 = input \"x\" float32(64,64)\n%1 = tanh(%0)\n%2 = reshape(%1) "
                                   "shape=shape(4096)\n%3 = exp(%2)\n%4 = sum(%3)\noutput \"y\" %4\n");
    session->recordSpans(100);
    Plan* const plan = session->run({Tensor::zeros(DType::F32, {64, 64})}).value();
    const auto spans = session->spans();
    ASSERT_EQ(spans.size(), plan->steps().size());
    EXPECT_EQ(spans.size(), 3u) << "a view is no step";
    uint64_t inKernels = 0;
    for (size_t i = 0; i < spans.size(); ++i) {
        EXPECT_EQ(spans[i].node, plan->steps()[i].node);
        EXPECT_EQ(spans[i].step, i);
        EXPECT_LT(spans[i].begin, spans[i].end);
        EXPECT_LE(i > 0 ? spans[i - 1].end : 0, spans[i].begin);
        inKernels += spans[i].end - spans[i].begin;
    }
    EXPECT_EQ(session->lastRunTime().kernels, inKernels);
    EXPECT_GE(session->lastRunTime().total, inKernels);
}

TEST(Session, aScalarOutputIsItsNumberWhateverItsType) {
    for (int d = 0; d < kDTypes; ++d) {
        const auto dtype = static_cast<DType>(d);
        const auto session = sessionOf(
            "%0 = input \"x\" float32()\n%1 = cast(%0) dtype=" + std::string(td::name(dtype)) + "\noutput \"y\" %1\n");
        Plan* const plan = session->run({Tensor::scalar(DType::F32, 1)}).value();
        EXPECT_EQ(session->scalarOutput(*plan, 0), 1) << td::name(dtype);
    }
    const auto empty = sessionOf("%0 = input \"x\" float32(0)\n%1 = relu(%0)\noutput \"y\" %1\n");
    Plan* const plan = empty->run({Tensor::zeros(DType::F32, {0})}).value();
    EXPECT_TRUE(std::isnan(empty->scalarOutput(*plan, 0)));
}

TEST(Session, anIndexIntoAnEmptyAxisSaysThatItIsEmpty) {
    const auto session = sessionOf("%0 = input \"x\" float32(0,2)\n%1 = input \"i\" int32(3)\n"
                                   "%2 = gather(%0, %1) axis=0\noutput \"y\" %2\n");
    const auto ran = session->run({Tensor::zeros(DType::F32, {0, 2}), Tensor::ints({3}, {-1, 0, 1})});
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().fact("found"), "-1");
    EXPECT_EQ(ran.error().fact("expected"), "no index at all, as the axis is empty");
}

/// Against the system's clock over a time that is long beside the jitter of reading it.
TEST(Session, ticksGoAsFastAsIsSaid) {
    using Clock = std::chrono::steady_clock;
    const auto read = [] { // the closest of some pairs
        std::pair<uint64_t, Clock::time_point> best;
        for (uint64_t i = 0, closest = UINT64_MAX; i < 20; ++i) {
            const uint64_t before = ticks();
            const auto time = Clock::now();
            const uint64_t between = ticks() - before;
            if (between >= closest) continue;
            closest = between;
            best = {before, time};
        }
        return best;
    };
    const auto first = read();
    while (Clock::now() - first.second < std::chrono::milliseconds(100)) {
    }
    const auto last = read();
    const double seconds = std::chrono::duration<double>(last.second - first.second).count();
    EXPECT_NEAR(static_cast<double>(last.first - first.first) / seconds / ticksPerSecond(), 1, 1e-3);
}

TEST(Session, aFullRingOfSpansKeepsTheLatest) {
    const auto session =
        sessionOf("%0 = input \"x\" float32(8)\n%1 = tanh(%0)\n%2 = sum(%1)\n%3 = exp(%2)\noutput \"y\" %3\n");
    session->recordSpans(4);
    const Tensor x = Tensor::zeros(DType::F32, {8});
    std::vector<uint32_t> steps;
    for (int i = 0; i < 3; ++i)
        ASSERT_TRUE(session->run({x}));
    for (const Span& span : session->spans())
        steps.push_back(span.step);
    EXPECT_EQ(steps, (std::vector<uint32_t>{2, 0, 1, 2}));
    session->recordSpans(0);
    ASSERT_TRUE(session->run({x}));
    EXPECT_TRUE(session->spans().empty());
}

TEST(Session, nothingThatRunsOnTheDeviceIsAnErrorWithItsName) {
    Graph graph = test::graphOf("%0 = input \"x\" float32(2)\n%1 = relu(%0) @\"act\" \"call\"\noutput \"y\" %1\n");
    graph.node(graph.order()[0]).device.kind = DeviceKind::Other;
    auto session = Session::create(std::move(graph), {}, kernels::builtinKernels()).value();
    const auto plan = session->run({Tensor::floats({2}, {1, 2})});
    ASSERT_FALSE(plan);
    EXPECT_EQ(plan.error().code, ErrorCode::Unsupported);
    EXPECT_EQ(plan.error().fact("op"), "relu");
    EXPECT_EQ(plan.error().fact("layer"), "act");
}

} // namespace
} // namespace td::runtime
