#include "engine/nn/layers/arguments.h"
#include "engine/nn/layers/attending.h"
#include "engine/nn/layers/dropping.h"
#include "engine/nn/layers/einsum_dense.h"
#include "engine/nn/layers/multi_head.h"
#include "engine/nn/layers/shaping.h"

#include <cmath>

/// Letters: B batch, T queries, S keys, H heads, D size of a head's queries and keys, V of its values.
namespace td::nn {

void registerMultiHeadAttention(Catalogues& catalogues);

Expr projected(Call& call, const std::string& name, Expr x, int summed, const Extents& out, const char* activation) {
    Extents extents;
    for (int axis = -summed; axis < 0; ++axis)
        extents.push_back(call.knownSize(x, axis));
    extents.insert(extents.end(), out.begin(), out.end());
    const Config& config = call.config();
    WeightSpec kernel{name + "/kernel", extents};
    kernel.initializer = withFanAxes(call, config.json("kernel_initializer"), axesBetween(0, summed),
                                     axesBetween(summed, static_cast<int>(extents.size())));
    kernel.regularizer = config.json("kernel_regularizer");
    kernel.constraint = config.json("kernel_constraint");
    const Expr weights = call.weight(kernel);
    const Expr bias = config.flag("use_bias") ? call.weight(name + "/bias", out, "bias") : Expr{};
    Expr y = productWith(x, weights, summed, bias);
    if (activation != nullptr) y = unary(activation, y);
    call.regularizeActivity(y); // in Keras each projection is a layer, which has this argument too
    return y;
}

namespace {
/// How (B, d…, H, D) becomes (B', T, H, D): the attention axes behind the others, each group made one axis.
class Arrangement {
public:
    Arrangement(Expr x, const std::vector<int>& attentionAxes)
        : m_order(orderWithLast(x.rank() - 2, attentionAxes)) {
        for (int i = 0; i < x.rank() - 2; ++i)
            (i < x.rank() - 2 - static_cast<int>(attentionAxes.size()) ? m_outer : m_inner)
                .append(x.shape()[static_cast<int>(m_order[static_cast<size_t>(i)])]);
        m_order.push_back(x.rank() - 2);
        m_order.push_back(x.rank() - 1);
    }

