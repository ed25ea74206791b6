#include "engine/graph/ops/recurrent.h"
#include "engine/graph/ops/unroll.h"

/// The long short-term memory layer over a whole sequence, and its gradient. Gates i, f, c, o.
namespace td::graph {

namespace {
constexpr int64_t kGates = 4;

Shape reserveShape(const RecurrentShapes& shapes) {
    return {shapes.batch, shapes.steps, shapes.units * Dim(kGates + 1)};
}

/// (x, w, u, b?, h0?, c0?, mask?)
Types inferLstm(const InferContext& context) {
    const auto shapes = recurrentShapes(context, 0, kGates);
    if (!shapes) return failure(shapes.error());
    TD_TRY(needIfThere(context, 3, 0, Shape{shapes->units * Dim(kGates)}));
    TD_TRY(needIfThere(context, 4, 0, shapes->state.shape));
    TD_TRY(needIfThere(context, 5, 0, shapes->state.shape));
    TD_TRY(needIfThere(context, 6, 0, Shape{shapes->batch, shapes->steps}));
    return std::vector{shapes->sequence, shapes->state, shapes->state,
                       TensorType{context.dtype(0), reserveShape(*shapes)}};
}

/// (dy?, dh?, dc?, x, w, u, h0?, c0?, mask?, y, reserve)
Types inferLstmGrad(const InferContext& context) {
    const auto shapes = recurrentShapes(context, 3, kGates);
    if (!shapes) return failure(shapes.error());
    TD_TRY(needIfThere(context, 0, 3, shapes->sequence.shape));
    for (const int state : {1, 2, 6, 7})
        TD_TRY(needIfThere(context, state, 3, shapes->state.shape));
    TD_TRY(needIfThere(context, 8, 3, Shape{shapes->batch, shapes->steps}));
    TD_TRY(needIfThere(context, 9, 3, shapes->sequence.shape));
    TD_TRY(needIfThere(context, 10, 3, reserveShape(*shapes)));
    const TensorType bias{context.dtype(3), Shape{shapes->units * Dim(kGates)}};
    return std::vector{context.type(3), context.type(4), context.type(5), bias, shapes->state, shapes->state};
}

struct Step {
    Expr h, c, y, reserve;
};

/// One step of the layer from the state before it.
Step lstmStep(const Step& before, Expr z, Expr mask, int64_t units) {
    const Expr i = unary("sigmoid", partOf(z, 0, units)), f = unary("sigmoid", partOf(z, 1, units));
    const Expr candidate = unary("tanh", partOf(z, 2, units)), o = unary("sigmoid", partOf(z, 3, units));
    const Expr c = masked(mask, f * before.c + i * candidate, before.c);
    const Expr h = o * unary("tanh", c), gates = joined({i, f, candidate, o});
    return {masked(mask, h, before.h), c, masked(mask, h, before.y),
            joined({mask ? select(mask, gates, zerosLike(gates)) : gates, c})};
}

std::vector<Expr> lstmDecomposed(Builder&, std::span<const Expr> in, const Attributes& attributes) {
    const Unroll unroll(in[0], attributes.flag("reverse"));
    std::vector<Expr> failed(4, Expr{in[0].builder, ValueId::None});
    if (!unroll.isPossible()) return failed;
    const Dim units = in[2].shape()[0];
    const Expr zero = unroll.zeros(units);
    Step at{in[4] ? in[4] : zero, in[5] ? in[5] : zero, zero, {}};
    std::vector<Expr> ys(unroll.times().size()), reserves(ys.size());
    for (const int64_t t : unroll.times()) {
        const Expr z = plus(matmul(unroll.at(in[0], t), in[1]) + matmul(at.h, in[2]), in[3]);
        if (!z) return failed;
        at = lstmStep(at, z, unroll.maskAt(in[6], t), units.value());
        ys[static_cast<size_t>(t)] = at.y;
        reserves[static_cast<size_t>(t)] = at.reserve;
    }
    return {unroll.together(ys, units), at.h, at.c, unroll.together(reserves, units * Dim(kGates + 1))};
}

/// The inputs of the gradient by name.
struct GradInputs {
    Expr dy, dh, dc, x, w, u, h0, c0, mask, y, reserve;
};

/// What flows backward from step to step: into the state, the cell, and the output that masked steps repeat.
struct Flow {
    Expr dh, dc, dy;
};

struct Gates {
    Expr i, f, candidate, o, c;
};
Gates gatesOf(Expr reserve, int64_t units) {
    return {partOf(reserve, 0, units), partOf(reserve, 1, units), partOf(reserve, 2, units), partOf(reserve, 3, units),
            partOf(reserve, 4, units)};
}

/// One step backward; gives dz (B,4U), 0 at masked steps.
Expr lstmStepBack(Flow& flow, const Gates& gates, Expr cBefore, Expr mask, Expr u) {
    const auto [i, f, candidate, o, c] = gates;
    const Expr dh = flow.dh + flow.dy, bent = unary("tanh", c);
    const Expr dc = flow.dc + dh * o * (1.0 - unary("square", bent));
    const Expr dz = joined({dc * candidate * i * (1.0 - i), dc * cBefore * f * (1.0 - f),
                            dc * i * (1.0 - unary("square", candidate)), dh * bent * o * (1.0 - o)});
    flow = {masked(mask, matmul(dz, u, false, true), flow.dh), masked(mask, dc * f, flow.dc),
            masked(mask, zerosLike(dh), flow.dy)};
    return mask ? select(mask, dz, zerosLike(dz)) : dz;
}

std::vector<Expr> weightGradients(const GradInputs& in, Expr dz, Expr before, const Flow& flow) {
    const Expr rows = asRows(dz);
    return {reshape(matmul(rows, in.w, false, true), in.x.shape()),
            matmul(asRows(in.x), rows, true),
            matmul(asRows(before), rows, true),
            sum(rows, {0}),
            flow.dh,
            flow.dc};
}

std::vector<Expr> lstmGradDecomposed(Builder&, std::span<const Expr> given, const Attributes& attributes) {
    const GradInputs in{given[0], given[1], given[2], given[3], given[4], given[5],
                        given[6], given[7], given[8], given[9], given[10]};
    const Unroll unroll(in.x, attributes.flag("reverse"));
    if (!unroll.isPossible()) return std::vector<Expr>(6, Expr{in.x.builder, ValueId::None});
    const Dim units = in.u.shape()[0];
    const Expr zero = unroll.zeros(units);
    const auto& times = unroll.times();
    const auto before = unroll.statesBefore(in.h0 ? in.h0 : zero, in.y, in.mask);
    std::vector<Expr> dzs(times.size());
    Flow flow{in.dh ? in.dh : zero, in.dc ? in.dc : zero, zero};
    for (size_t k = times.size(); k-- > 0;) {
        const int64_t t = times[k];
        if (in.dy) flow.dy = flow.dy + unroll.at(in.dy, t);
        const auto gates = gatesOf(unroll.at(in.reserve, t), units.value());
        const Expr first = in.c0 ? in.c0 : zero;
        const Expr cBefore = k == 0 ? first : partOf(unroll.at(in.reserve, times[k - 1]), kGates, units.value());
        dzs[static_cast<size_t>(t)] = lstmStepBack(flow, gates, cBefore, unroll.maskAt(in.mask, t), in.u);
    }
    return weightGradients(in, unroll.together(dzs, units * Dim(kGates)), unroll.together(before, units), flow);
}

std::vector<Expr> lstmGradient(GradientContext& g) {
    std::vector<Expr> found(7);
    if (g.dy(0) || g.dy(1) || g.dy(2)) {
        const auto grads = g.builder().emitAll("lstm_grad",
                                               {g.dy(0), g.dy(1), g.dy(2), g.input(0), g.input(1), g.input(2),
                                                g.input(4), g.input(5), g.input(6), g.output(0), g.output(3)},
                                               g.attributes());
        found = {grads[0], grads[1], grads[2], grads[3], grads[4], grads[5], {}};
    }
    return plusThroughOutputs(g, 3, lstmDecomposed, std::move(found));
}

OpDef lstmOp() {
    OpDef op;
    op.name = "lstm";
    op.family = "rnn";
    op.about = "z = x_t w + h u + b; i, f, o = sigmoid, g = tanh of its quarters (order i, f, g, o); c = f*c + i*g; h "
               "= o*tanh(c). "
               "y (B,T,U) all h, then the last h and c (B,U); steps where mask (B,T) is false repeat output and state, "
               "y is 0 before the first true one; "
               "reserve (B,T,5U) = i, f, g, o (0 at masked steps) and c, for the gradient";
    op.inputs = {{"x"},
                 {"w"},
                 {"u"},
                 optionalInput("b"),
                 optionalInput("h0"),
                 optionalInput("c0"),
                 optionalInput("mask", DType::Bool)};
    op.outputs = {"y", "h", "c", "reserve"};
    op.attributes = {reverseAttribute()};
    op.infer = inferLstm;
    op.gradient = lstmGradient;
    op.decompose = lstmDecomposed;
    op.cost = [](const InferContext& context, std::span<const TensorType> outputs) {
        return Cost{recurrentFlops(*recurrentShapes(context, 0, kGates), kGates, 1), bytesOf(context, outputs)};
    };
    op.flops = "8 B T U (I + U)";
    return op;
}

OpDef lstmGradOp() {
    OpDef op;
    op.name = "lstm_grad";
    op.family = "rnn";
    op.about =
        "the gradients of lstm from those of y, h and c, whichever are there, and from what it kept in y and reserve";
    op.inputs = {optionalInput("dy"),
                 optionalInput("dh"),
                 optionalInput("dc"),
                 {"x"},
                 {"w"},
                 {"u"},
                 optionalInput("h0"),
                 optionalInput("c0"),
                 optionalInput("mask", DType::Bool),
                 {"y"},
                 {"reserve"}};
    op.outputs = {"dx", "dw", "du", "db", "dh0", "dc0"};
    op.outputTypes = {typeOfInput(3)}; // the gradients before x may be left out
    op.attributes = {reverseAttribute()};
    op.infer = inferLstmGrad;
    op.decompose = lstmGradDecomposed;
    op.cost = [](const InferContext& context, std::span<const TensorType> outputs) {
        return Cost{recurrentFlops(*recurrentShapes(context, 3, kGates), kGates, 2), bytesOf(context, outputs)};
    };
    op.flops = "16 B T U (I + U)";
    return op;
}
} // namespace

void registerLstmOps(OpRegistry& registry);
void registerLstmOps(OpRegistry& registry) {
    define(registry, lstmOp());
    define(registry, lstmGradOp());
}

} // namespace td::graph
