#include "engine/graph/ops/emit.h"
#include "engine/graph/ops/infer.h"

/// Scaled dot-product attention. Letters: B batch, T queries, S keys, H heads, D size of a head.
namespace td::graph {

namespace {
/// Less than any score; finite, so that a row without anything to look at stays free of NaN.
constexpr double kHidden = -1e30;

/// Inputs from `q` on are q, k, v, mask?; q (B,T,H,D), k and v (B,S,H,D), mask broadcasts to (B,H,T,S).
Result<void> checkInputs(const InferContext& context, int q) {
    for (int i = q; i < q + 3; ++i)
        TD_TRY(context.needRank(i, 4));
    for (int i = 0; i < context.inputs(); ++i)
        if (kReals.has(context.dtype(i)) && context.has(i) && context.dtype(i) != context.dtype(q))
            return failure(ErrorCode::TypeMismatch,
                           {{"left", toString(context.type(q))}, {"right", toString(context.type(i))}});
    const Shape &query = context.shape(q), &key = context.shape(q + 1);
    if (context.shape(q + 2) != key) return context.mismatch(q + 1, q + 2);
    if (key != Shape{query[0], key[1], query[2], query[3]}) return context.mismatch(q, q + 1);
    if (!context.has(q + 3)) return {};
    const Shape scores{query[0], query[2], query[1], key[1]};
    const auto wide = broadcast(scores, context.shape(q + 3));
    if (!wide || *wide != scores) return context.mismatch(q + 3, "to broadcast to " + scores.toString());
    return {};
}

TensorType lseType(const TensorType& query) {
    return {query.dtype, Shape{query.shape[0], query.shape[2], query.shape[1]}};
}

Types inferAttention(const InferContext& context) {
    TD_TRY(checkInputs(context, 0));
    return std::vector{context.type(0), lseType(context.type(0))};
}

/// (dy, q, k, v, mask?, y, lse)
Types inferAttentionGrad(const InferContext& context) {
    TD_TRY(checkInputs(context, 1));
    if (context.type(0) != context.type(1)) return context.mismatch(0, 1);
    if (context.type(5) != context.type(1)) return context.mismatch(5, 1);
    if (context.type(6) != lseType(context.type(1))) return context.mismatch(6, 1);
    return std::vector{context.type(1), context.type(2), context.type(3)};
}

/// (B,T,H,D) to (B,H,T,D) and back.
Expr headsFirst(Expr x) {
    return transpose(x, {0, 2, 1, 3});
}

/// Where a query may look, Bool and broadcasting to (B,H,T,S); nothing if everywhere.
Expr visible(Expr scores, Expr mask, bool isCausal) {
    if (!isCausal) return mask;
    Builder& builder = *scores.builder;
    const Expr ones = broadcastTo(builder.scalar(1, scores.dtype()), Shape{scores.shape()[2], scores.shape()[3]});
    const Expr past = builder.emit("band_part", {ones}, {{"lower", int64_t{-1}}, {"upper", int64_t{0}}});
    const Expr causal = binary("greater", past, builder.scalar(0, scores.dtype()));
    return mask ? binary("logical_and", causal, mask) : causal;
}

/// exp(scores - shift) where visible, 0 elsewhere; `shift` (B,H,T,1).
Expr powersOf(Expr scores, Expr shift, Expr seen) {
    const Expr zero = scores.builder->scalar(0, scores.dtype());
    if (!seen) return unary("exp", scores - shift);
    return select(seen, unary("exp", select(seen, scores - shift, zero)), zero);
}

Expr scoresOf(Expr q, Expr k, const Attributes& attributes) {
    return matmul(headsFirst(q), headsFirst(k), false, true) * attributes.real("scale");
}

/// y = p v with p = softmax of the visible scores; 0, with lse 0, where nothing is visible.
std::vector<Expr> attentionDecomposed(Builder& builder, std::span<const Expr> inputs, const Attributes& attributes) {
    const Expr scores = scoresOf(inputs[0], inputs[1], attributes);
    if (!scores) return std::vector<Expr>(2, scores);
    const Expr seen = visible(scores, inputs[3], attributes.flag("causal"));
    const Expr hidden = builder.scalar(kHidden, scores.dtype());
    const Expr shift = unary("stop_gradient", builder.emit("max", {seen ? select(seen, scores, hidden) : scores},
                                                           {{"axes", Ints{-1}}, {"keepdims", true}}));
    const Expr powers = powersOf(scores, shift, seen), total = sum(powers, {-1}, true);
    const Expr zero = builder.scalar(0, scores.dtype()), one = builder.scalar(1, scores.dtype());
    const Expr isSeen = binary("greater", total, zero), safe = select(isSeen, total, one);
    const Expr lse = select(isSeen, shift + unary("log", safe), zero);
    const Shape rows{scores.shape()[0], scores.shape()[1], scores.shape()[2]};
    return {headsFirst(matmul(powers / safe, headsFirst(inputs[2]))), reshape(lse, rows)};
}

/// dq, dk, dv; `dlse` (B,H,T) may be left out, and so may `dy`.
std::vector<Expr> attentionBackward(Expr dy, Expr dlse, std::span<const Expr> qkv, Expr mask, Expr y, Expr lse,
                                    const Attributes& attributes) {
    const Expr scores = scoresOf(qkv[0], qkv[1], attributes);
    if (!scores) return std::vector<Expr>(3, scores);
    const auto column = [](Expr rows) {
        return reshape(rows, Shape{rows.shape()[0], rows.shape()[1], rows.shape()[2], 1});
    };
    const Expr p = powersOf(scores, column(lse), visible(scores, mask, attributes.flag("causal")));
    Expr slope = dlse ? column(dlse) : Expr{}, dv;
    if (dy) {
        const Expr outer = headsFirst(dy);
        const Expr along = matmul(outer, headsFirst(qkv[2]), false, true) - sum(outer * headsFirst(y), {-1}, true);
        slope = plus(along, slope);
        dv = headsFirst(matmul(p, outer, true));
    }
    const Expr ds = p * slope * attributes.real("scale");
    return {headsFirst(matmul(ds, headsFirst(qkv[1]))), headsFirst(matmul(ds, headsFirst(qkv[0]), true)), dv};
}

/// Attributes of attention and of its gradient are the same.
std::vector<Expr> attentionGradient(GradientContext& g) {
    const std::vector qkv{g.input(0), g.input(1), g.input(2)};
    if (g.dy(1)) {
        auto found = attentionBackward(g.dy(), g.dy(1), qkv, g.input(3), g.output(), g.output(1), g.attributes());
        found.emplace_back();
        return found;
    }
    auto found = g.builder().emitAll(
        "attention_grad", {g.dy(), qkv[0], qkv[1], qkv[2], g.input(3), g.output(), g.output(1)}, g.attributes());
    found.emplace_back();
    return found;
}

std::vector<Expr> attentionGradDecomposed(Builder&, std::span<const Expr> inputs, const Attributes& attributes) {
    return attentionBackward(inputs[0], {}, inputs.subspan(1, 3), inputs[4], inputs[5], inputs[6], attributes);
}

/// `products` of (T,D) by (D,S) for each head, at two operations a multiply-add; a mask saves nothing here.
Cost productsCost(const InferContext& context, std::span<const TensorType> outputs, int q, double products) {
    const double pairs = countOf(context.shape(q)) * static_cast<double>(context.shape(q + 1)[1].value());
    return {2 * products * pairs, bytesOf(context, outputs)};
}

OpDef attentionOp() {
    OpDef op;
    op.name = "attention";
    op.family = "nn";
    op.about = "y (B,T,H,D) = softmax(scale * q k^T) v for each head, q (B,T,H,D), k and v (B,S,H,D); mask (true: may "
               "look) broadcasts to (B,H,T,S); "
               "lse (B,H,T) is the scores' logsumexp; a row that may look nowhere gives y 0 and lse 0";
    op.inputs = {{"q"}, {"k"}, {"v"}, {"mask", DType::Bool, Arity::Optional}};
    op.outputs = {"y", "lse"};
    op.attributes = {required("scale", AttributeKind::Double, "of the scores, often 1/sqrt(D)"),
                     optional("causal", false, "query t looks at the keys 0 … t alone")};
    op.infer = inferAttention;
    op.gradient = attentionGradient;
    op.decompose = attentionDecomposed;
    op.cost = [](const InferContext& context, std::span<const TensorType> outputs) {
        return productsCost(context, outputs, 0, 2);
    };
    op.flops = "4 B T H S D";
    return op;
}

OpDef attentionGradOp() {
    OpDef op = attentionOp();
    op.name = "attention_grad";
    op.about = "dq, dk, dv of attention; the scores are computed again from lse";
    op.inputs = {{"dy"}, {"q"}, {"k"}, {"v"}, {"mask", DType::Bool, Arity::Optional}, {"y"}, {"lse"}};
    op.outputs = {"dq", "dk", "dv"};
    op.infer = inferAttentionGrad;
    op.gradient = nullptr;
    op.decompose = attentionGradDecomposed;
    op.cost = [](const InferContext& context, std::span<const TensorType> outputs) {
        return productsCost(context, outputs, 1, 5);
    };
    op.flops = "10 B T H S D";
    return op;
}
} // namespace

void registerAttentionOps(OpRegistry& registry);
void registerAttentionOps(OpRegistry& registry) {
    define(registry, attentionOp());
    define(registry, attentionGradOp());
}

} // namespace td::graph
