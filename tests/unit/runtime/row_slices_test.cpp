#include "engine/graph/row_independence.h"
#include "engine/runtime/row_slices.h"
#include "tests/support/same_graph.h"

#include <cmath>
#include <gtest/gtest.h>

/// A batch run a few rows at a time gives what it gives at once, and is never cut where rows depend on each other.
namespace td::runtime {
namespace {

using graph::independentRows;

constexpr std::string_view kImages =
    "%0 = input \"x\" float32(B,6,5,4)\n%1 = variable \"k\" float32(3,3,4,8) trainable\n"
    "%2 = variable \"w\" float32(8,3) trainable\n"
    "%3 = conv(%0, %1, _) padding=\"same\" activation=\"relu\"\n%4 = max_pool(%3) pool=[2,2]\n"
    "%5 = mean(%4) axes=[1,2] keepdims=false\n%6 = dense(%5, %2, _)\n%7 = softmax(%6) axis=-1\n"
    "output \"y\" %7\noutput \"pooled\" %5\n";

Tensor wave(Extents extents, double step) {
    Tensor tensor = Tensor::zeros(DType::F32, std::move(extents));
    for (int64_t i = 0; i < tensor.elements(); ++i)
        tensor.set(i, std::sin(step * static_cast<double>(i)));
    return tensor;
}

std::unique_ptr<Session> imageSession() {
    SessionOptions options;
    options.isFrozen = true;
    auto session = Session::create(test::graphOf(kImages), std::move(options), kernels::builtinKernels());
    EXPECT_TRUE(session) << describe(session.error());
    EXPECT_TRUE((*session)->setVariable("k", wave({3, 3, 4, 8}, 0.7)));
    EXPECT_TRUE((*session)->setVariable("w", wave({8, 3}, 1.3)));
    return *std::move(session);
}

TEST(RowSlices, slicesGiveWhatTheWholeBatchGives) {
    const auto session = imageSession();
    const auto cost = independentRows(session->graph());
    ASSERT_TRUE(cost);
    EXPECT_EQ(cost->widestBytes, 6 * 5 * (4 + 8) * 4) << "the convolution's input and output";
    const Tensor x = wave({7, 6, 5, 4}, 0.3);
    auto whole = RowSlices::make(*session, {x.extents()});
    ASSERT_TRUE(whole && whole->run({x}));
    EXPECT_EQ(whole->rows(), 7);
    auto sliced = RowSlices::make(*session, {x.extents()}, {.whole = 1, .slice = 3 * cost->widestBytes});
    ASSERT_TRUE(sliced && sliced->run({x}));
    EXPECT_EQ(sliced->rows(), 3) << "3, 3 and 1";
    for (size_t output = 0; output < 2; ++output)
        for (int i = 0; i < 7 * (output == 0 ? 3 : 8); ++i)
            EXPECT_NEAR(reinterpret_cast<const float*>(sliced->output(output))[i],
                        reinterpret_cast<const float*>(whole->output(output))[i], 1e-6)
                << output << " " << i;
    const auto other = sliced->run({wave({6, 6, 5, 4}, 0.3)});
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, ErrorCode::ShapeMismatch);
}

TEST(RowSlices, rowsThatMeetAreSeen) {
    const auto isCut = [](std::string_view body) {
        const std::string text = "%0 = input \"x\" float32(B,4)\n" + std::string(body);
        return independentRows(test::graphOf(text)).has_value();
    };
    EXPECT_TRUE(isCut("%1 = softmax(%0) axis=1\noutput \"y\" %1\n"));
    EXPECT_FALSE(isCut("%1 = softmax(%0) axis=0\noutput \"y\" %1\n"));
    EXPECT_FALSE(isCut("%1 = softmax(%0) axis=-2\noutput \"y\" %1\n"));
    EXPECT_FALSE(isCut("%1 = cumsum(%0) axis=0\noutput \"y\" %1\n"));
    EXPECT_FALSE(isCut("%1 = mean(%0) axes=[0] keepdims=true\n%2 = sub(%0, %1)\noutput \"y\" %2\n"));
    EXPECT_FALSE(isCut("%1 = mean(%0) axes=[] keepdims=false\n%2 = sub(%0, %1)\noutput \"y\" %2\n"));
    EXPECT_FALSE(isCut("%1 = transpose(%0) perm=[1,0]\n%2 = matmul(%0, %1)\noutput \"y\" %2\n"));
    EXPECT_FALSE(isCut("%1 = reverse(%0) axes=[0]\noutput \"y\" %1\n"));
    EXPECT_FALSE(isCut("%1 = sum(%0) axes=[0,1] keepdims=false\noutput \"y\" %1\n")) << "an output without rows";
    EXPECT_TRUE(isCut("%1 = reshape(%0) shape=shape(B,2,2)\n%2 = neg(%1)\noutput \"y\" %2\n"));
    EXPECT_FALSE(isCut("%1 = reshape(%0) shape=shape(4*B)\n%2 = reshape(%1) shape=shape(B,4)\noutput \"y\" %2\n"));
}

TEST(RowSlices, aTrainingStepOrAFixedBatchIsNotCut) {
    EXPECT_FALSE(independentRows(test::graphOf("%0 = input \"x\" float32(3,4)\n%1 = neg(%0)\noutput \"y\" %1\n")));
    EXPECT_FALSE(
        independentRows(test::graphOf("%0 = input \"x\" float32(B,4)\n%1 = variable \"n\" float32(4) trainable\n"
                                      "%2 = add(%0, %1)\n%3 = neg(%1)\noutput \"y\" %2\nupdate %1 %3\n")));
}

} // namespace
} // namespace td::runtime
