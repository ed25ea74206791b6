#include "engine/graph/text.h"

#include "engine/graph/op_registry.h"
#include "engine/graph/passes/pass.h"
#include "engine/kernels/kernel_registry.h"
#include "tests/support/net_session.h"
#include "tests/support/same_graph.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <limits>

namespace td::test {
namespace {

using namespace graph;

Error errorOf(std::string_view text) {
    const auto graph = parseText(text, builtinOps());
    return graph ? Error() : graph.error();
}

class NetText : public testing::TestWithParam<std::string> {};

TEST_P(NetText, readsBackAsTheSameGraphAndThenStaysTheSameText) {
    for (const Rewriting rewriting : {Rewriting::None, Rewriting::Full}) {
        const auto net = trainingNet(GetParam(), rewriting);
        ASSERT_TRUE(net) << describe(net.error());
        const std::string text = toText(net->graph);
        const auto read = parseText(text, builtinOps());
        ASSERT_TRUE(read) << describe(read.error());
        EXPECT_TRUE(read->verify());
        EXPECT_EQ(difference(net->graph, *read), "");
        const auto again = parseText(toText(*read), builtinOps());
        ASSERT_TRUE(again) << describe(again.error());
        EXPECT_EQ(toText(*read), toText(*again));
    }
}
INSTANTIATE_TEST_SUITE_P(All, NetText, testing::ValuesIn(bench::netNames()), [](const auto& at) { return at.param; });

TEST(GraphText, isWhatAPersonWouldWrite) {
    const std::string text = "%0 = input \"x\" float32(B,2)\n"
                             "%1 = variable \"w\" float32(2,3) trainable\n"
                             "%2 = matmul(%0, %1) : float32(B,3) @\"fc\" \"call\"\n"
                             "%3 = relu(%2) gradient of #0\n"
                             "output \"y\" %3\n";
    EXPECT_EQ(toText(graphOf(text)),
              "%0 = input \"x\" float32(B,2)\n"
              "%1 = variable \"w\" float32(2,3) trainable\n"
              "%2 = #0 matmul(%0, %1) transpose_a=false transpose_b=false : float32(B,3) @\"fc\" \"call\"\n"
              "%3 = #1 relu(%2) : float32(B,3) gradient of #0\n"
              "output \"y\" %3\n");
}

TEST(GraphText, takesCommentsEmptyLinesAndALastLineWithoutItsEnd) {
    const std::string text = "// a comment\n\n   \n  // another\n%7 = input \"x\" float32()\noutput \"x\" %7";
    EXPECT_EQ(toText(graphOf(text)), "%0 = input \"x\" float32()\noutput \"x\" %0\n");
}

TEST(GraphText, aNameOrAnUpdateTwiceIsToldByItsLine) {
    EXPECT_EQ(errorOf("%0 = input \"x\" float32(2)\n%2 = variable \"x\" float32()").fact("line"), "2");
    EXPECT_EQ(errorOf("%0 = variable \"v\" float32()\nupdate %0 %0\nupdate %0 %0").fact("line"), "3");
}

/// The graph that a plan runs after all passes, weights at their start: of inference with the weights as constants.
Result<Graph> optimizedGraph(std::string_view name, bench::Purpose purpose) {
    const bool isTraining = purpose == bench::Purpose::Training;
    auto net = isTraining ? trainingNet(name, Rewriting::Full) : bench::buildNet(name, purpose);
    if (!net) return failure(net.error());
    uint64_t seed = 1;
    for (const bench::InitialValue& how : net->initial) {
        Value& variable = net->graph.value(net->graph.named(how.variable));
        variable.constant = Tensor::zeros(variable.type.dtype, *variable.type.shape.extents());
        fillInitial(how, variable.constant, seed++);
    }
    runtime::SessionOptions options;
    options.lowering = isTraining ? trainingPasses() : inferencePasses();
    options.isFrozen = !isTraining;
    auto session = runtime::Session::create(std::move(net->graph), std::move(options), kernels::builtinKernels());
    if (!session) return failure(session.error());
    std::vector<Extents> extents;
    for (const Tensor& tensor : drawBatch(name, purpose, 4, 1))
        extents.push_back(tensor.extents());
    const auto plan = (*session)->draft(extents);
    if (!plan) return failure(plan.error());
    return Graph((*plan)->graph());
}

TEST(GraphText, optimizedGraphsReadBackToTheBit) {
    for (const char* name : {"mlp", "lenet", "encoder"})
        for (const bench::Purpose purpose : {bench::Purpose::Inference, bench::Purpose::Training}) {
            const auto graph = optimizedGraph(name, purpose);
            ASSERT_TRUE(graph) << describe(graph.error());
            const std::string text = toText(*graph, TextValues::All);
            const auto read = parseText(text, builtinOps());
            ASSERT_TRUE(read) << name << ": " << describe(read.error());
            EXPECT_EQ(difference(*graph, *read), "") << name;
        }
}

TEST(GraphText, allValuesOfAnyKindAndSizeReadBack) {
    Graph graph(builtinOps());
    for (int d = 0; d < kDTypes; ++d) {
        const auto dtype = static_cast<DType>(d);
        for (const int64_t size : {0, 1, 2, 64, 65, 66, 67, 1000}) {
            const Tensor tensor = Tensor::zeros(dtype, {size, 1});
            for (int64_t i = 0; i < size; ++i)
                tensor.set(i, static_cast<double>(i * 37 % 101));
            const std::string name = std::string(td::name(dtype)) + std::to_string(size);
            graph.addVariable(name, tensor.type(), false, tensor);
            graph.addOutput(name, graph.addConstant(tensor, "constant " + name));
        }
    }
    const Tensor nans = Tensor::zeros(DType::F32, {2});
    nans.as<uint32_t>()[0] = 0x7FC12345;
    nans.as<uint32_t>()[1] = 0xFF812345; // one that signals
    graph.addOutput("nan", graph.addConstant(nans));
    const std::string text = toText(graph, TextValues::All);
    const Graph read = graphOf(text);
    EXPECT_EQ(difference(graph, read), "");
    EXPECT_EQ(read.value(read.outputs()[1].value).name, "constant float321");
    EXPECT_EQ(toText(read, TextValues::All), text);
}

TEST(GraphText, emptyTensorsWithLongAxesReadBack) {
    Graph graph(builtinOps());
    graph.addOutput("c", graph.addConstant(Tensor::zeros(DType::F32, {0, 784})));
    const std::string text = toText(graph);
    EXPECT_TRUE(text.starts_with("%0 = constant tensor float32(0,784){}")) << text;
    EXPECT_EQ(difference(graph, graphOf(text)), "");
}

TEST(GraphText, bytesThatDoNotFitTheirTensorAreRefused) {
    for (const char* wrong : {"uint8(3)base64{AAA}", "uint8(3)base64{AAAA", "uint8(2)base64{AAAA}",
                              "uint8(4)base64{AAAA}", "uint8(3)base64{AA A}", "uint8(2)base64{AAB=}",
                              "bool(3)base64{AgAA}", "uint8(B)base64{AAAA}", "uint8(3)base64{}"})
        EXPECT_EQ(errorOf(std::string("%0 = constant tensor ") + wrong).code, ErrorCode::Corrupt) << wrong;
    EXPECT_EQ(toText(graphOf("%0 = constant tensor uint8(3)base64{AQIq}\noutput \"c\" %0")),
              "%0 = constant tensor uint8(3){1,2,42}\noutput \"c\" %0\n");
}

TEST(GraphText, namesMayHoldAnything) {
    const std::string name = std::string("a \"b\" \\ c\nd\t\r\x01 % ö") + '\0' + "end";
    Graph graph(builtinOps());
    const ValueId x = graph.addInput(name, {DType::F32, {Dim::symbol("B")}});
    const auto node = graph.addNode("relu", {x}, {}, {name, name});
    graph.addOutput(name, graph.result(*node));
    const std::string text = toText(graph);
    for (const char c : text)
        EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= ' ') << int{c};
    EXPECT_EQ(difference(graph, graphOf(text)), "");
}

TEST(GraphText, everyKindOfAttributeReadsBack) {
    const double least = std::numeric_limits<double>::denorm_min(), most = std::numeric_limits<double>::max();
    Graph graph(builtinOps());
    const ValueId x = graph.addInput("x", {DType::F32, {Dim::symbol("B"), 4, 4, 3}});
    Builder builder(graph);
    for (const double value : {0.0, 3.0, -0.1, 1e22, least, most, 1.0 / 3, std::numeric_limits<double>::infinity()})
        builder.emit("leaky_relu", {builder.wrap(x)}, {{"negative_slope", value}});
    builder.emit("max_pool", {builder.wrap(x)},
                 {{"pool", Ints{2, 2}}, {"strides", Ints{2, 2}}, {"padding", std::string("same")}});
    builder.emit("cast", {builder.wrap(x)}, {{"dtype", DType::BF16}});
    builder.emit("reshape", {builder.wrap(x)}, {{"shape", Shape{Dim::symbol("B") * 2, 24}}});
    ASSERT_FALSE(builder.error()) << describe(*builder.error());
    EXPECT_EQ(difference(graph, graphOf(toText(graph))), "");
}

TEST(GraphText, smallConstantsOfEveryTypeReadBackToTheBit) {
    for (int d = 0; d < kDTypes; ++d) {
        const auto dtype = static_cast<DType>(d);
        Graph graph(builtinOps());
        const Tensor tensor = Tensor::zeros(dtype, {3});
        std::fill_n(tensor.bytes(), tensor.sizeBytes(), std::byte{1});
        tensor.set(1, 0);
        tensor.set(2, 100);
        graph.addOutput("c", graph.addConstant(tensor));
        EXPECT_EQ(difference(graph, graphOf(toText(graph))), "") << name(dtype);
    }
}

TEST(GraphText, integersBeyondADoubleReadBackToTheBit) {
    Graph graph(builtinOps());
    const Tensor tensor = Tensor::zeros(DType::I64, {3});
    tensor.as<int64_t>()[0] = std::numeric_limits<int64_t>::max();
    tensor.as<int64_t>()[1] = std::numeric_limits<int64_t>::min();
    tensor.as<int64_t>()[2] = (int64_t{1} << 53) + 1;
    graph.addOutput("c", graph.addConstant(tensor));
    const Tensor wide = Tensor::zeros(DType::U64, {1});
    wide.as<uint64_t>()[0] = std::numeric_limits<uint64_t>::max();
    graph.addOutput("u", graph.addConstant(wide));
    EXPECT_EQ(difference(graph, graphOf(toText(graph))), "");
}

TEST(GraphText, layoutsDevicesAndSmallInitialValuesReadBack) {
    const std::string text = "%0 = input \"x\" float32(2,6,6,16)\n"
                             "%1 = variable \"rate\" float32(2) trainable on other:1 = tensor float32(2){0.5,0.25}\n"
                             "%2 = variable \"step\" int64() = tensor int64(){7}\n"
                             "%3 = #0 reorder(%0) : float32(2,6,6,16) blocked16\n"
                             "%4 = #1 relu(%3) : float32(2,6,6,16) blocked16 @\"a\" \"b\"\n"
                             "%5 = #2 reorder(%4) : float32(2,6,6,16)\n"
                             "%6 = #3 exp(%1) : float32(2) on cuda:2 @\"c\" \"d\" gradient of #1\n"
                             "output \"y\" %5\noutput \"z\" %6\n";
    const Graph graph = graphOf(text);
    EXPECT_EQ(toText(graph), text);
    EXPECT_EQ(difference(graph, graphOf(toText(graph))), "");
    EXPECT_EQ(graph.value(graph.result(graph.order()[1])).layout, Layout::Blocked16);
    EXPECT_EQ(graph.value(graph.result(graph.order()[2])).layout, Layout::Plain);
    EXPECT_EQ(graph.node(graph.order()[3]).device, (Device{DeviceKind::Cuda, 2}));
    EXPECT_EQ(graph.value(graph.named("rate")).device, (Device{DeviceKind::Other, 1}));
    EXPECT_EQ(graph.value(graph.named("rate")).constant, Tensor::floats({2}, {0.5, 0.25}));
    EXPECT_EQ(graph.value(graph.named("step")).constant.at(0), 7);
}

TEST(GraphText, largeInitialValuesAreLeftOut) {
    Graph graph(builtinOps());
    graph.addVariable("w", {DType::F32, {65}}, false, Tensor::zeros(DType::F32, {65}));
    EXPECT_EQ(toText(graph), "%0 = variable \"w\" float32(65)\n");
}

TEST(GraphText, wrongLayoutsDevicesAndInitialValuesAreToldByTheirLine) {
    const std::string x = "%0 = input \"x\" float32(2,6,6,8)\n%1 = input \"v\" float32(16)\n";
    for (const char* line : {"%2 = relu(%0) : float32(2,6,6,8) blocked16", "%2 = relu(%1) : float32(16) blocked16",
                             "%2 = relu(%0) : float32(2,6,6,8) on mars:0", "%2 = relu(%0) on cpu:256",
                             "%2 = relu(%0) on cpu", "%2 = variable \"w\" float32(2) = tensor float32(3){1.0,2.0,3.0}",
                             "%2 = variable \"w\" float32(2) = tensor int32(2){1,2}",
                             "%2 = variable \"w\" float32(2) = 3", "%2 = variable \"w\" float32(2) on other:-1"}) {
        EXPECT_EQ(errorOf(x + line).code, ErrorCode::Corrupt) << line;
        EXPECT_EQ(errorOf(x + line).fact("line"), "3") << line;
    }
}

TEST(GraphText, largeConstantsAreNamedByTypeAndChecksumAndNotReadBack) {
    Graph graph(builtinOps());
    graph.addOutput("c", graph.addConstant(Tensor::zeros(DType::F32, {65})));
    const std::string text = toText(graph);
    EXPECT_TRUE(text.starts_with("%0 = constant tensor float32(65)#")) << text;
    EXPECT_EQ(errorOf(text).code, ErrorCode::Corrupt);
}

TEST(GraphText, errorsNameTheLineWhatWasExpectedAndWhatWasFound) {
    struct Wrong {
        const char* line;
        const char* expected;
    };
    for (const auto& [line, expected] : {
             Wrong{"hello", "a new value, as %1"},
             Wrong{"%0 = relu(%0)", "a new value, as %1"},
             Wrong{"%1 relu(%0)", "="},
             Wrong{"%1 = relu(%5)", "a value that stands above, as %1"},
             Wrong{"%1 = relu(%0", "a comma or the closing bracket"},
             Wrong{"%1 = relu(%0) axis", "an attribute, as axis=1"},
             Wrong{"%1 = relu(%0) : float32", "a type, as float32(B,10)"},
             Wrong{"%1 = relu(%0) : float32(3)", "the type that the operation gives"},
             Wrong{"%1, %2 = relu(%0)", "as many values as the operation has outputs"},
             Wrong{"%1 = relu(%0) @\"a\" \"b\" more", "the end of the line"},
             Wrong{"%1 = input x float32()", "a name in quotes and a type, as float32(B,10)"},
             Wrong{"%1 = constant tensor float32(2){1.0}", "a tensor with its elements"},
             Wrong{"output x %0", "a name in quotes"},
             Wrong{"output \"x\" _", "a value that stands above, as %1"},
             Wrong{"update %0 %0", "a variable and its next value"},
             Wrong{"update %9 _", "a variable and its next value"},
         }) {
        const Error error =
            errorOf(std::string("%0 = input \"x\" float32(2)\n%9 = variable \"v\" float32(2)\n") + line);
        EXPECT_EQ(error.code, ErrorCode::Corrupt) << line;
        EXPECT_EQ(error.fact("line"), "3") << line;
        EXPECT_EQ(error.fact("expected"), expected) << line;
        EXPECT_NE(std::find_if(error.facts.begin(), error.facts.end(), [](const Fact& f) { return f.name == "found"; }),
                  error.facts.end());
    }
}

TEST(GraphText, whatTheOperationSaysComesWithTheLine) {
    const Error shapes = errorOf("%0 = input \"a\" float32(2,3)\n%1 = matmul(%0, %0) @\"fc\" \"call\"\n");
    EXPECT_EQ(shapes.code, ErrorCode::ShapeMismatch);
    EXPECT_EQ(shapes.fact("line"), "2");
    EXPECT_EQ(shapes.fact("op"), "matmul");
    EXPECT_EQ(shapes.fact("layer"), "fc");
    const Error unknown = errorOf("%0 = input \"a\" float32(2,3)\n\n%1 = frobnicate(%0)\n");
    EXPECT_EQ(unknown.code, ErrorCode::NotFound);
    EXPECT_EQ(unknown.fact("line"), "3");
}

} // namespace
} // namespace td::test
