#include "engine/graph/ops/activation.h"
#include "engine/graph/ops/recurrent.h"
#include "engine/graph/ops/unroll.h"

/// The plain recurrent layer over a whole sequence, and its gradient.
namespace td::graph {

namespace {
constexpr const char* kActivations = "tanh, relu, sigmoid or linear";

Result<void> checkActivation(const InferContext& context) {
    const std::string& name = context.attributes().text("activation");
    if (name == "tanh" || name == "relu" || name == "sigmoid" || name == "linear") return {};
    return failure(ErrorCode::InvalidArgument,
                   {{"attribute", "activation"}, {"expected", kActivations}, {"found", name}});
}

/// (x, w, u, b?, h0?, mask?)
Types inferRnn(const InferContext& context) {
    TD_TRY(checkActivation(context));
    const auto shapes = recurrentShapes(context, 0, 1);
    if (!shapes) return failure(shapes.error());
    TD_TRY(needIfThere(context, 3, 0, Shape{shapes->units}));
    TD_TRY(needIfThere(context, 4, 0, shapes->state.shape));
    TD_TRY(needIfThere(context, 5, 0, Shape{shapes->batch, shapes->steps}));
    return std::vector{shapes->sequence, shapes->state};
}

/// (dy?, dh?, x, w, u, h0?, mask?, y)
Types inferRnnGrad(const InferContext& context) {
    TD_TRY(checkActivation(context));
    const auto shapes = recurrentShapes(context, 2, 1);
    if (!shapes) return failure(shapes.error());
    TD_TRY(needIfThere(context, 0, 2, shapes->sequence.shape));
    TD_TRY(needIfThere(context, 1, 2, shapes->state.shape));
    TD_TRY(needIfThere(context, 5, 2, shapes->state.shape));
    TD_TRY(needIfThere(context, 6, 2, Shape{shapes->batch, shapes->steps}));
    TD_TRY(needIfThere(context, 7, 2, shapes->sequence.shape));
    const TensorType bias{context.dtype(2), Shape{shapes->units}};
    return std::vector{context.type(2), context.type(3), context.type(4), bias, shapes->state};
}

std::vector<Expr> rnnDecomposed(Builder&, std::span<const Expr> in, const Attributes& attributes) {
    const Unroll unroll(in[0], attributes.flag("reverse"));
    std::vector<Expr> failed(2, Expr{in[0].builder, ValueId::None});
    if (!unroll.isPossible()) return failed;
    const Dim units = in[2].shape()[0];
    Expr h = in[4] ? in[4] : unroll.zeros(units), y = unroll.zeros(units);
    std::vector<Expr> ys(unroll.times().size());
    for (const int64_t t : unroll.times()) {
        const Expr z = plus(matmul(unroll.at(in[0], t), in[1]) + matmul(h, in[2]), in[3]);
        if (!z) return failed;
        const Expr next = activated(z, attributes.text("activation")), mask = unroll.maskAt(in[5], t);
        ys[static_cast<size_t>(t)] = y = masked(mask, next, y);
        h = masked(mask, next, h);
    }
    return {unroll.together(ys, units), h};
}

struct GradInputs {
    Expr dy, dh, x, w, u, h0, mask, y;
};

std::vector<Expr> rnnGradDecomposed(Builder&, std::span<const Expr> given, const Attributes& attributes) {
    const GradInputs in{given[0], given[1], given[2], given[3], given[4], given[5], given[6], given[7]};
    const Unroll unroll(in.x, attributes.flag("reverse"));
    if (!unroll.isPossible()) return std::vector<Expr>(5, Expr{in.x.builder, ValueId::None});
    const Dim units = in.u.shape()[0];
    const Expr zero = unroll.zeros(units);
    const auto before = unroll.statesBefore(in.h0 ? in.h0 : zero, in.y, in.mask);
    std::vector<Expr> dzs(before.size());
    Expr dh = in.dh ? in.dh : zero, repeated = zero;
    for (size_t k = before.size(); k-- > 0;) {
        const int64_t t = unroll.times()[k];
        const Expr mask = unroll.maskAt(in.mask, t);
        if (in.dy) repeated = repeated + unroll.at(in.dy, t);
        const Expr dz = activationGradient(dh + repeated, unroll.at(in.y, t), attributes.text("activation"), {});
        dzs[static_cast<size_t>(t)] = masked(mask, dz, zero);
        dh = masked(mask, matmul(dz, in.u, false, true), dh);
        repeated = masked(mask, zero, repeated);
    }
    const Expr rows = asRows(unroll.together(dzs, units));
    return {reshape(matmul(rows, in.w, false, true), in.x.shape()), matmul(asRows(in.x), rows, true),
            matmul(asRows(unroll.together(before, units)), rows, true), sum(rows, {0}), dh};
}

std::vector<Expr> rnnGradient(GradientContext& g) {
    const auto grads = g.builder().emitAll(
        "simple_rnn_grad", {g.dy(0), g.dy(1), g.input(0), g.input(1), g.input(2), g.input(4), g.input(5), g.output(0)},
        g.attributes());
    return {grads[0], grads[1], grads[2], grads[3], grads[4], {}};
}

OpDef rnnOp() {
    OpDef op;
    op.name = "simple_rnn";
    op.family = "rnn";
    op.about = "h = activation(x_t w + h u + b); y (B,T,U) all h, then the last; masked steps as in lstm";
    op.inputs = {{"x"}, {"w"}, {"u"}, optionalInput("b"), optionalInput("h0"), optionalInput("mask", DType::Bool)};
    op.outputs = {"y", "h"};
    op.attributes = {optional("activation", std::string("tanh"), kActivations), reverseAttribute()};
    op.infer = inferRnn;
    op.gradient = rnnGradient;
    op.decompose = rnnDecomposed;
    op.cost = [](const InferContext& context, std::span<const TensorType> outputs) {
        return Cost{recurrentFlops(*recurrentShapes(context, 0, 1), 1, 1), bytesOf(context, outputs)};
    };
    op.flops = "2 B T U (I + U)";
    return op;
}

OpDef rnnGradOp() {
    OpDef op = rnnOp();
    op.name = "simple_rnn_grad";
    op.about = "the gradients of simple_rnn from those of y and h, whichever are there, and from y";
    op.inputs = {optionalInput("dy"),
                 optionalInput("dh"),
                 {"x"},
                 {"w"},
                 {"u"},
                 optionalInput("h0"),
                 optionalInput("mask", DType::Bool),
                 {"y"}};
    op.outputs = {"dx", "dw", "du", "db", "dh0"};
    op.outputTypes = {typeOfInput(2)}; // the gradients before x may be left out
    op.infer = inferRnnGrad;
    op.gradient = nullptr;
    op.decompose = rnnGradDecomposed;
    op.cost = [](const InferContext& context, std::span<const TensorType> outputs) {
        return Cost{recurrentFlops(*recurrentShapes(context, 2, 1), 1, 2), bytesOf(context, outputs)};
    };
    op.flops = "4 B T U (I + U)";
    return op;
}
} // namespace

void registerSimpleRnnOps(OpRegistry& registry);
void registerSimpleRnnOps(OpRegistry& registry) {
    define(registry, rnnOp());
    define(registry, rnnGradOp());
}

} // namespace td::graph
