#include "engine/graph/ops/tensor.h"

#include <cmath>

/// The different elements of a vector.
namespace td::graph {

namespace {
Types inferUnique(const InferContext& context) {
    TD_TRY(context.needRank(0, 1));
    const int64_t size = context.attributes().integer("size");
    constexpr int64_t kMost = int64_t{1} << 31; // places are int32
    if (size < 0 || size >= kMost) return wrongAttribute("size", size, "0 to below 2^31");
    TD_TRY(needElement(context, "fill", context.dtype(0)));
    return std::vector{TensorType{context.dtype(0), Shape{size}}, TensorType{DType::I32, context.shape(0)},
                       TensorType{DType::I32, Shape{size}}, TensorType{DType::I32, Shape{}}};
}

/// Sorting by comparisons.
Cost costOfUnique(const InferContext& context, std::span<const TensorType> outputs) {
    const double elements = countOf(context.shape(0));
    return {elements > 1 ? elements * std::log2(elements) : 0, bytesOf(context, outputs)};
}
} // namespace

void registerUniqueOps(OpRegistry& registry);
void registerUniqueOps(OpRegistry& registry) {
    OpDef op = tensorOp(
        "unique", "values: the different elements of x (n), smallest first, cut at `size` or filled up; inverse: for "
                  "each element its place among all different ones, `size` or more where that was cut; counts: how "
                  "often each value stands in x; found: how many different ones there are. NaN counts as one value, "
                  "behind all others");
    op.inputs = {{"x", kNumbers}};
    op.outputs = {"values", "inverse", "counts", "found"};
    op.outputTypes = {typeOfInput(0), always(DType::I32)};
    op.attributes = {required("size", AttributeKind::Int, "how many values and counts there are room for"),
                     optional("fill", 0.0, "what values beyond those found are; their counts are 0")};
    op.infer = inferUnique;
    op.cost = costOfUnique;
    op.flops = "n log2 n";
    op.notDifferentiable = "which element a value comes from jumps where two become equal";
    define(registry, std::move(op));
}

} // namespace td::graph
