#include "engine/graph/ops/signal.h"
#include "engine/graph/ops/tensor.h"

#include <algorithm>
#include <cmath>

/// Signals cut into overlapping frames, and put together again.
namespace td::graph {

OpDef signalOp(std::string name, std::string about) {
    OpDef op;
    op.name = std::move(name);
    op.family = "signal";
    op.about = std::move(about);
    op.inputs = {{"x", kReals}};
    return op;
}

Dim framesIn(const Dim& samples, int64_t length, int64_t step) {
    const Dim frames = floorDiv(samples - Dim(length), step) + Dim(1);
    return frames.isKnown() ? Dim(std::max<int64_t>(frames.value(), 0)) : frames;
}

Result<void> needBetween(const InferContext& context, const std::string& attribute, int64_t low, int64_t high) {
    const int64_t found = context.attributes().integer(attribute);
    if (found >= low && found <= high) return {};
    std::string expected = std::to_string(low);
    expected.append(" to ").append(std::to_string(high));
    return failure(ErrorCode::InvalidArgument,
                   {{"attribute", attribute}, {"found", std::to_string(found)}, {"expected", std::move(expected)}});
}

double flopsOfTransform(double length) {
    return length > 1 ? 2.5 * length * std::log2(length) : length;
}

namespace {
constexpr int64_t kLargest = int64_t{1} << 40;

AttributeDef stepAttribute() {
    return required("step", AttributeKind::Int, "samples from the beginning of a frame to that of the next");
}

void registerFrame(OpRegistry& registry) {
    OpDef op = signalOp("frame", "x (…,T) as frames (…,F,length) that lie wholly inside: y[f,i] = x[f * step + i], "
                                 "F = 1 + floor((T - length) / step)");
    op.inputs = {{"x", kAllTypes}};
    op.attributes = {required("length", AttributeKind::Int, "samples of a frame"), stepAttribute()};
    op.cost = costOfMoving;
    op.flops = "0";
    op.infer = [](const InferContext& context) -> Types {
        TD_TRY(context.needRankAtLeast(0, 1));
        TD_TRY(needBetween(context, "length", 1, kLargest));
        TD_TRY(needBetween(context, "step", 1, kLargest));
        const int64_t length = context.attributes().integer("length");
        Shape shape = context.shape(0);
        shape[-1] = framesIn(shape[-1], length, context.attributes().integer("step"));
        shape.append(length);
        return std::vector{TensorType{context.dtype(0), std::move(shape)}};
    };
    op.gradient = [](GradientContext& g) {
        return std::vector{g.builder().emit("overlap_add", {g.dy()},
                                            {{"step", g.attributes().integer("step")}, {"shape", g.input(0).shape()}})};
    };
    define(registry, std::move(op));
}

/// The samples that frames of shape `x` reach over.
Dim reachOf(const Shape& x, int64_t step) {
    if (x[-2].is(0)) return 0;
    return (x[-2] - Dim(1)) * Dim(step) + x[-1];
}

Types inferOverlapAdd(const InferContext& context) {
    TD_TRY(context.needRankAtLeast(0, 2));
    TD_TRY(needBetween(context, "step", 1, kLargest));
    const Shape &x = context.shape(0), &wanted = context.attributes().shape("shape");
    if (!x[-1].isKnown() || x[-1].value() < 1) return context.mismatch(0, "frames of a known length of 1 or more");
    const int64_t step = context.attributes().integer("step");
    Shape shape = x;
    shape.erase(shape.rank() - 1);
    shape[-1] = wanted.rank() == 0 ? reachOf(x, step) : wanted[-1];
    const bool fits = wanted.rank() == 0 || (wanted == shape && framesIn(wanted[-1], x[-1].value(), step) == x[-2]);
    if (!fits) return context.mismatch(0, "the frames of a signal of shape " + wanted.toString());
    return std::vector{TensorType{context.dtype(0), std::move(shape)}};
}

void registerOverlapAdd(OpRegistry& registry) {
    OpDef op =
        signalOp("overlap_add", "frames x (…,F,L) added at their places: y[f * step + i] = sum of x[f,i], (…,T)");
    op.inputs = {{"x", kNumbers}};
    op.attributes = {stepAttribute(),
                     optional("shape", Shape{}, "shape of y; empty: as long as the frames reach, (F - 1) * step + L")};
    op.infer = inferOverlapAdd;
    op.cost = [](const InferContext& context, std::span<const TensorType> outputs) {
        return Cost{countOf(context.shape(0)), bytesOf(context, outputs)};
    };
    op.flops = "1 for each element of x";
    op.gradient = [](GradientContext& g) {
        return std::vector{g.builder().emit(
            "frame", {g.dy()}, {{"length", g.input(0).shape()[-1].value()}, {"step", g.attributes().integer("step")}})};
    };
    define(registry, std::move(op));
}
} // namespace

void registerFramingOps(OpRegistry& registry);
void registerFramingOps(OpRegistry& registry) {
    registerFrame(registry);
    registerOverlapAdd(registry);
}

} // namespace td::graph
