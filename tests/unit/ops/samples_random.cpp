#include "tests/unit/ops/samples.h"

/// Random numbers and dropout; the state is fixed, so that differences see one mask.
namespace td::test {

namespace {
Tensor state(int64_t value) {
    return Tensor::scalar(DType::I64, static_cast<double>(value));
}
} // namespace

void addRandomSamples(SampleTable& table) {
    for (const char* op : {"random_uniform", "random_normal", "truncated_normal", "random_bernoulli"}) {
        table.add(op, {state(3)}, {{"shape", Shape{2, 5}}, {"seed", 42}});
        table.add(op, {state(-1)}, {{"shape", Shape{1, 0}}, {"dtype", DType::F64}});
        table.reject(op, {TensorType{DType::I64, {1}}}, {{"shape", Shape{2}}});
        table.reject(op, {TensorType{DType::I64, {}}}, {{"shape", Shape{2}}, {"dtype", DType::I32}},
                     ErrorCode::InvalidArgument);
        table.reject(op, {TensorType{DType::I64, {}}}, {{"shape", Shape{-2}}}, ErrorCode::InvalidArgument);
    }
    table.add("dropout", {table.reals({4, 5}), state(7)}, {{"rate", 0.4}, {"seed", 11}});
    table.add("dropout", {table.reals({3, 1, 4}), state(7)}, {{"rate", 0.5}, {"noise_shape", graph::Ints{-1, 1, 1}}});
    table.add("dropout", {table.reals({0, 4}), state(0)}, {{"rate", 0}});
    table.reject("dropout", {f64({3, 4}), TensorType{DType::I64, {}}},
                 {{"rate", 0.5}, {"noise_shape", graph::Ints{3}}});
    table.reject("dropout", {f64({3, 4}), TensorType{DType::I64, {2}}}, {{"rate", 0.5}});
    table.reject("dropout", {f64({3, 4}), TensorType{DType::I64, {}}}, {{"rate", 1}}, ErrorCode::InvalidArgument);
}

} // namespace td::test