    [[nodiscard]] Expr merge(Expr x) const {
        return reshape(reordered(x, m_order),
                       Shape{m_outer.elements(), m_inner.elements(), sizeAt(x, -2), sizeAt(x, -1)});
    }
    /// The way back, for what has this arrangement's axes.
    [[nodiscard]] Expr split(Expr x) const {
        Shape shape = joined(m_outer, m_inner);
        shape.append(sizeAt(x, -2));
        shape.append(sizeAt(x, -1));
        return reordered(reshape(x, shape), inverseOrder(m_order));
    }
    [[nodiscard]] static Shape joined(Shape a, const Shape& b) {
        for (const Dim& dim : b.dims())
            a.append(dim);
        return a;
    }
    [[nodiscard]] const Shape& outer() const { return m_outer; }
    [[nodiscard]] const Shape& inner() const { return m_inner; }

private:
    Ints m_order;
    Shape m_outer, m_inner;
};

/// Whole numbers 0 … along the rows (axis 0) or columns (axis 1) of a (T,S) matrix like `like`.
Expr positions(Expr like, int axis) {
    return like.builder->emit("cumsum", {like}, {{"axis", int64_t{axis}}, {"exclusive", true}});
}

/// True where query and key are less than the window apart, (T,S).
Expr windowMask(Builder& builder, const Dim& queries, const Dim& keys, int64_t window) {
    const Expr ones = broadcastTo(builder.scalar(1), Shape{queries, keys});
    const Expr distance = unary("abs", positions(ones, 0) - positions(ones, 1));
    return binary("less", distance, builder.scalar(static_cast<double>(window)));
}

/// What all masks allow, one axis for each of (B,T,S) or of a mask with more; empty: everything.
Expr allowed(Call& call, Expr queryMask, const Dim& queries, const Dim& keys) {
    const bool hasKey = static_cast<bool>(call.input(2));
    const auto given = [&](const char* name, Expr own) {
        const Expr explicitly = call.named(name).value;
        return explicitly ? cast(explicitly, DType::Bool) : own;
    };
    Expr mask;
    if (queryMask) mask = expanded(queryMask, -1);
    if (const Expr value = given("value_mask", call.mask(1))) mask = both(mask, expanded(value, 1));
    if (const Expr key = given("key_mask", hasKey ? call.mask(2) : Expr{})) mask = both(mask, expanded(key, 1));
    if (call.option("use_causal_mask") == true) {
        const Expr like = broadcastTo(call.builder().scalar(1), Shape{queries, keys});
        mask = both(mask, expanded(pastMask(like), 0));
    }
    if (!call.config().isNull("sliding_window"))
        mask =
            both(mask, expanded(windowMask(call.builder(), queries, keys, call.config().integer("sliding_window")), 0));
    if (const Expr own = call.named("attention_mask").value) mask = both(mask, cast(own, DType::Bool));
    return mask;
}

/// The mask with ones put in for the axes it lacks: (outer…, 1, T…, S…), as Keras shapes it for the scores.
Expr widened(Expr mask, int rank, int attentionAxes) {
    while (mask && mask.rank() < rank)
        mask = expanded(mask, std::max(0, mask.rank() - 2 * attentionAxes));
    return mask;
}

struct Heads {
    Expr query, key, value; ///< (B',T,H,D), (B',S,H,D), (B',S,H,V)
};

struct Attended {
    Expr y;       ///< (B',T,H,V)
    Expr weights; ///< (B',H,T,S); empty where nobody asked
};

/// Through the scores. `zeroWhereHidden`: a query that sees nothing gets 0, otherwise the mean of all values.
Attended throughScores(Call& call, const Heads& heads, Expr mask, double scale, bool zeroWhereHidden) {
    const auto headsFirst = [](Expr x) { return transpose(x, {0, 2, 1, 3}); };
    Expr scores = matmul(headsFirst(heads.query * scale), headsFirst(heads.key), false, true);
    if (!scores) return {scores, scores};
    if (mask) scores = select(mask, scores, scores.builder->scalar(-1e9, scores.dtype()));
    Expr weights = scores.builder->emit("softmax", {scores});
    if (mask && zeroWhereHidden) weights = select(mask, weights, weights.builder->scalar(0, weights.dtype()));
    const Expr used = dropped(call, weights, call.config().real("dropout"));
    return {headsFirst(matmul(used, headsFirst(heads.value))), weights};
}

/// In one operation, which gives 0 where a query sees nothing; there the mean of all values is put in.
Attended inOne(Call& call, const Heads& heads, Expr mask, double scale, bool isCausal) {
    Expr y = call.builder().emit("attention", {heads.query, heads.key, heads.value, mask},
                                 {{"scale", scale}, {"causal", isCausal}});
    if (!mask || !y) return {y, {}};
    const Expr sees = call.builder().emit("any", {mask}, {{"axes", Ints{-1}}, {"keepdims", true}});
    const Expr mean = td::graph::mean(heads.value, {1}, true);
    const Expr rows = transpose(sees, {0, 2, 1, 3});
    return {select(rows, y, mean), {}};
}

/// The attention axes; empty after failing.
std::vector<int> attentionAxes(Call& call, int rank) {
    if (call.config().isNull("attention_axes")) {
        std::vector<int> all;
        for (int axis = 1; axis + 1 < rank; ++axis)
            all.push_back(axis);
        return all;
    }
    return axesOf(call, "attention_axes", rank);
}

bool needSizes(Call& call) {
    if (!needAtLeast(call, "num_heads", 1) || !needAtLeast(call, "key_dim", 1) || !needRate(call, "dropout"))
        return false;
    for (const char* optional : {"value_dim", "sliding_window"})
        if (!call.config().isNull(optional) && !needAtLeast(call, optional, 1)) return false;
    for (size_t i = 0; i < call.inputs().size(); ++i)
        if (!needRankAtLeast(call, i, 3) || !needRank(call, i, call.input(0).rank())) return false;
    return true;
}

/// The last axes of the output, "output_shape" or as the query has them.
Extents outputExtents(Call& call) {
    const Json& shape = call.config().json("output_shape");
    if (shape.is_number_integer()) return {shape.get<int64_t>()};
    Extents extents = call.config().sizes("output_shape");
    if (extents.empty()) extents.push_back(call.knownSize(call.input(0), -1));
    return extents;
}

/// Whether the only mask is that of the past.
bool isCausalOnly(Call& call) {
    if (call.option("use_causal_mask") != true || !call.config().isNull("sliding_window")) return false;
    for (size_t i = 0; i < 3; ++i)
        if (call.mask(i)) return false;
    for (const char* name : {"value_mask", "key_mask", "attention_mask"})
        if (call.named(name).value) return false;
    return true;
}

Projections projections(Call& call) {
    const Config& config = call.config();
    const Expr query = asReal(call.input(0)), value = asReal(call.input(1));
    const Expr key = call.inputs().size() > 2 && call.input(2) ? asReal(call.input(2)) : value;
    const int64_t count = config.integer("num_heads"), keySize = config.integer("key_dim");
    const int64_t valueSize = config.isNull("value_dim") ? keySize : config.integer("value_dim");
    Projections made;
    made.queryMask = call.mask(0); // Keras looks at no other here
    made.query = projected(call, "query", query, 1, {count, keySize});
    made.key = projected(call, "key", key, 1, {count, keySize});
    if (config.flag("use_gate")) made.gate = projected(call, "gate", query, 1, {count, valueSize}, "sigmoid");
    made.value = projected(call, "value", value, 1, {count, valueSize});
    return made;
}

/// (outer..., heads, T..., S...)
Shape scoreShape(const Arrangement& rows, const Arrangement& columns, const Dim& heads) {
    Shape shape = rows.outer();
    shape.append(heads);
    return Arrangement::joined(Arrangement::joined(shape, rows.inner()), columns.inner());
}

/// The mask as (B',1,T,S); `wide` broadcasts to the shape of the scores.
Expr flatMask(Expr wide, const Arrangement& rows, const Arrangement& columns) {
    if (!wide) return wide;
    const Shape flat{rows.outer().elements(), Dim(1), rows.inner().elements(), columns.inner().elements()};
    return reshape(broadcastTo(wide, scoreShape(rows, columns, Dim(1))), flat);
}

Flows callMultiHeadAttention(Call& call) {
    if (!needSizes(call)) return nothing(call);
    const auto axes = attentionAxes(call, call.input(0).rank());
    if (axes.empty()) return nothing(call);
    return attendByHeads(call, projections(call), axes, outputExtents(call));
}
} // namespace

Flows attendByHeads(Call& call, const Projections& made, const std::vector<int>& axes, const Extents& out) {
    if (!made.query || !made.key || !made.value) return nothing(call);
    const Arrangement rows(made.query, axes), columns(made.key, axes);
    const bool wantsScores = call.option("return_attention_scores") == true;
    // Keras goes through its softmax layer in these cases, which gives 0 to a query that sees nothing.
    const bool isThroughSoftmax = wantsScores || call.config().real("dropout") > 0 || made.query.rank() != 4;
    const bool isOne = !isThroughSoftmax && sizeAt(made.value, -1) == sizeAt(made.key, -1);
    const bool isCausal = isOne && !made.queryMask && isCausalOnly(call);
    const Expr mask =
        isCausal ? Expr{} : allowed(call, made.queryMask, rows.inner().elements(), columns.inner().elements());
    const Shape scores = scoreShape(rows, columns, sizeAt(made.query, -2));
    const Expr wide = widened(mask, scores.rank(), static_cast<int>(axes.size()));
    const Expr flat = flatMask(wide, rows, columns);
    const Heads heads{rows.merge(made.query), columns.merge(made.key), columns.merge(made.value)};
    const double scale = 1 / std::sqrt(static_cast<double>(call.knownSize(made.query, -1)));
    const Attended attended =
        isOne ? inOne(call, heads, flat, scale, isCausal) : throughScores(call, heads, flat, scale, isThroughSoftmax);
    Expr y = rows.split(attended.y);
    if (made.gate) y = y * made.gate;
    Flows flows{Flow{projected(call, "attention_output", y, 2, out), call.mask(0)}};
    if (wantsScores) flows.push_back(Flow{reshape(attended.weights, scores), wide});
    return flows;
}

void registerMultiHeadAttention(Catalogues& catalogues) {
    LayerDef def = layerDef(
        "MultiHeadAttention", "attention", MaskRule::Own,
        "Several attentions side by side: projections of query, key and value into heads, softmax(q k^T / "
        "sqrt(key_dim)) v, "
        "and a projection back. Inputs: query, value, key (the value where it is left out).",
        joined({{required(intParameter("num_heads", nullptr, "how many attentions")),
                 required(intParameter("key_dim", nullptr, "size of a head's queries and keys")),
                 intParameter("value_dim", nullptr, "size of a head's values; none: key_dim"),
                 realParameter("dropout", 0.0, "how many of the weights are dropped in training, 0 to 1"),
                 useBiasParameter(),
                 jsonParameter("output_shape", nullptr, "last axes of the output; none: as the query has them"),
                 sizesParameter("attention_axes", nullptr, 0,
                                "axes that are looked along; none: all but the batch and the features"),
                 boolParameter("use_gate", false, "whether heads are multiplied by a sigmoid of the query"),
                 intParameter("sliding_window", nullptr, "only keys less than so many steps away are seen; none: all"),
                 jsonParameter("flash_attention", nullptr, "the operation chooses by itself how it is computed")},
                weightParameters({{"kernel", "glorot_uniform"}, {"bias", "zeros"}}),
                {seedParameter()}}),
        callMultiHeadAttention);
    def.inputNames = {"query", "value", "key"};
    def.minInputs = 2;
    def.maxInputs = 3;
    def.regularizesItself = true; // by its projections alone
    catalogues.layers.add(std::move(def));
}

} // namespace td::nn
