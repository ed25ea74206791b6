#include "engine/graph/ops/optimizer.h"

namespace td::graph {

namespace {
bool isReal(DType dtype) {
    return kReals.has(dtype);
}

/// param and the states of its shape, grad too, then scalars.
Types inferRule(const InferContext& context) {
    int shaped = 0;
    while (context.op().inputs[static_cast<size_t>(shaped)].name != "lr")
        ++shaped;
    TD_TRY(needShapes(context, 1, shaped - 1, context.shape(0)));
    TD_TRY(needShapes(context, shaped, context.inputs() - 1, Shape{}));
    return std::vector<TensorType>(context.op().outputs.size(), context.type(0));
}
} // namespace

Result<void> needShapes(const InferContext& context, int first, int last, const Shape& like) {
    for (int i = first; i <= last; ++i) {
        if (context.shape(i) != like) return context.mismatch(i, like.toString());
        if (isReal(context.dtype(i)) && context.dtype(i) != context.dtype(0))
            return failure(ErrorCode::TypeMismatch,
                           {{"left", toString(context.type(0))}, {"right", toString(context.type(i))}});
    }
    return {};
}

OpDef stateOp(std::string name, std::string about) {
    OpDef op;
    op.name = std::move(name);
    op.family = "optimizer";
    op.about = std::move(about);
    op.notDifferentiable = "changes state";
    return op;
}

std::vector<Alias> inOrder(int count) {
    std::vector<Alias> aliases;
    for (int i = 0; i < count; ++i)
        aliases.push_back({i, i});
    return aliases;
}

void defineRule(OpRegistry& registry, OptimizerRule rule, Types (*infer)(const InferContext&)) {
    OpDef op = stateOp(std::move(rule.name), std::move(rule.about));
    op.inputs = {{"param"}};
    op.outputs = {"param"};
    for (const std::string& state : rule.states) {
        op.inputs.push_back({state});
        op.outputs.push_back(state);
    }
    op.inputs.push_back({"grad"});
    op.inputs.push_back({"lr"});
    if (rule.takesStep) op.inputs.push_back({"step", DType::I64});
    op.attributes = std::move(rule.attributes);
    op.infer = infer != nullptr ? infer : inferRule;
    op.decompose = rule.decompose;
    op.mustAlias = inOrder(static_cast<int>(op.outputs.size()));
    op.traits.isElementwise = infer == nullptr;
    define(registry, std::move(op));
}

Expr powerOf(double base, Expr t, DType dtype) {
    return binary("pow", t.builder->scalar(base, dtype), cast(t, dtype));
}

Expr mixed(double decay, Expr old, Expr next) {
    return old * decay + next * (1 - decay);
}

Expr square(Expr x) {
    return unary("square", x);
}

Expr root(Expr x) {
    return unary("sqrt", x);
}

} // namespace td::graph
