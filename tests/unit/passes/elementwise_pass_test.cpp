#include "engine/graph/builder.h"
#include "engine/graph/op_def.h"
#include "engine/graph/op_registry.h"
#include "engine/graph/passes/pass.h"
#include "engine/graph/text.h"
#include "tests/support/graph_run.h"
#include "tests/unit/passes/pass_case.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <string>

/// Chains of elementwise nodes as one.
namespace td::test {
namespace {

using namespace graph;

const std::string kInputs =
    "%0 = input \"x\" float32(B,4)\n%1 = input \"y\" float32(B,4)\n%2 = input \"b\" float32(4)\n";

TEST(Elementwise, aChainBecomesOneNode) {
    expectRewriting(
        "elementwise", kInputs + "%3 = mul(%0, %1)\n%4 = add(%3, %2)\n%5 = tanh(%4)\noutput \"z\" %5\n",
        kInputs +
            "%5 = fused_elementwise(%0, %1, %2) program=\"mul(i0,i1);add(t0,i2);tanh(t1)|t2\"\noutput \"z\" %5\n");
}

TEST(Elementwise, attributesStandInTheProgram) {
    expectRewriting(
        "elementwise",
        kInputs + "%3 = leaky_relu(%0) negative_slope=0.5\n%4 = gelu(%3) approximate=true\noutput \"z\" %4\n",
        kInputs + "%4 = fused_elementwise(%0) "
                  "program=\"leaky_relu[negative_slope=0.5](i0);gelu[approximate=1](t0)|t1\"\noutput \"z\" %4\n");
}

TEST(Elementwise, aValueUsedTwiceByOneNodeIsInside) {
    expectRewriting("elementwise", kInputs + "%3 = tanh(%0)\n%4 = mul(%3, %3)\noutput \"z\" %4\n",
                    kInputs + "%4 = fused_elementwise(%0) program=\"tanh(i0);mul(t0,t0)|t1\"\noutput \"z\" %4\n");
}

TEST(Elementwise, aValueThatSeveralNeedStaysOutside) {
    expectUntouched("elementwise", kInputs + "%3 = tanh(%0)\n%4 = exp(%3)\noutput \"z\" %4\noutput \"t\" %3\n");
    expectUntouched("elementwise",
                    kInputs + "%3 = tanh(%0)\n%4 = sum(%3) axes=[1]\n%5 = exp(%3)\noutput \"z\" %4\noutput \"t\" %5\n");
}

TEST(Elementwise, smallerValuesAreNotComputedAgainForEveryRow) {
    expectUntouched("elementwise", kInputs + "%3 = tanh(%2)\n%4 = add(%0, %3)\noutput \"z\" %4\n");
}

TEST(Elementwise, otherTypesStayOutside) {
    expectUntouched("elementwise", kInputs + "%3 = greater(%0, %1)\n%4 = where(%3, %0, %1)\noutput \"z\" %4\n");
    expectUntouched("elementwise", "%0 = input \"n\" int32(B)\n%1 = add(%0, %0)\n%2 = mul(%1, %1)\noutput \"z\" %2\n");
    expectUntouched("elementwise",
                    "%0 = input \"x\" float32(B)\n%1 = cast(%0) dtype=float64\n%2 = tanh(%1)\noutput \"z\" %2\n");
}

TEST(Elementwise, changesOfStateStayInPlace) {
    expectUntouched("elementwise", "%0 = input \"x\" float32(4)\n%1 = variable \"average\" float32(4)\n%2 = tanh(%0)\n"
                                   "%3 = ema(%2, %1) momentum=0.9\nupdate %1 %3\n");
}

/// A tree of additions over this many inputs, deep on one side.
std::string treeText(int inputs, bool isLeftDeep) {
    std::string text;
    for (int i = 0; i < inputs; ++i)
        text += "%" + std::to_string(i) + " = input \"x" + std::to_string(i) + "\" float32(B,4)\n";
    std::vector<int> open;
    for (int i = 0; i < inputs; ++i)
        open.push_back(i);
    int next = inputs;
    while (open.size() > 1) {
        const int a = open[0], b = open[1];
        open.erase(open.begin(), open.begin() + 2);
        text += "%" + std::to_string(next) + " = add(%" + std::to_string(a) + ", %" + std::to_string(b) + ")\n";
        open.insert(isLeftDeep ? open.begin() : open.end(), next++);
    }
    return text + "output \"z\" %" + std::to_string(open[0]) + "\n";
}

TEST(Elementwise, groupsAreBoundedByInputsAndLength) {
    const Pass& pass = *findPass("elementwise");
    for (const bool isLeftDeep : {false, true})
        for (const int inputs : {2, 7, 8, 9, 16, 40}) {
            auto graph = parseText(treeText(inputs, isLeftDeep), builtinOps());
            ASSERT_TRUE(graph) << describe(graph.error());
            const auto expected = outcomeOf(*graph, {});
            const auto found = outcomeOf(*graph, {pass});
            ASSERT_TRUE(expected && found) << describe((expected ? found : expected).error());
            EXPECT_LE(worstOf(*expected, *found).difference, 1e-5);
            ASSERT_TRUE(runPasses(*graph, std::span(&pass, 1)));
            for (const NodeId id : graph->order())
                EXPECT_LE(graph->node(id).inputs.size(), 8u) << inputs;
        }
}

/// All elementwise operations that take reals only, with what their attributes need.
std::vector<const OpDef*> realOperations() {
    std::vector<const OpDef*> found;
    for (const OpDef* op : builtinOps().all()) {
        const bool takesReals = std::all_of(op->inputs.begin(), op->inputs.end(), [](const InputDef& input) {
            return input.dtypes.has(DType::F32) && input.arity == Arity::One;
        });
        if (op->traits.isElementwise && takesReals && op->name != "fused_elementwise" && op->mustAlias.empty())
            found.push_back(op);
    }
    return found;
}

Attributes someAttributes(const OpDef& op) {
    Attributes attributes;
    for (const AttributeDef& def : op.attributes) {
        if (def.kind == AttributeKind::Double) attributes.set(def.name, def.name == "min" ? -0.5 : 0.5);
        if (def.kind == AttributeKind::DType) attributes.set(def.name, DType::F32);
    }
    return attributes;
}

TEST(Elementwise, everyOperationComputesTheSameInsideAChain) {
    const Pass& pass = *findPass("elementwise");
    ASSERT_GT(realOperations().size(), 50u);
    for (const OpDef* op : realOperations()) {
        SCOPED_TRACE(op->name);
        Graph graph(builtinOps());
        Builder builder(graph);
        std::vector<Expr> inputs;
        for (size_t i = 0; i < op->inputs.size();
             ++i) // in 1.2 … 1.5, where all of them are smooth but the edges of acosh
            inputs.push_back(unary("softplus", builder.input("x" + std::to_string(i), {DType::F32, {5, 7}})));
        const Expr y = builder.emit(op->name, inputs, someAttributes(*op));
        ASSERT_FALSE(builder.error()) << describe(*builder.error());
        graph.addOutput("y", y.dtype() == DType::F32 ? unary("atan", y).id : y.id);
        const auto expected = outcomeOf(graph, {});
        const auto found = outcomeOf(graph, {pass});
        ASSERT_TRUE(expected) << describe(expected.error());
        ASSERT_TRUE(found) << describe(found.error());
        EXPECT_LE(worstOf(*expected, *found).difference, 2e-5);
    }
}

} // namespace
} // namespace td::test
