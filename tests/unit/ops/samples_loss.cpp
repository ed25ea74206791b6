#include "tests/unit/ops/samples.h"

/// Cross-entropies.
namespace td::test {

namespace {
void addLabels(SampleTable& table, DType dtype, const Extents& rows, int64_t classes) {
    Extents logits = rows;
    logits.push_back(classes);
    const Tensor labels = table.whole(dtype, rows, 0, classes - 1);
    table.add("softmax_cross_entropy", {table.reals(logits), labels});
    table.add("softmax_cross_entropy_grad", {table.reals(rows), table.reals(logits, 0, 1), labels});
    table.add("softmax_cross_entropy_dense", {table.reals(logits), table.reals(logits, 0, 1)});
}
} // namespace

void addLossSamples(SampleTable& table) {
    addLabels(table, DType::I32, {4}, 3);
    addLabels(table, DType::I64, {2, 1, 3}, 2);
    addLabels(table, DType::I32, {}, 5);
    addLabels(table, DType::I32, {0}, 3);
    addLabels(table, DType::I32, {2}, 1);
    table.add("softmax_cross_entropy", {table.reals({2, 3}, 900, 1000), table.whole(DType::I32, {2}, 0, 2)});
    table.add("sigmoid_cross_entropy", {table.reals({2, 3}), table.reals({2, 3}, 0, 1)});
    table.add("sigmoid_cross_entropy", {table.reals({2, 3}, -60, 60), table.reals({1, 3}, 0, 1)});
    table.add("sigmoid_cross_entropy", {table.reals({0, 3}), table.reals({3}, 0, 1)});
    table.reject("softmax_cross_entropy", {f64({4, 3}), i32({3})});
    table.reject("softmax_cross_entropy", {f64({}), i32({})});
    table.reject("softmax_cross_entropy_grad", {f64({4}), f64({4, 3}), i32({4, 3})});
    table.reject("softmax_cross_entropy_grad", {f64({3}), f64({4, 3}), i32({4})});
    table.reject("softmax_cross_entropy_dense", {f64({4, 3}), f64({4})});
    table.reject("sigmoid_cross_entropy", {f64({4, 3}), f64({4})});
}

} // namespace td::test
