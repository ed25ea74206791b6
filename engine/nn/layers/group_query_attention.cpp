#include "engine/nn/layers/arguments.h"
#include "engine/nn/layers/multi_head.h"
#include "engine/nn/layers/shaping.h"

/// Several attentions of which some share their keys and values.
/// Source: Ainslie et al. 2023, arXiv:2305.13245
namespace td::nn {

void registerGroupQueryAttention(Catalogues& catalogues);

namespace {
/// (B, S, H, D) to (B, S, H·times, D): each head `times` times in a row.
Expr repeatedHeads(Expr x, int64_t times) {
    if (!x || times == 1) return x;
    const Dim batch = sizeAt(x, 0), steps = sizeAt(x, 1), heads = sizeAt(x, 2), size = sizeAt(x, 3);
    const Expr apart = reshape(x, Shape{batch, steps, heads, Dim(1), size});
    const Expr stretched = broadcastTo(apart, Shape{batch, steps, heads, Dim(times), size});
    return reshape(stretched, Shape{batch, steps, Dim(heads.value() * times), size});
}

bool needSizes(Call& call) {
    for (const char* name : {"head_dim", "num_query_heads", "num_key_value_heads"})
        if (!needAtLeast(call, name, 1)) return false;
    if (!call.config().isNull("sliding_window") && !needAtLeast(call, "sliding_window", 1)) return false;
    if (!needRate(call, "dropout")) return false;
    for (size_t i = 0; i < call.inputs().size(); ++i)
        if (!needRank(call, i, 3)) return false;
    if (call.config().integer("num_query_heads") % call.config().integer("num_key_value_heads") == 0) return true;
    failArgument(call, "num_query_heads", "a multiple of num_key_value_heads");
    return false;
}

Flows callGroupQueryAttention(Call& call) {
    if (!needSizes(call)) return nothing(call);
    const Config& config = call.config();
    const Expr query = asReal(call.input(0)), value = asReal(call.input(1));
    const Expr key = call.inputs().size() > 2 && call.input(2) ? asReal(call.input(2)) : value;
    const int64_t size = config.integer("head_dim"), heads = config.integer("num_query_heads");
    const int64_t shared = config.integer("num_key_value_heads");
    Projections made;
    const Expr queryMask = call.named("query_mask").value;
    made.queryMask = queryMask ? cast(queryMask, DType::Bool) : call.mask(0);
    made.query = projected(call, "query", query, 1, {heads, size});
    made.key = repeatedHeads(projected(call, "key", key, 1, {shared, size}), heads / shared);
    if (config.flag("use_gate")) made.gate = projected(call, "gate", query, 1, {heads, size}, "sigmoid");
    made.value = repeatedHeads(projected(call, "value", value, 1, {shared, size}), heads / shared);
    return attendByHeads(call, made, {1}, {call.knownSize(query, -1)});
}
} // namespace

void registerGroupQueryAttention(Catalogues& catalogues) {
    LayerDef def = layerDef(
        "GroupQueryAttention", "attention", MaskRule::Own,
        "Several attentions side by side whose queries share fewer keys and values: each of those serves "
        "num_query_heads / num_key_value_heads queries. Inputs: query, value, key (the value where it is left out).",
        joined({{required(intParameter("head_dim", nullptr, "size of a head")),
                 required(intParameter("num_query_heads", nullptr, "how many attentions")),
                 required(intParameter("num_key_value_heads", nullptr, "how many heads of keys and values")),
                 realParameter("dropout", 0.0, "how many of the weights are dropped in training, 0 to 1"),
                 useBiasParameter(),
                 intParameter("sliding_window", nullptr, "only keys less than so many steps away are seen; none: all"),
                 jsonParameter("flash_attention", nullptr, "the operation chooses by itself how it is computed")},
                weightParameters({{"kernel", "glorot_uniform"}, {"bias", "zeros"}}),
                {boolParameter("use_gate", false, "whether heads are multiplied by a sigmoid of the query"),
                 seedParameter()}}),
        callGroupQueryAttention);
    def.aliases = {"GroupedQueryAttention"};
    def.inputNames = {"query", "value", "key"};
    def.minInputs = 2;
    def.maxInputs = 3;
    catalogues.layers.add(std::move(def));
}

} // namespace td::nn
