#include "engine/graph/gradient.h"
#include "tests/support/gradient_check.h"
#include "tests/unit/ops/walk.h"

#include <set>

/// Derivatives of every operation against differences in double.
namespace td::test {
namespace {

using graph::Expr;
using graph::OpDef;

/// What the gradient check takes the derivative of: all real outputs, weighted.
Expr lossOf(const std::vector<Expr>& outputs) {
    Expr loss;
    for (const Expr& output : outputs) {
        if (!output || !isDifferentiable(output.dtype())) continue;
        const Expr part = weightedSum(output);
        loss = loss ? loss + part : part;
    }
    return loss;
}

/// What a comparison with differences found.
struct Compared {
    std::string problem;   ///< nothing where they agree
    bool isCurved = false; ///< some second derivative is not zero
};

/// Whether any element of these derivatives is not zero.
bool anyNonzero(const SampleGraph& made, const std::vector<Expr>& slopes) {
    for (const Expr& slope : slopes) {
        if (!slope) continue;
        const auto found = evaluate(made.graph, made.feeds, std::span(&slope.id, 1));
        if (!found) continue; // the comparison says so
        for (int64_t i = 0; i < found->front().elements(); ++i)
            if (found->front().at(i) != 0) return true;
    }
    return false;
}

Compared compareFirst(const OpSample& sample) {
    SampleGraph made(sample);
    const Expr of = lossOf(made.outputs);
    if (!of) return {};
    const std::vector<Expr> slopes = graph::gradients(made.builder, of, made.reals);
    if (made.builder.error()) return {describe(*made.builder.error())};
    if (const auto checked = made.graph.verify(); !checked) return {describe(checked.error())};
    return {differenceProblem(made.graph, made.feeds, of, made.reals, slopes)};
}

/// An empty second derivative is one of zero: compared too.
Compared compareSecond(const OpSample& sample) {
    SampleGraph made(sample);
    const Expr first = lossOf(made.outputs);
    if (!first) return {};
    const Expr of = lossOf(graph::gradients(made.builder, first, made.reals));
    if (made.builder.error()) return {describe(*made.builder.error())};
    if (!of) return {};
    const std::vector<Expr> slopes = graph::gradients(made.builder, of, made.reals);
    if (made.builder.error()) return {describe(*made.builder.error())};
    if (const auto checked = made.graph.verify(); !checked) return {describe(checked.error())};
    return {differenceProblem(made.graph, made.feeds, of, made.reals, slopes, 2e-5), anyNonzero(made, slopes)};
}

/// Linear in all inputs together, or in pieces: their second derivatives are zero wherever there is one.
const std::set<std::string, std::less<>> kStraight = {"abs",
                                                      "adaptive_avg_pool",
                                                      "adaptive_avg_pool_grad",
                                                      "adaptive_max_pool",
                                                      "adaptive_max_pool_grad",
                                                      "adaptive_max_pool_pick",
                                                      "add",
                                                      "affine_transform",
                                                      "affine_transform_grad",
                                                      "avg_pool",
                                                      "avg_pool_grad",
                                                      "band_part",
                                                      "broadcast_to",
                                                      "cast",
                                                      "ceil",
                                                      "clip",
                                                      "concat",
                                                      "concat_grad",
                                                      "cumsum",
                                                      "depth_to_space",
                                                      "dropout",
                                                      "floor",
                                                      "floor_div",
                                                      "frame",
                                                      "gather",
                                                      "gather_grad",
                                                      "gather_nd",
                                                      "hard_shrink",
                                                      "hard_sigmoid",
                                                      "hard_tanh",
                                                      "identity",
                                                      "irfft",
                                                      "istft",
                                                      "leaky_relu",
                                                      "max",
                                                      "max_pool",
                                                      "max_pool_grad",
                                                      "max_pool_pick",
                                                      "maximum",
                                                      "mean",
                                                      "mean_grad",
                                                      "min",
                                                      "minimum",
                                                      "mod",
                                                      "neg",
                                                      "overlap_add",
                                                      "pad",
                                                      "pad_grad",
                                                      "relu",
                                                      "relu6",
                                                      "relu6_grad",
                                                      "relu_grad",
                                                      "reorder",
                                                      "reshape",
                                                      "resize",
                                                      "resize_grad",
                                                      "reverse",
                                                      "reverse_sequence",
                                                      "rfft",
                                                      "roll",
                                                      "round",
                                                      "scatter_nd",
                                                      "scatter_update",
                                                      "sign",
                                                      "slice",
                                                      "slice_grad",
                                                      "soft_shrink",
                                                      "sort",
                                                      "space_to_depth",
                                                      "sparse_sigmoid",
                                                      "split",
                                                      "stack",
                                                      "stft",
                                                      "sub",
                                                      "sum",
                                                      "threshold",
                                                      "tile",
                                                      "topk",
                                                      "transpose",
                                                      "where"};

bool isChecked(const OpSample& sample, Check check) {
    return sample.isSmooth && definitionOf(sample).isDifferentiable() && !isExempt(sample.op, check) &&
           !isExempt(sample.op, Check::Gradient);
}

/// A family; of the recurrent ones, which take long, each operation by itself.
std::string groupOf(const OpDef& op) {
    return op.family == "rnn" ? op.name : op.family;
}

/// The operations of one group.
class GradientWalkOf : public testing::TestWithParam<std::string> {
protected:
    template <class F>
    static void forChecked(Check check, F&& look) {
        for (const OpSample& sample : allSamples().samples())
            if (groupOf(definitionOf(sample)) == GetParam() && isChecked(sample, check)) look(sample);
    }
};

std::vector<std::string> groups() {
    std::set<std::string> found;
    for (const OpDef* op : graph::builtinOps().all())
        found.insert(groupOf(*op));
    return {found.begin(), found.end()};
}

TEST_P(GradientWalkOf, gradientsAgreeWithDifferences) {
    forChecked(Check::Gradient,
               [](const OpSample& sample) { EXPECT_EQ(compareFirst(sample).problem, "") << sample.label(); });
}

/// That some are not zero shows that they were there to be compared; where none is, the operation must be known for it.
TEST_P(GradientWalkOf, secondDerivativesAgreeWithDifferences) {
    std::set<std::string> curved;
    forChecked(Check::SecondGradient, [&](const OpSample& sample) {
        const Compared second = compareSecond(sample);
        EXPECT_EQ(second.problem, "") << sample.label();
        if (second.isCurved) curved.insert(sample.op);
    });
    for (const OpDef* op : graph::builtinOps().all()) {
        if (groupOf(*op) != GetParam() || !op->isDifferentiable() || isExempt(op->name, Check::Gradient)) continue;
        if (isExempt(op->name, Check::SecondGradient)) continue;
        EXPECT_NE(curved.contains(op->name), kStraight.contains(op->name))
            << op->name << (kStraight.contains(op->name) ? " has curvature" : ": no second derivative was met");
    }
}

INSTANTIATE_TEST_SUITE_P(Each, GradientWalkOf, testing::ValuesIn(groups()), [](const auto& at) { return at.param; });

TEST(GradientWalk, everyDifferentiableOperationIsReallyChecked) {
    for (const OpDef* op : graph::builtinOps().all()) {
        if (!op->isDifferentiable() || isExempt(op->name, Check::Gradient)) continue;
        bool isTried = false;
        for (const OpSample& sample : allSamples().samples())
            if (sample.op == op->name && isChecked(sample, Check::Gradient))
                for (const OptionalTensor& input : sample.inputs)
                    isTried |= input && input->dtype() == DType::F64 && input->elements() > 1;
        EXPECT_TRUE(isTried) << op->name;
    }
}

TEST(GradientWalk, operationsWithoutGradientSayWhy) {
    for (const OpSample& sample : allSamples().samples()) {
        const OpDef& op = definitionOf(sample);
        if (op.isDifferentiable()) continue;
        EXPECT_GE(op.notDifferentiable.size(), 10u) << op.name;
        SampleGraph made(sample);
        const Expr of = lossOf(made.outputs);
        if (!of || made.reals.empty()) continue; // nothing that a gradient could be asked of
        (void)graph::gradients(made.builder, of, made.reals);
        ASSERT_TRUE(made.builder.error()) << op.name;
        EXPECT_EQ(made.builder.error()->code, ErrorCode::Unsupported);
        EXPECT_EQ(made.builder.error()->fact("op"), op.name);
        EXPECT_EQ(made.builder.error()->fact("reason"), op.notDifferentiable);
    }
}

TEST(GradientWalk, decompositionsAreTheSameFunction) {
    for (const OpSample& sample : allSamples().samples()) {
        const OpDef& op = definitionOf(sample);
        if (op.decompose == nullptr) continue;
        SampleGraph made(sample);
        const auto attributes = op.completed(sample.attributes);
        ASSERT_TRUE(attributes) << sample.label();
        const std::vector<Expr> outputs = op.decompose(made.builder, made.inputs, *attributes);
        ASSERT_FALSE(made.builder.error()) << sample.label() << ": " << describe(*made.builder.error());
        ASSERT_EQ(outputs.size(), made.outputs.size()) << sample.label();
        std::vector<graph::ValueId> ids;
        for (size_t i = 0; i < outputs.size(); ++i) {
            ASSERT_TRUE(outputs[i]) << sample.label();
            EXPECT_EQ(toString(outputs[i].type()), toString(made.outputs[i].type())) << sample.label();
            ids.push_back(outputs[i].id);
        }
        const auto found = evaluate(made.graph, made.feeds, ids);
        ASSERT_TRUE(found) << sample.label() << ": " << describe(found.error());
        expectNear(*found, run(sample), 1e-11, sample.label() + " decomposed");
    }
}

} // namespace
} // namespace td::test
