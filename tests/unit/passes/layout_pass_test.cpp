#include "engine/graph/builder.h"
#include "engine/graph/op_def.h"
#include "engine/graph/op_registry.h"
#include "engine/graph/passes/pass.h"
#include "tests/support/graph_run.h"
#include "tests/unit/passes/pass_case.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <string>

/// Blocked islands behind a convolution over one channel.
namespace td::test {
namespace {

using namespace graph;

const std::string kConv = "conv(%0, %1, _) strides=[1,1] padding=\"same\"";
const std::string kSources = "%0 = input \"x\" float32(2,6,6,1)\n%1 = variable \"w\" float32(3,3,1,16)\n";
const std::string kHead = kSources + "%2 = " + kConv + "\n";
const std::string kBlocked = " : float32(2,6,6,16) blocked16\n";
const std::string kIsland = kSources + "%2 = " + kConv + kBlocked;

TEST(Layout, anIslandEndsWhereANodeNeedsPlainValues) {
    expectRewriting("layout", kHead + "%3 = relu(%2)\n%4 = mean(%3) axes=[1,2]\noutput \"y\" %4\n",
                    kIsland + "%3 = relu(%2)" + kBlocked +
                        "%5 = reorder(%3)\n%4 = mean(%5) axes=[1,2]\noutput \"y\" %4\n");
}

TEST(Layout, whatLeavesTheGraphIsPlain) {
    expectRewriting("layout", kHead + "%3 = tanh(%2)\noutput \"y\" %3\n",
                    kIsland + "%5 = reorder(%2)\n%3 = tanh(%5)\noutput \"y\" %3\n");
    expectUntouched("layout", kHead + "output \"y\" %2\n");
}

TEST(Layout, oneReorderServesAllWhoNeedTheSame) {
    expectRewriting(
        "layout", kHead + "%3 = mean(%2) axes=[1,2]\n%4 = max(%2) axes=[1,2]\noutput \"a\" %3\noutput \"b\" %4\n",
        kIsland +
            "%5 = reorder(%2)\n%3 = mean(%5) axes=[1,2]\n%4 = max(%5) axes=[1,2]\noutput \"a\" %3\noutput \"b\" %4\n");
}

TEST(Layout, sumsOverAllButTheChannelsReadBlocks) {
    const std::string sum = "%3 = sum(%2) axes=[0,1,2]\noutput \"y\" %3\n";
    expectRewriting("layout", kHead + sum, kIsland + sum);
}

/// As many images as channels: the result's size alone does not say which axes are summed.
TEST(Layout, sumsOverOtherAxesNeedPlainValues) {
    const std::string head =
        "%0 = input \"x\" float32(16,16,16,1)\n%1 = variable \"w\" float32(3,3,1,16)\n%2 = " + kConv;
    const std::string blocked = head + " : float32(16,16,16,16) blocked16\n";
    for (const std::string axes : {"[1,2,3]", "[0,2,3]", "[0,1,3]"})
        expectRewriting("layout", head + "\n%3 = sum(%2) axes=" + axes + "\noutput \"y\" %3\n",
                        blocked + "%5 = reorder(%2)\n%3 = sum(%5) axes=" + axes + "\noutput \"y\" %3\n");
    const std::string sum = "%3 = sum(%2) axes=[-4,-3,-2]\noutput \"y\" %3\n";
    expectRewriting("layout", head + "\n" + sum, blocked + sum);
}

TEST(Layout, otherConvolutionsStartNone) {
    for (const std::string channels : {"3", "16"})
        expectUntouched("layout", "%0 = input \"x\" float32(2,6,6," + channels + ")\n%1 = variable \"w\" float32(3,3," +
                                      channels + ",16)\n%2 = " + kConv +
                                      "\n%3 = mean(%2) axes=[1,2]\noutput \"y\" %3\n");
    expectUntouched("layout", "%0 = input \"x\" float32(2,6,6,1)\n%1 = variable \"w\" float32(3,3,1,8)\n%2 = " + kConv +
                                  "\n%3 = mean(%2) axes=[1,2]\noutput \"y\" %3\n");
}

/// conv -> `write` -> mean over pixels, with and without the pass.
template <class F>
void expectSameBehindAnIsland(F write) {
    const Pass& pass = *findPass("layout");
    Graph graph(builtinOps());
    Builder builder(graph);
    const Expr x = builder.input("x", {DType::F32, {2, 6, 6, 1}});
    const Expr w = builder.input("w", {DType::F32, {3, 3, 1, 32}});
    const Expr blocked = builder.emit("conv", {x, w, {}}, {{"strides", Ints{1, 1}}, {"padding", std::string("same")}});
    const Expr y = write(unary("sigmoid", blocked));
    if (builder.error() && builder.error()->code == ErrorCode::ShapeMismatch) return; // it takes equal shapes only
    ASSERT_FALSE(builder.error()) << describe(*builder.error());
    graph.addOutput("y", y.dtype() == DType::F32 ? mean(y, {1, 2}).id : y.id);
    const auto expected = outcomeOf(graph, {});
    const auto found = outcomeOf(graph, {pass});
    ASSERT_TRUE(expected) << describe(expected.error());
    ASSERT_TRUE(found) << describe(found.error());
    EXPECT_LE(worstOf(*expected, *found).difference, 2e-5);
}

TEST(Layout, everyElementwiseOperationComputesTheSameInAnIsland) {
    for (const OpDef* op : builtinOps().all()) {
        if (!op->traits.isElementwise || op->name == "fused_elementwise" || !op->mustAlias.empty()) continue;
        if (std::any_of(op->inputs.begin(), op->inputs.end(),
                        [](const InputDef& input) { return !input.dtypes.has(DType::F32); }))
            continue;
        SCOPED_TRACE(op->name);
        Attributes attributes;
        for (const AttributeDef& def : op->attributes) {
            if (def.kind == AttributeKind::Double) attributes.set(def.name, def.name == "min" ? -0.5 : 0.5);
            if (def.kind == AttributeKind::DType) attributes.set(def.name, DType::F32);
        }
        expectSameBehindAnIsland(
            [&](Expr x) { return x.builder->emit(op->name, std::vector<Expr>(op->inputs.size(), x), attributes); });
        if (op->inputs.size() == 2) // a scalar beside it, a vector over the channels beside it
            for (const Shape& shape : {Shape{}, Shape{1}, Shape{1, 1, 1, 1}, Shape{32}, Shape{6, 1}})
                expectSameBehindAnIsland([&](Expr x) {
                    const Expr other = unary("softplus", x.builder->input("other", {DType::F32, shape}));
                    return x.builder->emit(op->name, {x, other}, attributes);
                });
    }
}

TEST(Layout, windowsAndConvolutionsComputeTheSameInAnIsland) {
    for (const std::string padding : {"valid", "same"})
        for (const int64_t stride : {1, 2, 3}) {
            const Attributes window{{"pool", Ints{3, 2}}, {"strides", Ints{stride, 2}}, {"padding", padding}};
            expectSameBehindAnIsland([&](Expr x) { return x.builder->emit("max_pool", {x}, window); });
            expectSameBehindAnIsland([&](Expr x) { return x.builder->emit("avg_pool", {x}, window); });
        }
    for (const int64_t groups : {1, 2, 32})
        for (const int64_t dilation : {1, 2})
            expectSameBehindAnIsland([&](Expr x) {
                const Expr w = x.builder->input("w2", {DType::F32, {3, 3, 32 / groups, 64}});
                return x.builder->emit("conv", {x, w, {}},
                                       {{"strides", Ints{1, 1}},
                                        {"padding", std::string("same")},
                                        {"groups", groups},
                                        {"dilations", Ints{dilation, dilation}}});
            });
    expectSameBehindAnIsland([](Expr x) { // 24 channels: no island reaches it
        const Expr w = x.builder->input("w2", {DType::F32, {1, 1, 32, 24}});
        return x.builder->emit("conv", {x, w, {}}, {{"strides", Ints{1, 1}}, {"padding", std::string("same")}});
    });
}

} // namespace
} // namespace td::test
