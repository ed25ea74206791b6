#include "tests/unit/ops/samples.h"

#include "engine/graph/ops/window.h"

#include <limits>

/// Convolutions and pools: one to three axes, odd strides and pads, groups, ties.
namespace td::test {

namespace {
using graph::Attributes;
using graph::Ints;

/// The shape of conv(x, w), as its definition says.
Extents convolved(const Extents& x, const Extents& w, const Attributes& attributes) {
    graph::Graph graph(graph::builtinOps());
    const auto node = graph.addNode("conv",
                                    {graph.addInput("x", {DType::F64, Shape::of(x)}),
                                     graph.addInput("w", {DType::F64, Shape::of(w)}), graph::ValueId::None},
                                    attributes);
    return graph.type(graph.result(*node)).shape.extents().value();
}

/// conv and its two gradients over the same windows.
void addConvolutions(SampleTable& table, const Extents& x, const Extents& w, const Attributes& attributes) {
    const Extents y = convolved(x, w, attributes);
    table.add("conv", {table.reals(x), table.reals(w), table.reals({w.back()})}, attributes);
    table.add("conv", {table.reals(x), table.reals(w), std::nullopt}, attributes);
    Attributes data = attributes, weights = attributes;
    data.set("shape", Shape::of(x));
    weights.set("shape", Shape::of(w));
    table.add("conv_backward_data", {table.reals(y), table.reals(w)}, data);
    table.add("conv_backward_weights", {table.reals(x), table.reals(y)}, weights);
}

void addConv(SampleTable& table) {
    addConvolutions(table, {2, 5, 2}, {3, 2, 3}, {});
    addConvolutions(table, {1, 5, 2}, {2, 2, 1}, {{"padding", "same"}, {"strides", Ints{2}}});
    addConvolutions(table, {2, 4, 5, 1}, {3, 2, 1, 2}, {{"padding", "same"}, {"strides", Ints{3, 2}}});
    addConvolutions(table, {1, 6, 5, 2}, {2, 3, 2, 2}, {{"dilations", Ints{2, 1}}, {"strides", Ints{1, 2}}});
    addConvolutions(table, {1, 4, 4, 4}, {2, 2, 2, 4}, {{"groups", int64_t{2}}, {"padding", "same"}});
    addConvolutions(table, {1, 3, 4, 3}, {2, 1, 1, 6}, {{"groups", int64_t{3}}});
    addConvolutions(table, {1, 3, 2, 2}, {3, 4, 2, 1},
                    {{"padding", "explicit"}, {"pads", Ints{1, 0, 2, 3}}, {"strides", Ints{2, 3}}});
    addConvolutions(table, {1, 2, 3, 4, 1}, {2, 1, 3, 1, 2}, {{"padding", "same"}, {"strides", Ints{1, 2, 1}}});
    addConvolutions(table, {1, 3, 3, 3, 2}, {2, 2, 2, 2, 1}, {{"dilations", Ints{2, 1, 1}}});
    addConvolutions(table, {0, 3, 3, 2}, {2, 2, 2, 3}, {});
    for (const char* activation : {"relu", "relu6", "tanh", "sigmoid", "gelu", "silu"})
        table.add("conv", {table.reals({1, 4, 2}), table.reals({2, 2, 2}), table.reals({2})},
                  {{"activation", std::string(activation)}});
}

void rejectConv(SampleTable& table) {
    const auto none = std::nullopt;
    table.reject("conv", {f64({1, 4, 4, 3}), f64({3, 3, 2, 5}), none});
    table.reject("conv", {f64({1, 4, 4, 3}), f64({3, 3, 3}), none});
    table.reject("conv", {f64({1, 2, 4, 3}), f64({3, 3, 3, 5}), none});
    table.reject("conv", {f64({1, 4, 4, 3}), f64({3, 3, 3, 5}), f64({4})});
    table.reject("conv", {f64({4, 3}), f64({3, 5}), none});
    const auto wrong = ErrorCode::InvalidArgument;
    table.reject("conv", {f64({1, 4, 3}), f64({3, 3, 5}), none}, {{"padding", "full"}}, wrong);
    table.reject("conv", {f64({1, 4, 3}), f64({3, 3, 5}), none}, {{"padding", "explicit"}}, wrong);
    table.reject("conv", {f64({1, 4, 3}), f64({3, 3, 5}), none}, {{"strides", Ints{0}}}, wrong);
    table.reject("conv", {f64({1, 4, 3}), f64({3, 3, 5}), none}, {{"strides", Ints{1, 1}}}, wrong);
    table.reject("conv", {f64({1, 4, 3}), f64({3, 3, 5}), none}, {{"groups", int64_t{2}}}, wrong);
    const Ints huge{int64_t{1} << 62}, large{int64_t{1} << 30};
    for (const char* list : {"strides", "dilations"})
        table.reject("conv", {f64({1, 4, 3}), f64({3, 3, 5}), none}, {{list, huge}}, wrong);
    table.reject("conv", {f64({1, 4, 3}), f64({3, 3, 5}), none},
                 {{"padding", "explicit"}, {"pads", Ints{huge[0], huge[0]}}}, wrong);
    for (const char* padding : {"valid", "same"})
        table.reject("conv", {f64({1, 4, 3}), f64({3, 3, 5}), none}, {{"padding", padding}, {"dilations", large}});
    table.reject("conv", {f64({1, 4, 3}), f64({std::numeric_limits<int64_t>::max(), 3, 5}), none},
                 {{"padding", "same"}});
    table.reject("conv_backward_data", {f64({1, 3, 5}), f64({3, 3, 5})}, {{"shape", Shape{1, 4, 3}}});
    table.reject("conv_backward_weights", {f64({1, 4, 3}), f64({1, 3, 5})}, {{"shape", Shape{3, 3, 5}}});
}

Extents pooled(const Extents& x, const Attributes& attributes) {
    graph::Graph graph(graph::builtinOps());
    const auto node = graph.addNode("max_pool", {graph.addInput("x", {DType::F64, Shape::of(x)})}, attributes);
    return graph.type(graph.result(*node)).shape.extents().value();
}

/// (dy, x, y) with the y that belongs to x.
std::vector<OptionalTensor> maxPoolGradInputs(const Tensor& dy, const Tensor& x, const Attributes& attributes) {
    const OptionalTensor given = x;
    return {dy, x, runOp("max_pool", std::span(&given, 1), attributes)->front()};
}

/// All pools over the same windows.
void addPools(SampleTable& table, const Extents& x, const Attributes& attributes) {
    const Extents y = pooled(x, attributes);
    table.add("max_pool", {table.reals(x)}, attributes);
    table.add("max_pool_grad", maxPoolGradInputs(table.reals(y), table.reals(x), attributes), attributes);
    table.add("max_pool_pick", {table.reals(x), table.reals(x)}, attributes);
    table.add("avg_pool", {table.reals(x)}, attributes);
    Attributes grad = attributes;
    grad.set("shape", Shape::of(x));
    table.add("avg_pool_grad", {table.reals(y)}, grad);
}

void addPool(SampleTable& table) {
    addPools(table, {2, 5, 2}, {{"pool", Ints{2}}});
    addPools(table, {1, 5, 4, 3}, {{"pool", Ints{3, 2}}, {"strides", Ints{2, 1}}, {"padding", "same"}});
    addPools(table, {1, 4, 3, 1},
             {{"pool", Ints{3, 2}}, {"strides", Ints{2, 3}}, {"padding", "explicit"}, {"pads", Ints{2, 1, 0, 1}}});
    addPools(table, {1, 3, 2, 4, 2}, {{"pool", Ints{2, 1, 3}}, {"strides", Ints{1, 2, 2}}, {"padding", "same"}});
    addPools(table, {0, 4, 4, 2}, {{"pool", Ints{2, 2}}});
    const Attributes two = {{"pool", Ints{2}}, {"strides", Ints{1}}};
    const Tensor ties = table.whole(DType::F64, {2, 6, 3}, 0, 1);
    table.addCorner("max_pool", {ties}, two);
    table.addCorner("max_pool_grad", maxPoolGradInputs(table.reals({2, 5, 3}), ties, two), two);
    table.addCorner("max_pool_pick", {table.reals({2, 6, 3}), ties}, two);
}

void rejectPool(SampleTable& table) {
    const Attributes two = {{"pool", Ints{2, 2}}};
    for (const char* op : {"max_pool", "avg_pool"}) {
        table.reject(op, {f64({1, 4, 4})}, two);
        table.reject(op, {f64({1, 1, 4, 3})}, two);
        table.reject(op, {f64({1, 4, 4, 3})},
                     {{"pool", Ints{2, 2}}, {"padding", "explicit"}, {"pads", Ints{2, 0, 0, 0}}},
                     ErrorCode::InvalidArgument);
    }
    table.reject("max_pool", {f64({1, 4, 4, 3})}, {{"pool", Ints{int64_t{1} << 62, 2}}, {"padding", "same"}});
    table.reject("max_pool_grad", {f64({1, 2, 3, 3}), f64({1, 4, 4, 3}), f64({1, 2, 2, 3})}, two);
    table.reject("max_pool_grad", {f64({1, 2, 2, 3}), f64({1, 4, 4, 3}), f64({1, 2, 2, 2})}, two);
    table.reject("max_pool_pick", {f64({1, 4, 4, 3}), f64({1, 4, 5, 3})}, two);
    table.reject("avg_pool_grad", {f64({1, 3, 2, 3})}, {{"pool", Ints{2, 2}}, {"shape", Shape{1, 4, 4, 3}}});
}

void addAdaptivePools(SampleTable& table, const Extents& x, const Ints& size) {
    const Attributes attributes = {{"size", size}};
    Extents y = x;
    std::copy(size.begin(), size.end(), y.begin() + 1);
    table.add("adaptive_max_pool", {table.reals(x)}, attributes);
    table.add("adaptive_max_pool_grad", {table.reals(y), table.reals(x)}, attributes);
    table.add("adaptive_max_pool_pick", {table.reals(x), table.reals(x)}, attributes);
    table.add("adaptive_avg_pool", {table.reals(x)}, attributes);
    table.add("adaptive_avg_pool_grad", {table.reals(y)}, {{"size", size}, {"shape", Shape::of(x)}});
}

void addAdaptive(SampleTable& table) {
    addAdaptivePools(table, {2, 7, 2}, {3});
    addAdaptivePools(table, {1, 5, 3, 2}, {2, 3});
    addAdaptivePools(table, {1, 2, 3, 4, 1}, {1, 2, 3});
    addAdaptivePools(table, {1, 3, 2}, {5});
    addAdaptivePools(table, {0, 3, 3, 2}, {2, 2});
    const Attributes two = {{"size", Ints{2, 2}}};
    for (const char* op : {"adaptive_max_pool", "adaptive_avg_pool"})
        table.reject(op, {f64({1, 4, 4})}, two);
    table.reject("adaptive_max_pool_grad", {f64({1, 2, 3, 3}), f64({1, 4, 4, 3})}, two);
    table.reject("adaptive_max_pool_pick", {f64({1, 4, 4, 3}), f64({1, 4, 5, 3})}, two);
    table.reject("adaptive_avg_pool_grad", {f64({1, 3, 2, 3})}, {{"size", Ints{2, 2}}, {"shape", Shape{1, 4, 4, 3}}});
}
} // namespace

void addWindowSamples(SampleTable& table) {
    addConv(table);
    rejectConv(table);
    addPool(table);
    rejectPool(table);
    addAdaptive(table);
}

} // namespace td::test
