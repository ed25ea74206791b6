#include "engine/graph/gradient.h"
#include "tests/support/gradient_check.h"
#include "tests/unit/ops/walk.h"

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

/// Nothing where first (and second) derivatives agree.
std::string gradientProblem(const OpSample& sample, bool isSecondOrder) {
    SampleGraph made(sample);
    Expr of = lossOf(made.outputs);
    if (!of) return {};
    std::vector<Expr> slopes = graph::gradients(made.builder, of, made.reals);
    if (made.builder.error()) return describe(*made.builder.error());
    if (isSecondOrder) {
        of = lossOf(slopes);
        if (!of) return {}; // the first derivative is constant
        slopes = graph::gradients(made.builder, of, made.reals);
        if (made.builder.error()) return describe(*made.builder.error());
    }
    if (const auto checked = made.graph.verify(); !checked) return describe(checked.error());
    return differenceProblem(made.graph, made.feeds, of, made.reals, slopes, isSecondOrder ? 2e-5 : 2e-6);
}

bool isChecked(const OpSample& sample, Check check) {
    return sample.isSmooth && definitionOf(sample).isDifferentiable() && !isExempt(sample.op, check) &&
           !isExempt(sample.op, Check::Gradient);
}

TEST(GradientWalk, gradientsAgreeWithDifferences) {
    for (const OpSample& sample : allSamples().samples())
        if (isChecked(sample, Check::Gradient)) {
            EXPECT_EQ(gradientProblem(sample, false), "") << sample.label();
        }
}

TEST(GradientWalk, secondDerivativesAgreeWithDifferences) {
    for (const OpSample& sample : allSamples().samples())
        if (isChecked(sample, Check::SecondGradient)) {
            EXPECT_EQ(gradientProblem(sample, true), "") << sample.label();
        }
}

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
