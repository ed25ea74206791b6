#include "engine/graph/ops/recurrent.h"
#include "engine/graph/ops/unroll.h"

/// The gated recurrent unit over a whole sequence, and its gradient. Gates z, r, h.
namespace td::graph {

namespace {
constexpr int64_t kGates = 3;
constexpr int64_t kReserve = 4;

Shape biasShape(const InferContext& context, const Dim& units) {
    const Dim gates = units * Dim(kGates);
    return context.attributes().flag("reset_after") ? Shape{2, gates} : Shape{gates};
}

Shape reserveShape(const RecurrentShapes& shapes) {
    return {shapes.batch, shapes.steps, shapes.units * Dim(kReserve)};
}

/// (x, w, u, b?, h0?, mask?)
Types inferGru(const InferContext& context) {
    const auto shapes = recurrentShapes(context, 0, kGates);
    if (!shapes) return failure(shapes.error());
    TD_TRY(needIfThere(context, 3, 0, biasShape(context, shapes->units)));
    TD_TRY(needIfThere(context, 4, 0, shapes->state.shape));
    TD_TRY(needIfThere(context, 5, 0, Shape{shapes->batch, shapes->steps}));
    return std::vector{shapes->sequence, shapes->state, TensorType{context.dtype(0), reserveShape(*shapes)}};
}

/// (dy?, dh?, x, w, u, h0?, mask?, y, reserve)
Types inferGruGrad(const InferContext& context) {
    const auto shapes = recurrentShapes(context, 2, kGates);
    if (!shapes) return failure(shapes.error());
    TD_TRY(needIfThere(context, 0, 2, shapes->sequence.shape));
    TD_TRY(needIfThere(context, 1, 2, shapes->state.shape));
    TD_TRY(needIfThere(context, 5, 2, shapes->state.shape));
    TD_TRY(needIfThere(context, 6, 2, Shape{shapes->batch, shapes->steps}));
    TD_TRY(needIfThere(context, 7, 2, shapes->sequence.shape));
    TD_TRY(needIfThere(context, 8, 2, reserveShape(*shapes)));
    const TensorType bias{context.dtype(2), biasShape(context, shapes->units)};
    return std::vector{context.type(2), context.type(3), context.type(4), bias, shapes->state};
}

/// Sizes, and the parts of u that belong to the gates and to the candidate.
struct Weights {
    int64_t units = 0;
    bool isResetAfter = true;
    Expr u, uGates, uCandidate;

