#include "engine/graph/ops/tensor.h"
#include "engine/tensor/element_cast.h"

#include <cmath>

/// Tensors out of attributes or indices: fill, range, one_hot; triangles.
namespace td::graph {

namespace {
OpDef sourceOp(std::string name, std::string about) {
    OpDef op = tensorOp(std::move(name), std::move(about));
    op.inputs.clear();
    op.outputTypes = {typeOfAttribute("dtype", kAllTypes)};
    op.notDifferentiable = "it depends on no input";
    return op;
}

AttributeDef dtypeAttribute() {
    return optional("dtype", DType::F32, "element type of y");
}

Types inferFill(const InferContext& context) {
    const Shape& shape = context.attributes().shape("shape");
    for (const Dim& dim : shape.dims())
        if (dim.isKnown() && dim.value() < 0) return wrongAttribute("shape", shape.toString(), "sizes of 0 or more");
    TD_TRY(needElement(context, "value", context.attributes().dtype("dtype")));
    return std::vector{TensorType{context.attributes().dtype("dtype"), shape}};
}

void registerFill(OpRegistry& registry) {
    OpDef op = sourceOp("fill", "y = value everywhere");
    op.attributes = {required("shape", AttributeKind::Shape, "sizes of y"), optional("value", 0.0, "each element"),
                     dtypeAttribute()};
    op.infer = inferFill;
    define(registry, std::move(op));
}

/// Where a step of an integer type may be negative although no element is.
DType signedOf(DType dtype) {
    return isInteger(dtype) ? DType::I64 : dtype;
}

Types inferRange(const InferContext& context) {
    const Attributes& a = context.attributes();
    if (!kNumbers.has(a.dtype("dtype")))
        return wrongAttribute("dtype", std::string(name(a.dtype("dtype"))), "a number");
    const double start = a.real("start"), step = a.real("step"), count = std::ceil((a.real("stop") - start) / step);
    constexpr double kMost = 1e12;
    if (!std::isfinite(count) || count > kMost) return wrongAttribute("step", step, "a step that reaches stop");
    TD_TRY(needElement(context, "start", a.dtype("dtype")));
    TD_TRY(needElement(context, "step", signedOf(a.dtype("dtype"))));
    if (count > 0 && !isRepresentable(start + (count - 1) * step, a.dtype("dtype")))
        return wrongAttribute("stop", a.real("stop"),
                              "elements that " + std::string(name(a.dtype("dtype"))) + " holds");
    return std::vector{TensorType{a.dtype("dtype"), Shape{static_cast<int64_t>(std::max(count, 0.0))}}};
}

void registerRange(OpRegistry& registry) {
    OpDef op = sourceOp("range", "y = start, start + step, … while below stop (above it for a negative step)");
    op.attributes = {optional("start", 0.0, "first element"),
                     required("stop", AttributeKind::Double, "end, not reached"),
                     optional("step", 1.0, "distance of neighbours, not 0"), dtypeAttribute()};
    op.infer = inferRange;
    op.outputTypes = {typeOfAttribute("dtype", kNumbers)};
    define(registry, std::move(op));
}

Types inferOneHot(const InferContext& context) {
    const int64_t depth = context.attributes().integer("depth");
    if (depth < 0) return wrongAttribute("depth", depth, "0 or more");
    TD_TRY(needElement(context, "on", context.attributes().dtype("dtype")));
    TD_TRY(needElement(context, "off", context.attributes().dtype("dtype")));
    const auto axis = normalizedAxis(context.attributes().integer("axis"), context.shape(0).rank() + 1);
    if (!axis) return failure(axis.error());
    Shape shape = context.shape(0);
    shape.insert(*axis, depth);
    return std::vector{TensorType{context.attributes().dtype("dtype"), std::move(shape)}};
}

void registerOneHot(OpRegistry& registry) {
    OpDef op =
        tensorOp("one_hot", "y = on at the index, off elsewhere on a new axis; all off where an index is outside");
    op.inputs = {{"indices", kIndices}};
    op.attributes = {required("depth", AttributeKind::Int, "size of the new axis"),
                     optional("on", 1.0, "value at the index"), optional("off", 0.0, "value elsewhere"),
                     optional("axis", int64_t{-1}, "where the new axis stands in y"), dtypeAttribute()};
    op.infer = inferOneHot;
    op.outputTypes = {typeOfAttribute("dtype", kAllTypes)};
    op.notDifferentiable = "indices have no gradient";
    define(registry, std::move(op));
}

void registerBandPart(OpRegistry& registry) {
    OpDef op = tensorOp("band_part", "y = x where row - column <= lower and column - row <= upper, else 0, in the last "
                                     "two axes; a negative bound holds nothing back");
    op.attributes = {optional("lower", int64_t{-1}, "diagonals kept below the main one; -1: all"),
                     optional("upper", int64_t{-1}, "diagonals kept above the main one; -1: all")};
    op.infer = [](const InferContext& context) -> Types {
        TD_TRY(context.needRankAtLeast(0, 2));
        return inferSame(context);
    };
    op.mayAlias = {{0, 0}};
    op.gradient = [](GradientContext& g) {
        return std::vector{g.builder().emit("band_part", {g.dy()}, g.attributes())};
    };
    define(registry, std::move(op));
}
} // namespace

void registerFillingOps(OpRegistry& registry);
void registerFillingOps(OpRegistry& registry) {
    registerFill(registry);
    registerRange(registry);
    registerOneHot(registry);
    registerBandPart(registry);
}

} // namespace td::graph
