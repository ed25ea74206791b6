#include "tests/unit/ops/samples.h"

/// Parts replaced by index, and the different elements of a vector.
namespace td::test {

namespace {
Tensor places(DType dtype, Extents extents, const std::vector<double>& values) {
    return Tensor::of<double>(dtype, std::move(extents), values);
}

void addUpdates(SampleTable& table) {
    const char* op = "scatter_update";
    const Tensor pairs = places(DType::I32, {3, 2}, {0, 1, 2, 0, 0, 0});
    table.add(op, {table.reals({3, 2, 4}), pairs, table.reals({3, 4})});
    table.add(op, {table.reals({4, 3}), places(DType::I64, {2, 2, 1}, {3, 1, 3, 3}), table.reals({2, 2, 3})});
    table.add(op, {table.reals({3, 1}), places(DType::I32, {1, 2}, {1, 0}), table.reals({1})});
    table.add(op, {table.reals({3, 2}), Tensor::zeros(DType::I32, {0, 1}), table.reals({0, 2})});
    table.add(op, {table.reals({2, 3}), Tensor::zeros(DType::I32, {2, 0}), table.reals({2, 2, 3})}); // all, twice
    table.reject(op, {f64({3, 2, 4}), i32({3, 2}), f64({2, 4})});
    table.reject(op, {f64({3, 2}), i32({4, 3}), f64({4})});
    table.reject(op, {f64({3, 2}), i32({4, Dim::symbol("N")}), f64({4})});
    table.reject(op, {f64({3}), i32({}), f64({})});
}

void addUnique(SampleTable& table) {
    table.add("unique", {table.whole(DType::F64, {9}, -2, 2)}, {{"size", 3}});
    table.add("unique", {table.whole(DType::F64, {6}, 0, 3)}, {{"size", 7}, {"fill", 2}});
    table.add("unique", {table.reals({1})}, {{"size", 1}});
    table.add("unique", {table.reals({0})}, {{"size", 2}});
    table.add("unique", {table.reals({4})}, {{"size", 0}});
    table.add("unique", {table.whole(DType::I64, {12}, -3, 3)}, {{"size", 8}, {"fill", -1}});
    table.reject("unique", {f64({2, 3})}, {{"size", 3}});
    table.reject("unique", {f64({})}, {{"size", 3}});
    table.reject("unique", {f64({3})}, {{"size", -1}}, ErrorCode::InvalidArgument);
    table.reject("unique", {f64({3})}, {{"size", int64_t{1} << 40}}, ErrorCode::InvalidArgument);
}
} // namespace

void addIndexingSamples(SampleTable& table) {
    addUpdates(table);
    addUnique(table);
}

} // namespace td::test
