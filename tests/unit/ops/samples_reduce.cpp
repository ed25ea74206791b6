#include "tests/unit/ops/samples.h"

/// Reductions: all axes, one, some, negative ones; nothing to reduce.
namespace td::test {

namespace {
using graph::Attributes;
using graph::Ints;

void addReductions(SampleTable& table, const std::string& op, Attributes extra = {}) {
    const auto add = [&](Extents extents, Ints axes, bool keepDims) {
        Attributes attributes = extra;
        attributes.set("axes", std::move(axes));
        attributes.set("keepdims", keepDims);
        const bool isTruth = op == "any" || op == "all";
        table.add(op, {isTruth ? table.truths(extents) : table.reals(extents)}, std::move(attributes));
    };
    add({2, 3, 4}, {}, false);
    add({2, 3, 4}, {1}, true);
    add({2, 3, 4}, {-1, 0}, false);
    add({1, 3}, {0}, false);
    add({}, {}, false);
    add({3, 0}, {0}, true);
    table.takesAnyShape(op);
    table.reject(op, {op == "any" || op == "all" ? TensorType{DType::Bool, {2, 3}} : f64({2, 3})}, {{"axes", Ints{2}}},
                 ErrorCode::InvalidArgument);
    table.reject(op, {op == "any" || op == "all" ? TensorType{DType::Bool, {2, 3}} : f64({2, 3})},
                 {{"axes", Ints{1, -1}}}, ErrorCode::InvalidArgument);
}

/// Of nothing: sums are 0, extremes infinite.
void addEmptyReductions(SampleTable& table) {
    for (const char* op : {"sum", "mean", "max", "min", "prod", "logsumexp", "norm", "var"})
        table.add(op, {table.reals({0, 2})}, {{"axes", Ints{0}}});
}

void addMeanGrad(SampleTable& table) {
    table.add("mean_grad", {table.reals({2, 1})}, {{"shape", Shape{2, 3}}});
    table.add("mean_grad", {table.reals({})}, {{"shape", Shape{2, 3}}});
    table.add("mean_grad", {table.reals({3})}, {{"shape", Shape{3}}});
    table.add("mean_grad", {table.reals({0, 1})}, {{"shape", Shape{0, 3}}});
    table.reject("mean_grad", {f64({2})}, {{"shape", Shape{2, 3}}});
}

void addPlaces(SampleTable& table) {
    for (const char* op : {"argmax", "argmin"}) {
        table.add(op, {table.reals({3, 5})});
        table.add(op, {table.reals({3, 1, 2})}, {{"axis", 0}, {"keepdims", true}, {"dtype", DType::I32}});
        table.add(op, {table.reals({0, 2})}, {{"axis", 1}});
        table.reject(op, {f64({2, 0})});
        table.reject(op, {f64({2, 2})}, {{"axis", 2}}, ErrorCode::InvalidArgument);
        table.reject(op, {f64({2, 2})}, {{"dtype", DType::F32}}, ErrorCode::InvalidArgument);
    }
}
} // namespace

void addReduceSamples(SampleTable& table) {
    for (const char* op : {"sum", "mean", "max", "min", "prod", "any", "all", "logsumexp", "norm", "var"})
        addReductions(table, op);
    addReductions(table, "norm", {{"ord", 1}});
    table.reject("norm", {f64({2})}, {{"ord", 3}}, ErrorCode::InvalidArgument);
    addEmptyReductions(table);
    addMeanGrad(table);
    addPlaces(table);
    table.addCorner("max", {table.whole(DType::F64, {4, 5}, 0, 2)}, {{"axes", Ints{1}}});
}

} // namespace td::test
