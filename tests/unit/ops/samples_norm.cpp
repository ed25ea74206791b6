#include "tests/unit/ops/samples.h"

/// Normalizations, softmax and attention.
namespace td::test {

namespace {
using graph::Attributes;
using graph::Ints;
const auto kNone = std::nullopt;

void addBatchNorm(SampleTable& table, const Extents& x, const Attributes& attributes) {
    const Extents c = {x.back()};
    table.add("batch_norm_training", {table.reals(x), table.reals(c), table.reals(c), table.reals(x)}, attributes);
    table.add("batch_norm_training", {table.reals(x), kNone, table.reals(c), kNone}, attributes);
    table.add("batch_norm_inference", {table.reals(x), table.reals(c), kNone, table.reals(c), table.reals(c, 0.5, 2)},
              attributes);
    Attributes residual = attributes;
    residual.set("has_residual", true);
    table.add("batch_norm_grad",
              {table.reals(x), table.reals(x), table.reals(x), table.reals(c), table.reals(c), table.reals(c, 0.5, 2)},
              attributes);
    table.add("batch_norm_grad",
              {table.reals(x), table.reals(x), table.reals(x), kNone, table.reals(c), table.reals(c, 0.5, 2)},
              residual);
}

void addBatchNorms(SampleTable& table) {
    for (const char* activation : {"linear", "relu", "relu6"})
        addBatchNorm(table, {4, 3}, {{"activation", std::string(activation)}});
    addBatchNorm(table, {2, 3, 1, 2}, {{"epsilon", 0.1}});
    addBatchNorm(table, {3, 0}, {});
    table.reject("batch_norm_training", {f64({4, 3}), f64({4}), kNone, kNone});
    table.reject("batch_norm_training", {f64({4, 3}), kNone, kNone, f64({3, 4})});
    table.reject("batch_norm_training", {f64({4}), kNone, kNone, kNone});
    table.reject("batch_norm_training", {f64({4, 3}), kNone, kNone, kNone}, {{"activation", "tanh"}},
                 ErrorCode::InvalidArgument);
    table.reject("batch_norm_inference", {f64({4, 3}), kNone, kNone, f64({3}), f64({4})});
    table.reject("batch_norm_grad", {f64({4, 3}), f64({4, 2}), f64({4, 3}), kNone, f64({3}), f64({3})});
    table.reject("batch_norm_grad", {f64({4, 3}), f64({4, 3}), f64({4, 3}), kNone, f64({3}), f64({4})});
}

void addRows(SampleTable& table, const Extents& x, int64_t axis) {
    const auto at = static_cast<std::ptrdiff_t>(axis < 0 ? axis + static_cast<int64_t>(x.size()) : axis);
    const Extents leading(x.begin(), x.begin() + at), trailing(x.begin() + at, x.end());
    const Attributes attributes = {{"axis", axis}};
    table.add("layer_norm", {table.reals(x), table.reals(trailing), table.reals(trailing)}, attributes);
    table.add("layer_norm", {table.reals(x), kNone, kNone}, attributes);
    table.add(
        "layer_norm_grad",
        {table.reals(x), table.reals(x), table.reals(trailing), table.reals(leading), table.reals(leading, 0.5, 2)},
        attributes);
    table.add("layer_norm_grad",
              {table.reals(x), table.reals(x), kNone, table.reals(leading), table.reals(leading, 0.5, 2)}, attributes);
    table.add("rms_norm", {table.reals(x), table.reals(trailing)}, attributes);
    table.add("rms_norm", {table.reals(x), kNone}, attributes);
}

void addLayerNorms(SampleTable& table) {
    addRows(table, {3, 4}, -1);
    addRows(table, {2, 1, 3, 2}, 2);
    addRows(table, {5}, 0);
    addRows(table, {0, 3}, 1);
    table.add("group_norm", {table.reals({2, 3, 4}), table.reals({4}), table.reals({4})}, {{"groups", int64_t{2}}});
    table.add("group_norm", {table.reals({2, 6}), kNone, kNone}, {{"groups", int64_t{2}}});
    table.add("group_norm", {table.reals({1, 2, 1, 3}), table.reals({3}), kNone},
              {{"groups", int64_t{1}}, {"epsilon", 0.1}});
    table.add("group_norm", {table.reals({0, 2, 4}), kNone, kNone}, {{"groups", int64_t{4}}});
    table.reject("layer_norm", {f64({3, 4}), f64({3}), kNone});
    table.reject("rms_norm", {f64({3, 4}), f64({3})});
    table.reject("layer_norm_grad", {f64({3, 4}), f64({3, 4}), kNone, f64({4}), f64({3})});
    table.reject("layer_norm_grad", {f64({3, 4}), f64({3, 5}), kNone, f64({3}), f64({3})});
    table.reject("group_norm", {f64({3, 4}), kNone, kNone}, {{"groups", int64_t{3}}});
    table.reject("group_norm", {f64({3, 4}), f64({3}), kNone}, {{"groups", int64_t{2}}});
}

void addSoftmax(SampleTable& table) {
    for (const int64_t axis : {-1, 0, 1})
        for (const Extents& x : {Extents{2, 3}, Extents{2, 1, 4}, Extents{0, 3}}) {
            const Attributes attributes = {{"axis", axis}};
            table.add("softmax", {table.reals(x)}, attributes);
            table.add("log_softmax", {table.reals(x)}, attributes);
            table.add("softmax_grad", {table.reals(x), table.reals(x)}, attributes);
        }
    for (const char* op : {"softmax", "log_softmax"}) {
        table.add(op, {table.reals({2, 3}, 900, 1000)});
        table.takesAnyShape(op);
    }
    table.reject("softmax_grad", {f64({2, 3}), f64({3, 2})});
    table.reject("softmax", {f64({2, 3})}, {{"axis", int64_t{2}}}, ErrorCode::InvalidArgument);
    table.add("lrn", {table.reals({2, 7})}, {{"depth_radius", int64_t{2}}, {"alpha", 0.3}, {"beta", 0.75}});
    table.add("lrn", {table.reals({1, 2, 2, 3})});
    table.add("lrn", {table.reals({0, 3})});
    table.reject("lrn", {f64({})});
    table.reject("lrn", {f64({2, 3})}, {{"depth_radius", -1}}, ErrorCode::InvalidArgument);
}

struct AttentionSizes {
    int64_t batch, queries, keys, heads, size;
};

void addAttention(SampleTable& table, const AttentionSizes& s, const OptionalTensor& mask, bool isCausal) {
    const Extents q = {s.batch, s.queries, s.heads, s.size}, k = {s.batch, s.keys, s.heads, s.size};
    const Attributes attributes = {{"scale", 0.6}, {"causal", isCausal}};
    table.add("attention", {table.reals(q), table.reals(k), table.reals(k), mask}, attributes);
    table.add("attention_grad",
              {table.reals(q, -1, 1), table.reals(q, -1, 1), table.reals(k, -1, 1), table.reals(k, -1, 1), mask,
               table.reals(q, -1, 1), table.reals({s.batch, s.heads, s.queries}, 0.5, 1.5)},
              attributes);
}

void addAttentions(SampleTable& table) {
    addAttention(table, {2, 3, 4, 2, 2}, kNone, false);
    addAttention(table, {1, 4, 4, 1, 3}, kNone, true);
    addAttention(table, {1, 2, 4, 2, 2}, kNone, true);
    addAttention(table, {2, 3, 3, 2, 2}, table.truths({2, 1, 1, 3}), true);
    addAttention(table, {2, 2, 3, 2, 1}, table.truths({2, 3}), false);
    addAttention(table, {2, 2, 3, 1, 2}, Tensor::zeros(DType::Bool, {2, 1, 2, 3}), false);
    addAttention(table, {0, 2, 3, 1, 2}, kNone, false);
    addAttention(table, {1, 2, 0, 1, 2}, kNone, false);
    const Attributes attributes = {{"scale", 0.5}};
    table.reject("attention", {f64({1, 2, 3, 4}), f64({1, 5, 3, 4}), f64({1, 6, 3, 4}), kNone}, attributes);
    table.reject("attention", {f64({1, 2, 3, 4}), f64({1, 5, 2, 4}), f64({1, 5, 2, 4}), kNone}, attributes);
    table.reject("attention", {f64({2, 3, 4}), f64({1, 5, 3, 4}), f64({1, 5, 3, 4}), kNone}, attributes);
    table.reject("attention",
                 {f64({1, 2, 3, 4}), f64({1, 5, 3, 4}), f64({1, 5, 3, 4}), TensorType{DType::Bool, {2, 4}}},
                 attributes);
    table.reject("attention_grad",
                 {f64({1, 2, 3, 4}), f64({1, 2, 3, 4}), f64({1, 5, 3, 4}), f64({1, 5, 3, 4}), kNone, f64({1, 2, 3, 4}),
                  f64({1, 2, 3})},
                 attributes);
}
} // namespace

void addNormSamples(SampleTable& table) {
    addBatchNorms(table);
    addLayerNorms(table);
    addSoftmax(table);
    addAttentions(table);
}

} // namespace td::test
