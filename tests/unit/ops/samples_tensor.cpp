#include "tests/unit/ops/samples.h"

/// Operations that move elements.
namespace td::test {

namespace {
using graph::Ints;

void addShapes(SampleTable& table) {
    table.add("reshape", {table.reals({2, 6})}, {{"shape", Shape{3, 4}}});
    table.add("reshape", {table.reals({2, 6})}, {{"shape", Shape{4, -1, 1}}});
    table.add("reshape", {table.reals({1})}, {{"shape", Shape{}}});
    table.add("reshape", {table.reals({0, 4})}, {{"shape", Shape{-1, 2}}});
    table.reject("reshape", {f64({2, 6})}, {{"shape", Shape{5}}});
    table.reject("reshape", {f64({2, 6})}, {{"shape", Shape{5, -1}}});
    table.reject("reshape", {f64({2, 6})}, {{"shape", Shape{-1, -1}}}, ErrorCode::InvalidArgument);
    table.reject("reshape", {f64({Dim::symbol("B"), 6})}, {{"shape", Shape{12}}});
    table.add("transpose", {table.reals({2, 3, 4})}, {{"perm", Ints{2, 0, 1}}});
    table.add("transpose", {table.reals({1, 3})}, {{"perm", Ints{1, 0}}});
    table.add("transpose", {table.reals({0, 3})}, {{"perm", Ints{1, 0}}});
    table.reject("transpose", {f64({2, 3})}, {{"perm", Ints{0, 1, 2}}});
    table.reject("transpose", {f64({2, 3})}, {{"perm", Ints{0, 0}}}, ErrorCode::InvalidArgument);
    table.add("broadcast_to", {table.reals({3, 1})}, {{"shape", Shape{2, 3, 4}}});
    table.add("broadcast_to", {table.reals({})}, {{"shape", Shape{2, 2}}});
    table.add("broadcast_to", {table.reals({1, 3})}, {{"shape", Shape{0, 3}}});
    table.add("broadcast_to", {table.reals({0, 1})}, {{"shape", Shape{0, 2}}});
    table.reject("broadcast_to", {f64({3})}, {{"shape", Shape{3, 4}}});
    table.reject("broadcast_to", {f64({3, 4})}, {{"shape", Shape{4}}});
}

void addLayouts(SampleTable& table) {
    for (const Extents& extents : {Extents{2, 3}, Extents{1}, Extents{0, 4}})
        table.add("reorder", {table.reals(extents)});
    table.takesAnyShape("reorder");
}

void addSlices(SampleTable& table) {
    table.add("slice", {table.reals({4, 5})}, {{"begin", Ints{1, 0}}, {"size", Ints{2, -1}}});
    table.add("slice", {table.reals({7, 5})}, {{"begin", Ints{1, 4}}, {"size", Ints{-1, 2}}, {"strides", Ints{3, -2}}});
    table.add("slice", {table.reals({5})}, {{"begin", Ints{4}}, {"size", Ints{-1}}, {"strides", Ints{-1}}});
    table.add("slice", {table.reals({1, 3})}, {{"begin", Ints{0, 1}}, {"size", Ints{1, 0}}});
    table.add("slice", {table.reals({0, 3})}, {{"begin", Ints{0, 1}}, {"size", Ints{-1, 1}}});
    table.reject("slice", {f64({4, 5})}, {{"begin", Ints{1}}, {"size", Ints{2}}});
    table.reject("slice", {f64({4})}, {{"begin", Ints{3}}, {"size", Ints{2}}});
    table.reject("slice", {f64({4})}, {{"begin", Ints{5}}, {"size", Ints{-1}}});
    table.reject("slice", {f64({4})}, {{"begin", Ints{2}}, {"size", Ints{4}}, {"strides", Ints{-1}}});
    table.reject("slice", {f64({4})}, {{"begin", Ints{2}}, {"size", Ints{1}}, {"strides", Ints{0}}});
    constexpr int64_t kHuge = int64_t{1} << 32; // (size - 1) * stride is 0 modulo 2^64
    table.reject("slice", {f64({4})}, {{"begin", Ints{0}}, {"size", Ints{kHuge + 1}}, {"strides", Ints{kHuge}}});
    table.reject("slice", {f64({4})}, {{"begin", Ints{9}}, {"size", Ints{-1}}, {"strides", Ints{INT64_MIN}}});
    table.add("slice_grad", {table.reals({2, 3})},
              {{"begin", Ints{1, 5}}, {"size", Ints{2, 3}}, {"strides", Ints{2, -2}}, {"shape", Shape{4, 6}}});
    table.add("slice_grad", {table.reals({0, 1})},
              {{"begin", Ints{1, 0}}, {"size", Ints{0, 1}}, {"shape", Shape{4, 1}}});
    table.reject("slice_grad", {f64({2})}, {{"begin", Ints{0}}, {"size", Ints{3}}, {"shape", Shape{5}}});
}

void addJoins(SampleTable& table) {
    table.add("concat", {table.reals({2, 3}), table.reals({2, 1}), table.reals({2, 4})}, {{"axis", 1}});
    table.add("concat", {table.reals({2, 3, 2}), table.reals({1, 3, 2})}, {{"axis", -3}});
    table.add("concat", {table.reals({0, 3}), table.reals({2, 3})}, {{"axis", 0}});
    table.add("concat", {table.reals({3})}, {{"axis", 0}});
    table.reject("concat", {f64({2, 3}), f64({3, 3})}, {{"axis", 1}});
    table.reject("concat", {f64({2, 3}), f64({2})}, {{"axis", 0}});
    table.reject("concat", {f64({2, 3})}, {{"axis", 2}}, ErrorCode::InvalidArgument);
    table.add("concat_grad", {table.reals({2, 6})}, {{"axis", -1}, {"sizes", Shape{1, 3, 2}}});
    table.add("concat_grad", {table.reals({5, 1})}, {{"axis", 0}, {"sizes", Shape{5, 0}}});
    table.reject("concat_grad", {f64({2, 6})}, {{"axis", 1}, {"sizes", Shape{1, 3}}});
    table.reject("concat_grad", {f64({Dim::symbol("B"), 6})}, {{"axis", 0}, {"sizes", Shape{1, Dim::symbol("T")}}});
    table.reject("concat_grad", {f64({2, 6})}, {{"axis", 1}, {"sizes", Shape{-1, 7}}}, ErrorCode::InvalidArgument);
    table.reject("concat_grad", {f64({2, 6})}, {{"axis", 1}, {"sizes", Shape{}}});
}

void addGathers(SampleTable& table) {
    const auto indices = [&](Extents extents) { return table.whole(DType::I32, std::move(extents), 0, 3); };
    table.add("gather", {table.reals({4, 3}), indices({5})});
    table.add("gather", {table.reals({2, 4, 3}), indices({2, 2})}, {{"axis", 1}});
    table.add("gather", {table.reals({2, 4, 3}), indices({2, 5})}, {{"axis", 1}, {"batch_dims", 1}});
    table.add("gather", {table.reals({1, 4}), indices({})}, {{"axis", -1}});
    table.add("gather", {table.reals({4, 1}), indices({0})});
    table.reject("gather", {f64({2, 4}), i32({3, 5})}, {{"axis", 1}, {"batch_dims", 1}});
    table.reject("gather", {f64({2, 4}), i32({3})}, {{"axis", 0}, {"batch_dims", 1}}, ErrorCode::InvalidArgument);
    table.add("gather_grad", {table.reals({5, 3}), indices({5})}, {{"shape", Shape{4, 3}}});
    table.add("gather_grad", {table.reals({2, 5, 3}), indices({2, 5})},
              {{"axis", 1}, {"batch_dims", 1}, {"shape", Shape{2, 4, 3}}});
    table.add("gather_grad", {table.reals({0, 1}), indices({0})}, {{"shape", Shape{4, 1}}});
    table.reject("gather_grad", {f64({5, 2}), i32({5})}, {{"shape", Shape{4, 3}}});
}
} // namespace

void addTensorSamples(SampleTable& table) {
    addShapes(table);
    addLayouts(table);
    addSlices(table);
    addJoins(table);
    addGathers(table);
}

} // namespace td::test
