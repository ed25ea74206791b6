#include "engine/graph/builder.h"
#include "engine/graph/ops/window.h"
#include "tests/support/eager.h"

#include <gtest/gtest.h>

/// Symbolic sizes through windows and layers, and data that names classes or rows that are not there.
namespace td::test {
namespace {

using graph::Expr;
using graph::Ints;

const Dim kBatch = Dim::symbol("B"), kTime = Dim::symbol("T"), kHeight = Dim::symbol("H");

/// What inference makes of an operation over symbolic shapes.
std::string inferred(std::string_view op, const std::vector<std::optional<Shape>>& inputs,
                     graph::Attributes attributes = {}) {
    graph::Graph graph(graph::builtinOps());
    graph::Builder builder(graph);
    std::vector<Expr> given;
    for (const auto& shape : inputs)
        given.push_back(shape ? builder.input("x" + std::to_string(given.size()), {DType::F32, *shape}) : Expr{});
    std::string text;
    for (const Expr& output : builder.emitAll(op, given, std::move(attributes)))
        text += output.shape().toString();
    return builder.error() ? describe(*builder.error()) : text;
}

TEST(SymbolicShapes, windowsDivideRoundingUpOrDown) {
    const Shape x{kBatch, kHeight, 28, 3}, w{3, 3, 3, 8};
    const auto none = std::nullopt;
    EXPECT_EQ(inferred("conv", {x, w, none}), "(B,H-2,26,8)");
    EXPECT_EQ(inferred("conv", {x, w, none}, {{"padding", "same"}, {"strides", Ints{2, 2}}}),
              "(B,floor((H+1)/2),14,8)");
    EXPECT_EQ(inferred("max_pool", {x}, {{"pool", Ints{2, 2}}}), "(B,floor((H)/2),14,3)");
    EXPECT_EQ(inferred("adaptive_avg_pool", {x}, {{"size", Ints{2, 3}}}), "(B,2,3,3)");
}

TEST(SymbolicShapes, transposedConvolutionMultiplies) {
    const Shape y{kBatch, kHeight, 3}, w{4, 2, 3};
    EXPECT_EQ(inferred("conv_backward_data", {y, w},
                       {{"padding", "same"}, {"strides", Ints{2}}, {"shape", Shape{kBatch, kHeight * Dim(2), 2}}}),
              "(B,2*H,2)");
    EXPECT_EQ(inferred("conv_backward_data", {y, w},
                       {{"strides", Ints{2}}, {"shape", Shape{kBatch, kHeight * Dim(2) + Dim(2), 2}}}),
              "(B,2*H+2,2)");
}

TEST(SymbolicShapes, layersKeepBatchAndTime) {
    const auto none = std::nullopt;
    const Shape sequence{kBatch, kTime, 5}, heads{kBatch, kTime, 2, 4};
    EXPECT_EQ(inferred("lstm", {sequence, Shape{5, 12}, Shape{3, 12}, none, none, none, none}),
              "(B,T,3)(B,3)(B,3)(B,T,15)");
    EXPECT_EQ(inferred("attention", {heads, heads, heads, none}, {{"scale", 1.0}}), "(B,T,2,4)(B,2,T)");
    EXPECT_EQ(inferred("layer_norm", {sequence, Shape{5}, none}), "(B,T,5)(B,T)(B,T)");
    EXPECT_EQ(inferred("batch_norm_training", {sequence, none, none, none}), "(B,T,5)(5)(5)");
}

TEST(WindowAxes, samePutsTheOddCellAtTheEnd) {
    const graph::Attributes same = {
        {"padding", std::string("same")}, {"strides", Ints{2}}, {"pads", Ints{}}, {"dilations", Ints{2}}};
    const Extents x{1, 6, 1}, kernel{2};
    const auto axes = graph::windowAxes(same, x, kernel);
    ASSERT_EQ(axes.size(), 1u);
    EXPECT_EQ(axes[0].out, 3);
    EXPECT_EQ(axes[0].before, 0); // one cell missing: (3-1)*2 + 3 - 6
}

/// What a refused convolution over one spatial axis says.
Error refusedConv(const Shape& x, const Shape& w, graph::Attributes attributes) {
    graph::Graph graph(graph::builtinOps());
    const auto node = graph.addNode(
        "conv", {graph.addInput("x", {DType::F32, x}), graph.addInput("w", {DType::F32, w}), graph::ValueId::None},
        std::move(attributes));
    EXPECT_FALSE(node);
    return node ? Error() : node.error();
}

TEST(WindowErrors, aWindowLargerThanThePictureNamesBoth) {
    const Error plain = refusedConv({kBatch, 4, 3}, {5, 3, 2}, {});
    EXPECT_EQ(plain.code, ErrorCode::ShapeMismatch);
    EXPECT_EQ(plain.fact("input"), "x");
    EXPECT_EQ(plain.fact("found"), "(B,4,3)");
    EXPECT_NE(plain.fact("expected").find("the window (5)"), std::string::npos) << plain.fact("expected");
    const Error apart = refusedConv({kBatch, 4, 3}, {3, 3, 2}, {{"dilations", Ints{2}}});
    EXPECT_NE(apart.fact("expected").find("(3) with its cells (2) apart"), std::string::npos) << apart.fact("expected");
}

TEST(WindowErrors, numbersThatOverflowAreRefusedByName) {
    const Error error = refusedConv({kBatch, 9, 1}, {3, 1, 1}, {{"dilations", Ints{4611686018427387905}}});
    EXPECT_EQ(error.code, ErrorCode::InvalidArgument);
    EXPECT_EQ(error.fact("attribute"), "dilations");
    EXPECT_EQ(error.fact("found"), "[4611686018427387905]");
    EXPECT_EQ(error.fact("expected"), "1 numbers of 1 to 2^30");
    const Error pads = refusedConv({kBatch, 9, 1}, {3, 1, 1}, {{"padding", std::string("explicit")}});
    EXPECT_EQ(pads.fact("found"), "nothing");
}

struct Reported {
    std::vector<Tensor> outputs;
    int64_t value = 0, limit = 0;
    bool isSet = false;
};
Reported runReporting(std::string_view op, const std::vector<OptionalTensor>& inputs) {
    kernels::KernelFault fault;
    EagerOptions options;
    options.fault = &fault;
    auto outputs = runOp(op, inputs, {}, options);
    if (!outputs) ADD_FAILURE() << describe(outputs.error());
    return {outputs ? *outputs : std::vector<Tensor>{}, fault.value(), fault.limit(), fault.isSet()};
}

TEST(BadData, aLabelThatIsNoClassIsReportedAndCountsAsZero) {
    const Tensor logits = Tensor::floats({2, 3}, {1, 2, 3, 0, 1, 0});
    const auto bad = runReporting("softmax_cross_entropy", {logits, Tensor::ints({2}, {7, 1})});
    const auto zero = runReporting("softmax_cross_entropy", {logits, Tensor::ints({2}, {0, 1})});
    EXPECT_TRUE(bad.isSet);
    EXPECT_EQ(bad.value, 7);
    EXPECT_EQ(bad.limit, 3);
    EXPECT_FALSE(zero.isSet);
    EXPECT_TRUE(bad.outputs[0] == zero.outputs[0]);
}

TEST(BadData, aRowOutsideTheTableIsReported) {
    const Tensor table = Tensor::floats({2, 1}, {1, 2}), rows = Tensor::floats({2, 1}, {1, 1});
    const auto bad =
        runReporting("sgd_rows", {table, rows, Tensor::ints({2}, {-1, 1}), Tensor::scalar(DType::F32, 0.5)});
    EXPECT_TRUE(bad.isSet);
    EXPECT_EQ(bad.value, -1);
    EXPECT_EQ(bad.limit, 2);
    EXPECT_FLOAT_EQ(static_cast<float>(bad.outputs[0].at(0)), 0.5f);
}

} // namespace
} // namespace td::test
