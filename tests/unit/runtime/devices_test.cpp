#include "engine/graph/op_def.h"
#include "tests/support/fake_device.h"
#include "tests/support/net_session.h"
#include "tests/support/same_graph.h"

#include <cmath>
#include <gtest/gtest.h>

/// Graphs over several devices: what crosses is copied, every device has its own memory, the host waits before it reads.
namespace td::runtime {
namespace {

using namespace graph;

constexpr Device kFirst{DeviceKind::Other, 0}, kSecond{DeviceKind::Other, 1};

std::unique_ptr<Session> sessionOf(Graph graph, const std::vector<test::FakeDevice>& devices) {
    SessionOptions options;
    for (const test::FakeDevice& device : devices)
        options.devices.push_back(device.backend);
    auto session = Session::create(std::move(graph), std::move(options), test::kernelsWithFakes());
    EXPECT_TRUE(session) << describe(session.error());
    return *std::move(session);
}

/// Puts the nodes of these operations there.
Graph placed(std::string_view text, Device device, const std::vector<std::string_view>& ops) {
    Graph graph = test::graphOf(text);
    for (const NodeId id : graph.order())
        for (const std::string_view op : ops)
            if (graph.node(id).op->name == op) graph.node(id).device = device;
    return graph;
}

constexpr std::string_view kChain = "%0 = input \"x\" float32(3)\n%1 = constant tensor float32(3){1.0,2.0,3.0}\n"
                                    "%2 = add(%0, %1)\n%3 = mul(%2, %1)\n%4 = neg(%3)\n%5 = sum(%4)\n%6 = square(%4)\n"
                                    "output \"sum\" %5\noutput \"squares\" %6\n";
const std::vector<Tensor> kOnes = {Tensor::floats({3}, {1, 1, 1})};

void expectChain(const Session& session, const Plan& plan) {
    EXPECT_EQ(session.output(plan, 0), Tensor::scalar(DType::F32, -(2.f + 6.f + 12.f)));
    EXPECT_EQ(session.output(plan, 1), Tensor::floats({3}, {4, 36, 144}));
}

TEST(Devices, whatCrossesIsCopiedOnceAndConstantsAreSentOnce) {
    const test::FakeDevice device = test::fakeDevice();
    const auto session = sessionOf(placed(kChain, kFirst, {"add", "mul", "neg"}), {device});
    for (int run = 1; run <= 3; ++run) {
        Plan* const plan = session->run(kOnes).value();
        expectChain(*session, *plan);
        EXPECT_EQ(device.counts->copiesIn, run + 1) << "x in each run, the constant when the plan was made";
        EXPECT_EQ(device.counts->copiesOut, run) << "two readers, one copy";
        EXPECT_EQ(device.counts->kernels, 3 * run);
        EXPECT_EQ(device.counts->waits, run) << "before the first reader";
    }
}

TEST(Devices, theTimeOfARunCountsUntilTheHostHasTheResults) {
    const test::FakeDevice device = test::fakeDevice();
    const auto session = sessionOf(placed(kChain, kFirst, {"add", "mul", "neg", "sum", "square"}), {device});
    ASSERT_TRUE(session->run(kOnes));
    constexpr double kKernels = 5, kSecondsOfOne = 100e-6; // of the fake device's stream
    EXPECT_GE(static_cast<double>(session->lastRunTime().total) / ticksPerSecond(), 0.99 * kKernels * kSecondsOfOne);
}

TEST(Devices, eachHasAnArenaOfItsOwnAndThePlanSaysHowLarge) {
    const test::FakeDevice device = test::fakeDevice();
    const auto session = sessionOf(placed(kChain, kFirst, {"add", "mul", "neg"}), {device});
    const Plan& plan = **session->plan({{3}});
    ASSERT_EQ(plan.need().devices.size(), 1u);
    const DeviceNeed& need = plan.need().devices[0];
    EXPECT_EQ(need.device, kFirst);
    EXPECT_EQ(need.constants, 12u);
    EXPECT_GE(need.arena, 64u);
    EXPECT_EQ(device.counts->bytes, need.arena + need.scratch + need.constants);
    EXPECT_NE(plan.toText().find("other:0 arena+0"), std::string::npos) << plan.toText();
    EXPECT_NE(plan.toText().find("other:0: variables 0, constants 12"), std::string::npos) << plan.toText();
}

TEST(Devices, betweenTwoAValueGoesThroughTheHost) {
    const test::FakeDevice first = test::fakeDevice(0), second = test::fakeDevice(1);
    Graph graph = placed(kChain, kFirst, {"add", "neg", "square"});
    for (const NodeId id : graph.order())
        if (graph.node(id).op->name == "mul" || graph.node(id).op->name == "sum") graph.node(id).device = kSecond;
    const auto session = sessionOf(std::move(graph), {first, second});
    for (int run = 1; run <= 3; ++run)
        expectChain(*session, *session->run(kOnes).value());
    EXPECT_EQ(first.counts->copiesOut, 3 * 3) << "of the sum, the negative, the squares";
    EXPECT_EQ(second.counts->copiesOut, 3 * 2) << "of the product and the result";
}

TEST(Devices, aViewOfWhatComesFromADeviceIsWaitedForToo) {
    const test::FakeDevice device = test::fakeDevice();
    const auto session =
        sessionOf(placed("%0 = input \"x\" float32(4)\n%1 = exp(%0)\n%2 = reshape(%1) shape=shape(2,2)\n%3 = relu(%2)\n"
                         "%4 = add(%3, %3)\noutput \"y\" %4\n",
                         kFirst, {"exp"}),
                  {device});
    for (int run = 0; run < 5; ++run)
        EXPECT_EQ(session->output(**session->run({Tensor::zeros(DType::F32, {4})}), 0),
                  Tensor::floats({2, 2}, {2, 2, 2, 2}));
}

TEST(Devices, aViewOnADeviceIsNoWork) {
    const test::FakeDevice device = test::fakeDevice();
    const auto session = sessionOf(placed("%0 = input \"x\" float32(4)\n%1 = exp(%0)\n%2 = reshape(%1) "
                                          "shape=shape(2,2)\n%3 = neg(%2)\noutput \"y\" %3\noutput \"x\" %2\n",
                                          kFirst, {"exp", "reshape", "neg"}),
                                   {device});
    Plan* const plan = session->run({Tensor::zeros(DType::F32, {4})}).value();
    EXPECT_EQ(session->output(*plan, 0), Tensor::floats({2, 2}, {-1, -1, -1, -1}));
    EXPECT_EQ(session->output(*plan, 1), Tensor::floats({2, 2}, {1, 1, 1, 1}));
    EXPECT_EQ(device.counts->kernels, 2);
}

constexpr std::string_view kStep = "%0 = variable \"w\" float32(2)\n%1 = variable \"old\" float32(2)\n%2 = variable "
                                   "\"mean\" float32(2)\n%3 = input \"g\" float32(2)\n%4 = constant tensor "
                                   "float32(){0.5}\n%5 = sgd(%0, %3, %4)\n%6 = add(%2, %3)\nupdate %0 %5\nupdate %1 "
                                   "%0\nupdate %2 %6\noutput \"w before\" %0\n";

TEST(Devices, variablesStayOnTheirDeviceAndAreReadAndWrittenThroughTheSession) {
    const test::FakeDevice device = test::fakeDevice();
    Graph graph = placed(kStep, kFirst, {"sgd", "add"});
    for (const ValueId id : graph.variables())
        graph.value(id).device = kFirst;
    const auto session = sessionOf(std::move(graph), {device});
    ASSERT_TRUE(session->setVariable("w", Tensor::floats({2}, {5, 6})));
    for (int run = 1; run <= 2; ++run) {
        const Tensor before = session->variableCopy("w").value();
        Plan* const plan = session->run({Tensor::floats({2}, {2, 4})}).value();
        EXPECT_EQ(session->output(*plan, 0), before);
        EXPECT_EQ(session->variableCopy("old").value(), before);
    }
    EXPECT_EQ(session->variableCopy("w").value(), Tensor::floats({2}, {3, 2}));
    EXPECT_EQ(session->variableCopy("mean").value(), Tensor::floats({2}, {4, 8}));
    EXPECT_EQ(session->variable("w").error().fact("device"), "other:0");
    EXPECT_EQ(session->setVariable("w", Tensor::floats({3}, {1, 2, 3})).error().code, ErrorCode::ShapeMismatch);
    EXPECT_EQ(session->setVariable("w", Tensor::ints({2}, {1, 2})).error().code, ErrorCode::TypeMismatch);
    EXPECT_EQ(session->setVariable("v", Tensor()).error().code, ErrorCode::NotFound);
}

TEST(Devices, variablesOfTheHostMayBeChangedByADevice) {
    const test::FakeDevice device = test::fakeDevice();
    const auto session = sessionOf(placed(kStep, kFirst, {"sgd", "add"}), {device});
    ASSERT_TRUE(session->setVariable("w", Tensor::floats({2}, {5, 6})));
    for (int run = 1; run <= 2; ++run)
        ASSERT_TRUE(session->run({Tensor::floats({2}, {2, 4})}));
    EXPECT_EQ(session->variableCopy("w").value(), Tensor::floats({2}, {3, 2}));
    EXPECT_EQ(session->variableCopy("old").value(), Tensor::floats({2}, {4, 4}));
    EXPECT_EQ(session->variable("mean").value(), Tensor::floats({2}, {4, 8}));
}

/// A whole training step of a net on the device, its weights there: it learns what the CPU learns.
TEST(Devices, aNetTrainsOnADeviceAsOnTheCpu) {
    constexpr int64_t kBatch = 4;
    constexpr int kSteps = 5;
    auto onCpu = test::trainingSession("mlp", test::Rewriting::Full);
    ASSERT_TRUE(onCpu) << describe(onCpu.error());
    auto net = test::trainingNet("mlp", test::Rewriting::Full);
    ASSERT_TRUE(net) << describe(net.error());
    for (const NodeId id : net->graph.order())
        net->graph.node(id).device = kFirst;
    for (const ValueId id : net->graph.variables())
        net->graph.value(id).device = kFirst;
    const test::FakeDevice device = test::fakeDevice();
    const auto session = sessionOf(net->graph, {device});
    for (const bench::InitialValue& how : net->initial)
        ASSERT_TRUE(session->setVariable(how.variable, (*onCpu)->variableCopy(how.variable).value()));
    const int sent = device.counts->copiesIn;
    const auto expected = test::losses(**onCpu, "mlp", kBatch, kSteps, 2),
               found = test::losses(*session, "mlp", kBatch, kSteps, 2);
    ASSERT_TRUE(found) << describe(found.error());
    for (size_t i = 0; i < expected->size(); ++i)
        EXPECT_NEAR((*found)[i], (*expected)[i], 1e-4 * std::abs((*expected)[i])) << "step " << i;
    EXPECT_EQ(device.counts->copiesOut, kSteps) << "nothing but the loss";
    EXPECT_LE(device.counts->copiesIn - sent, 2 * kSteps + 8) << "images and labels, and the constants of the plan";
}

TEST(Devices, aDeviceThatIsNotThereIsAnErrorWithItsName) {
    Graph graph =
        placed("%0 = input \"x\" float32(2)\n%1 = relu(%0) @\"act\" \"call\"\noutput \"y\" %1\n", kSecond, {"relu"});
    const auto plan = sessionOf(graph, {test::fakeDevice(0)})->run({Tensor::floats({2}, {1, 2})});
    ASSERT_FALSE(plan);
    EXPECT_EQ(plan.error().code, ErrorCode::Unsupported);
    EXPECT_EQ(plan.error().fact("device"), "other:1");
    EXPECT_EQ(plan.error().fact("layer"), "act");
    graph.value(graph.addVariable("w", {DType::F32, {2}}, true)).device = kSecond;
    const auto none = Session::create(graph, {}, test::kernelsWithFakes());
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().fact("variable"), "w");
}

TEST(Devices, sharedMemoryIsOnTheCpuOnly) {
    Graph graph = test::graphOf("%0 = variable \"w\" float32(2)\noutput \"y\" %0\n");
    graph.value(graph.named("w")).device = kFirst;
    SessionOptions options;
    options.devices = {test::fakeDevice().backend};
    options.shared["w"] = Tensor::floats({2}, {1, 2});
    const auto session = Session::create(std::move(graph), options, test::kernelsWithFakes());
    ASSERT_FALSE(session);
    EXPECT_EQ(session.error().code, ErrorCode::Unsupported);
    EXPECT_EQ(session.error().fact("variable"), "w");
}

TEST(Devices, aFullDeviceIsAnErrorAndNothingStays) {
    const test::FakeDevice device = test::fakeDevice();
    device.counts->mostBytes = 1000;
    const auto session = sessionOf(
        placed("%0 = input \"x\" float32(B)\n%1 = exp(%0)\n%2 = neg(%1)\noutput \"y\" %2\n", kFirst, {"exp", "neg"}),
        {device});
    const auto plan = session->run({Tensor::zeros(DType::F32, {1000})});
    ASSERT_FALSE(plan);
    EXPECT_EQ(plan.error().code, ErrorCode::TooLarge);
    EXPECT_EQ(plan.error().fact("device"), "other:0");
    EXPECT_EQ(device.counts->bytes, 0u);
    EXPECT_TRUE(session->run({Tensor::zeros(DType::F32, {4})})) << "smaller ones go";
}

TEST(Devices, whatGoesWrongOnADeviceEndsTheRunAndTheNextOneIsFree) {
    const test::FakeDevice device = test::fakeDevice();
    const auto session = sessionOf(placed(kChain, kFirst, {"add", "mul", "neg"}), {device});
    ASSERT_TRUE(session->run(kOnes));
    device.counts->failsNext = true;
    const auto ran = session->run(kOnes);
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().code, ErrorCode::Internal);
    EXPECT_EQ(ran.error().fact("device"), "other:0");
    expectChain(*session, *session->run(kOnes).value());
}

TEST(Devices, sessionsAndPlansGiveTheirMemoryBack) {
    const test::FakeDevice device = test::fakeDevice();
    {
        Graph graph = placed(kStep, kFirst, {"sgd", "add"});
        for (const ValueId id : graph.variables())
            graph.value(id).device = kFirst;
        const auto session = sessionOf(std::move(graph), {device});
        EXPECT_GE(device.counts->bytes, 3 * 8u);
        ASSERT_TRUE(session->run({Tensor::floats({2}, {2, 4})}));
    }
    EXPECT_EQ(device.counts->bytes, 0u);
}

} // namespace
} // namespace td::runtime