    Weights(Expr given, const Attributes& attributes)
        : units(given.shape()[0].value())
        , isResetAfter(attributes.flag("reset_after"))
        , u(given) {
        if (isResetAfter) return;
        uGates = given.builder->emit("slice", {given}, {{"begin", Ints{0, 0}}, {"size", Ints{-1, 2 * units}}});
        uCandidate = partOf(given, 2, units);
    }
};

/// Row `row` of b (2,3U), or b (3U) itself; nothing where b does not say.
Expr biasRow(Expr b, int64_t row) {
    if (!b || b.rank() == 1) return row == 0 ? b : Expr{};
    const Expr slice = b.builder->emit("slice", {b}, {{"begin", Ints{row, 0}}, {"size", Ints{1, -1}}});
    return reshape(slice, Shape{b.shape()[1]});
}

struct Gates {
    Expr z, r, candidate, inner;
};

/// From what the input says (B,3U) and the state before.
Gates gatesOf(const Weights& weights, Expr fromInput, Expr h, Expr recurrentBias) {
    const int64_t units = weights.units;
    const auto gate = [&](int64_t k, Expr fromState) {
        return unary("sigmoid", partOf(fromInput, k, units) + partOf(fromState, k, units));
    };
    const Expr candidate = partOf(fromInput, 2, units);
    if (weights.isResetAfter) {
        const Expr fromState = plus(matmul(h, weights.u), recurrentBias);
        const Expr r = gate(1, fromState), inner = partOf(fromState, 2, units);
        return {gate(0, fromState), r, unary("tanh", candidate + r * inner), inner};
    }
    const Expr fromState = matmul(h, weights.uGates);
    const Expr r = gate(1, fromState), inner = r * h;
    return {gate(0, fromState), r, unary("tanh", candidate + matmul(inner, weights.uCandidate)), inner};
}

std::vector<Expr> gruDecomposed(Builder&, std::span<const Expr> in, const Attributes& attributes) {
    const Unroll unroll(in[0], attributes.flag("reverse"));
    std::vector<Expr> failed(3, Expr{in[0].builder, ValueId::None});
    if (!unroll.isPossible()) return failed;
    const Weights weights(in[2], attributes);
    const Dim units(weights.units);
    const Expr inputBias = biasRow(in[3], 0), recurrentBias = biasRow(in[3], 1);
    Expr h = in[4] ? in[4] : unroll.zeros(units), y = unroll.zeros(units);
    std::vector<Expr> ys(unroll.times().size()), reserves(ys.size());
    for (const int64_t t : unroll.times()) {
        const Expr fromInput = plus(matmul(unroll.at(in[0], t), in[1]), inputBias), mask = unroll.maskAt(in[5], t);
        if (!fromInput) return failed;
        const auto [z, r, candidate, inner] = gatesOf(weights, fromInput, h, recurrentBias);
        const Expr next = z * h + (1.0 - z) * candidate, kept = joined({z, r, candidate, inner});
        ys[static_cast<size_t>(t)] = y = masked(mask, next, y);
        h = masked(mask, next, h);
        reserves[static_cast<size_t>(t)] = mask ? select(mask, kept, zerosLike(kept)) : kept;
    }
    return {unroll.together(ys, units), h, unroll.together(reserves, units * Dim(kReserve))};
}

/// What flows backward from step to step: into the state, and into the output that masked steps repeat.
struct Flow {
    Expr dh, dy;
};

/// Gradients of one step: of what the input says (B,3U) and of what the state says (B,3U), and dh before it.
struct StepBack {
    Expr fromInput, fromState, dh;
};

StepBack stepBack(const Weights& weights, const Gates& gates, Expr before, Expr dh) {
    const auto& [z, r, candidate, inner] = gates;
    const Expr dz = dh * (before - candidate) * z * (1.0 - z);
    const Expr bent = dh * (1.0 - z) * (1.0 - unary("square", candidate));
    if (weights.isResetAfter) {
        const Expr dr = bent * inner * r * (1.0 - r), fromState = joined({dz, dr, bent * r});
        return {joined({dz, dr, bent}), fromState, dh * z + matmul(fromState, weights.u, false, true)};
    }
    const Expr dInner = matmul(bent, weights.uCandidate, false, true), dr = dInner * before * r * (1.0 - r);
    const Expr fromInput = joined({dz, dr, bent});
    return {fromInput, fromInput, dh * z + dInner * r + matmul(joined({dz, dr}), weights.uGates, false, true)};
}

/// du (U,3U): the gates saw the state before, the candidate either that too or the reset state.
Expr recurrentGradient(const Weights& weights, Expr before, Expr inner, Expr fromState) {
    if (weights.isResetAfter) return matmul(asRows(before), asRows(fromState), true);
    const Expr rows = asRows(fromState);
    const Expr gates =
        rows.builder->emit("slice", {rows}, {{"begin", Ints{0, 0}}, {"size", Ints{-1, 2 * weights.units}}});
    return joined({matmul(asRows(before), gates, true), matmul(asRows(inner), partOf(rows, 2, weights.units), true)});
}

struct GradInputs {
    Expr dy, dh, x, w, u, h0, mask, y, reserve;
};

/// What the steps' backward passes left, as sequences.
struct Sequences {
    Expr fromInput, fromState, before, inner;
};

std::vector<Expr> gathered(const GradInputs& in, const Weights& weights, const Sequences& all, Expr dh) {
    const Expr rows = asRows(all.fromInput);
    Expr db = sum(rows, {0});
    if (weights.isResetAfter) {
        const Shape row{1, db.shape()[0]};
        db = db.builder->emit("concat", {reshape(db, row), reshape(sum(asRows(all.fromState), {0}), row)},
                              {{"axis", int64_t{0}}});
    }
    return {reshape(matmul(rows, in.w, false, true), in.x.shape()), matmul(asRows(in.x), rows, true),
            recurrentGradient(weights, all.before, all.inner, all.fromState), db, dh};
}

std::vector<Expr> gruGradDecomposed(Builder&, std::span<const Expr> given, const Attributes& attributes) {
    const GradInputs in{given[0], given[1], given[2], given[3], given[4], given[5], given[6], given[7], given[8]};
    const Unroll unroll(in.x, attributes.flag("reverse"));
    if (!unroll.isPossible()) return std::vector<Expr>(5, Expr{in.x.builder, ValueId::None});
    const Weights weights(in.u, attributes);
    const Dim units(weights.units), all = units * Dim(kGates);
    const Expr zero = unroll.zeros(units);
    const auto before = unroll.statesBefore(in.h0 ? in.h0 : zero, in.y, in.mask);
    std::vector<Expr> fromInput(before.size()), fromState(before.size()), inner(before.size());
    Flow flow{in.dh ? in.dh : zero, zero};
    for (size_t k = before.size(); k-- > 0;) {
        const int64_t t = unroll.times()[k];
        const auto at = static_cast<size_t>(t);
        const Expr mask = unroll.maskAt(in.mask, t), kept = unroll.at(in.reserve, t);
        if (in.dy) flow.dy = flow.dy + unroll.at(in.dy, t);
        const Gates gates{partOf(kept, 0, weights.units), partOf(kept, 1, weights.units),
                          partOf(kept, 2, weights.units), partOf(kept, 3, weights.units)};
        const StepBack back = stepBack(weights, gates, before[at], flow.dh + flow.dy);
        fromInput[at] = masked(mask, back.fromInput, mask ? unroll.zeros(all) : Expr{});
        fromState[at] = masked(mask, back.fromState, mask ? unroll.zeros(all) : Expr{});
        inner[at] = gates.inner;
        flow = {masked(mask, back.dh, flow.dh), masked(mask, zero, flow.dy)};
    }
    return gathered(in, weights,
                    {unroll.together(fromInput, all), unroll.together(fromState, all), unroll.together(before, units),
                     unroll.together(inner, units)},
                    flow.dh);
}

std::vector<Expr> gruGradient(GradientContext& g) {
    std::vector<Expr> found(6);
    if (g.dy(0) || g.dy(1)) {
        const auto grads = g.builder().emitAll(
            "gru_grad",
            {g.dy(0), g.dy(1), g.input(0), g.input(1), g.input(2), g.input(4), g.input(5), g.output(0), g.output(2)},
            g.attributes());
        found = {grads[0], grads[1], grads[2], grads[3], grads[4], {}};
    }
    return plusThroughOutputs(g, 2, gruDecomposed, std::move(found));
}

OpDef gruOp() {
    OpDef op;
    op.name = "gru";
    op.family = "rnn";
    op.about = "z, r = sigmoid of the first two thirds of x_t w + h u + b; the candidate g = tanh(x_t w_h + r * (h u_h "
               "+ b_h)) with reset_after, "
               "tanh(x_t w_h + b_h + (r * h) u_h) without; h = z*h + (1-z)*g. b is (2,3U), for x and for h, with "
               "reset_after and (3U) without. "
               "y (B,T,U) all h, then the last; masked steps as in lstm; reserve (B,T,4U) = z, r, g and what r "
               "multiplied (h u_h + b_h) or gave (r * h), 0 at masked steps";
    op.inputs = {{"x"}, {"w"}, {"u"}, optionalInput("b"), optionalInput("h0"), optionalInput("mask", DType::Bool)};
    op.outputs = {"y", "h", "reserve"};
    op.attributes = {optional("reset_after", true, "the reset gate acts after the product with u"), reverseAttribute()};
    op.infer = inferGru;
    op.gradient = gruGradient;
    op.decompose = gruDecomposed;
    op.cost = [](const InferContext& context, std::span<const TensorType> outputs) {
        return Cost{recurrentFlops(*recurrentShapes(context, 0, kGates), kGates, 1), bytesOf(context, outputs)};
    };
    op.flops = "6 B T U (I + U)";
    return op;
}

OpDef gruGradOp() {
    OpDef op = gruOp();
    op.name = "gru_grad";
    op.about =
        "the gradients of gru from those of y and h, whichever are there, and from what it kept in y and reserve";
    op.inputs = {optionalInput("dy"),
                 optionalInput("dh"),
                 {"x"},
                 {"w"},
                 {"u"},
                 optionalInput("h0"),
                 optionalInput("mask", DType::Bool),
                 {"y"},
                 {"reserve"}};
    op.outputs = {"dx", "dw", "du", "db", "dh0"};
    op.outputTypes = {typeOfInput(2)}; // the gradients before x may be left out
    op.infer = inferGruGrad;
    op.gradient = nullptr;
    op.decompose = gruGradDecomposed;
    op.cost = [](const InferContext& context, std::span<const TensorType> outputs) {
        return Cost{recurrentFlops(*recurrentShapes(context, 2, kGates), kGates, 2), bytesOf(context, outputs)};
    };
    op.flops = "12 B T U (I + U)";
    return op;
}
} // namespace

void registerGruOps(OpRegistry& registry);
void registerGruOps(OpRegistry& registry) {
    define(registry, gruOp());
    define(registry, gruGradOp());
}

} // namespace td::graph
