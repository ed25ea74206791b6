#include "engine/graph/ops/tensor.h"

#include <algorithm>
#include <cstdint>

/// Parts of a tensor, and their gradient.
namespace td::graph {

namespace {
tl::unexpected<Error> outside(const InferContext& context, int axis, std::string found) {
    return failure(ErrorCode::ShapeMismatch, {{"input", context.op().inputs.front().name},
                                              {"found", context.shape(0).toString()},
                                              {"axis", std::to_string(axis)},
                                              {"expected", std::move(found)}});
}

/// How many elements a slice has on one axis.
struct AxisSlice {
    int64_t begin = 0, size = -1, stride = 1;

    /// All from `begin` on; a symbolic axis stays symbolic.
    [[nodiscard]] Dim rest(const Dim& extent) const {
        if (stride < 0) return {begin / -std::max(stride, -INT64_MAX) + 1};
        return ceilDiv(extent - Dim(begin), stride);
    }
    [[nodiscard]] bool fits(const Dim& extent) const {
        if (begin < 0 || size < -1 || stride == 0) return false;
        int64_t last = begin; // of files we expect everything, so that sums and products may overflow
        if (size > 0 && (__builtin_mul_overflow(size - 1, stride, &last) || __builtin_add_overflow(last, begin, &last)))
            return false;
        if (last < 0) return false;
        if (!extent.isKnown()) return true;
        const bool isEmpty = size == 0 || (size < 0 && stride > 0); // may begin right behind the end
        return begin < extent.value() + (isEmpty ? 1 : 0) && (size <= 0 || last < extent.value());
    }
};

/// The attributes begin, size and strides for one axis.
AxisSlice axisSlice(const Attributes& attributes, int axis) {
    const auto at = static_cast<size_t>(axis);
    const Ints& strides = attributes.integers("strides");
    return {attributes.integers("begin")[at], attributes.integers("size")[at], strides.empty() ? 1 : strides[at]};
}

Result<Shape> slicedShape(const InferContext& context, const Shape& from) {
    const Attributes& attributes = context.attributes();
    const auto rank = static_cast<size_t>(from.rank());
    const size_t strides = attributes.integers("strides").size();
    if (attributes.integers("begin").size() != rank || attributes.integers("size").size() != rank ||
        (strides != rank && strides != 0))
        return failure(ErrorCode::ShapeMismatch, {{"left", from.toString()},
                                                  {"right", "begin, size or strides of another length"},
                                                  {"expected", std::to_string(rank) + " values in each"}});
    Shape shape;
    for (int i = 0; i < from.rank(); ++i) {
        const AxisSlice slice = axisSlice(attributes, i);
        if (!slice.fits(from[i]))
            return outside(context, i,
                           "begin " + std::to_string(slice.begin) + ", size " + std::to_string(slice.size) +
                               ", stride " + std::to_string(slice.stride) + " inside " + from.toString());
        shape.append(slice.size >= 0 ? Dim(slice.size) : slice.rest(from[i]));
    }
    return shape;
}

Types inferSlice(const InferContext& context) {
    auto shape = slicedShape(context, context.shape(0));
    if (!shape) return failure(shape.error());
    return std::vector{TensorType{context.dtype(0), *std::move(shape)}};
}

Types inferSliceGrad(const InferContext& context) {
    const Shape& shape = context.attributes().shape("shape");
    const auto part = slicedShape(context, shape);
    if (!part) return failure(part.error());
    if (*part != context.shape(0)) return context.mismatch(0, part->toString());
    return std::vector{TensorType{context.dtype(0), shape}};
}

std::vector<AttributeDef> sliceAttributes() {
    return {required("begin", AttributeKind::IntList, "first element on each axis, 0 or more"),
            required("size", AttributeKind::IntList, "elements taken on each axis; -1: all that are left"),
            optional("strides", Ints{}, "distance from one taken element to the next, not 0; empty: 1 everywhere")};
}
} // namespace

void registerSliceOps(OpRegistry& registry);
void registerSliceOps(OpRegistry& registry) {
    OpDef slice = tensorOp("slice", "y[i] = x[begin + i * strides] for i < size, on every axis");
    slice.attributes = sliceAttributes();
    slice.infer = inferSlice;
    slice.gradient = [](GradientContext& g) {
        Attributes attributes = g.attributes();
        attributes.set("shape", g.input(0).shape());
        return std::vector{g.builder().emit("slice_grad", {g.dy()}, std::move(attributes))};
    };
    define(registry, std::move(slice));

    OpDef grad = tensorOp("slice_grad", "dx = 0, but dx[begin + i * strides] = dy[i]");
    grad.inputs = {{"dy", kAllTypes}};
    grad.outputs = {"dx"};
    grad.attributes = sliceAttributes();
    grad.attributes.push_back(required("shape", AttributeKind::Shape, "shape of dx"));
    grad.infer = inferSliceGrad;
    grad.gradient = [](GradientContext& g) {
        const Attributes& a = g.attributes();
        return std::vector{g.builder().emit(
            "slice", {g.dy()},
            {{"begin", a.integers("begin")}, {"size", a.integers("size")}, {"strides", a.integers("strides")}})};
    };
    define(registry, std::move(grad));
}

} // namespace td::graph
