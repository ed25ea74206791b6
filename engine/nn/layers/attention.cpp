#include "engine/nn/layers/arguments.h"
#include "engine/nn/layers/attending.h"
#include "engine/nn/layers/dropping.h"
#include "engine/nn/layers/shaping.h"

/// Attention of (query, value, key?) without heads.
namespace td::nn {

void registerAttention(Catalogues& catalogues);

Expr pastMask(Expr scores) {
    if (!scores) return scores;
    const Expr ones = broadcastTo(scores.builder->scalar(1, DType::F32), Shape{sizeAt(scores, -2), sizeAt(scores, -1)});
    const Expr past = scores.builder->emit("band_part", {ones}, {{"lower", int64_t{-1}}, {"upper", int64_t{0}}});
    return binary("greater", past, scores.builder->scalar(0, DType::F32));
}

Expr both(Expr a, Expr b) {
    return a && b ? binary("logical_and", a, b) : a ? a : b;
}

namespace {
/// (B,T,1,D) + (B,1,S,D): every query with every key.
Expr everyPair(Expr query, Expr key) {
    return expanded(query, 2) + expanded(key, 1);
}

Expr dotScores(Call& call, Expr query, Expr key) {
    const Config& config = call.config();
    const Expr scale = config.flag("use_scale") ? call.weight(WeightSpec{"scale", {}, "ones"}) : Expr{};
    if (config.text("score_mode") == "dot") {
        const Expr scores = matmul(query, key, false, true);
        return scale ? scores * scale : scores;
    }
    const Expr factor = call.weight(WeightSpec{"concat_score_weight", {}, "ones"});
    const Expr pairs = everyPair(query, key);
    return factor * sum(unary("tanh", scale ? scale * pairs : pairs), {-1});
}

Expr additiveScores(Call& call, Expr query, Expr key) {
    const Expr pairs = unary("tanh", everyPair(query, key));
    if (!call.config().flag("use_scale")) return sum(pairs, {-1});
    return sum(call.weight(WeightSpec{"scale", {call.knownSize(query, -1)}, "glorot_uniform"}) * pairs, {-1});
}

/// From the scores (B,T,S) on.
Flows attended(Call& call, Expr scores, Expr value) {
    Expr visible = call.mask(1) ? expanded(call.mask(1), 1) : Expr{};
    if (call.option("use_causal_mask") == true) visible = both(visible, pastMask(scores));
    if (visible) scores = select(visible, scores, scores - 1e9);
    const Expr weights = scores.builder->emit("softmax", {scores});
    Expr y = matmul(dropped(call, weights, call.config().real("dropout")), value);
    if (call.mask(0)) y = whereTrue(call.mask(0), y);
    Flows flows{Flow{y, call.mask(0)}};
    if (call.option("return_attention_scores") == true) flows.push_back(Flow{weights, {}});
    return flows;
}

template <Expr (*scoresOf)(Call&, Expr, Expr)>
Flows callAttention(Call& call) {
    for (size_t i = 0; i < call.inputs().size(); ++i)
        if (!needRank(call, i, 3)) return nothing(call);
    if (!needRate(call, "dropout")) return nothing(call);
    const Expr query = asReal(call.input(0)), value = asReal(call.input(1));
    const Expr key = call.inputs().size() > 2 ? asReal(call.input(2)) : value;
    const Expr scores = scoresOf(call, query, key);
    return scores ? attended(call, scores, value) : nothing(call);
}

LayerDef definition(std::string name, std::string about, std::vector<Parameter> parameters, LayerCallFunction call) {
    LayerDef def = layerDef(std::move(name), "attention", MaskRule::Own, std::move(about), std::move(parameters), call);
    def.minInputs = 2;
    def.maxInputs = 3;
    return def;
}
} // namespace

void registerAttention(Catalogues& catalogues) {
    const Parameter dropout = realParameter("dropout", 0.0, "how many of the weights are dropped in training, 0 to 1");
    catalogues.layers.add(definition(
        "Attention", "softmax(query key^T) value, for [query, value] or [query, value, key].",
        {boolParameter("use_scale", false, "whether scores are multiplied by a trained number"),
         textParameter("score_mode", "dot", {"dot", "concat"}, "products, or tanh of sums"), dropout, seedParameter()},
        callAttention<dotScores>));
    catalogues.layers.add(definition(
        "AdditiveAttention", "softmax(sum(scale tanh(query + key))) value, for [query, value] or [query, value, key].",
        {boolParameter("use_scale", true, "whether features are weighted by trained numbers"), dropout,
         seedParameter()},
        callAttention<additiveScores>));
}

} // namespace td::nn
