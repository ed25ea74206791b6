#include "engine/graph/ops/infer.h"

/// Colours as red, green, blue and as hue, saturation, value. With these two, changes of colour are compositions: a
/// turn of the hue adds to h and takes it modulo 1, saturation multiplies s and clips it to 1; brightness is a sum,
/// x + delta, and contrast (x - m) * factor + m with the mean m of each channel over the picture.
namespace td::graph {

namespace {
Types inferColor(const InferContext& context) {
    TD_TRY(context.needRankAtLeast(0, 1));
    if (!context.shape(0)[-1].is(3)) return context.mismatch(0, "a last axis of 3 channels");
    return inferSame(context);
}

Expr channel(Expr x, int64_t index) {
    Ints begin(static_cast<size_t>(x.rank())), size(static_cast<size_t>(x.rank()), -1);
    begin.back() = index;
    size.back() = 1;
    return x.builder->emit("slice", {x}, {{"begin", begin}, {"size", size}});
}

Expr joined(Expr a, Expr b, Expr c) {
    return a.builder->emit("concat", {a, b, c}, {{"axis", int64_t{-1}}});
}

/// Zero where x is not positive, else function(x), which never sees anything else.
template <class F>
Expr wherePositive(Expr x, F function) {
    const Expr zero = x.builder->scalar(0, x.dtype()), isPositive = binary("greater", x, zero);
    return select(isPositive, function(select(isPositive, x, x.builder->scalar(1, x.dtype()))), zero);
}

std::vector<Expr> decomposeToHsv(Builder& builder, std::span<const Expr> in, const Attributes&) {
    const Expr x = in[0], red = channel(x, 0), green = channel(x, 1), blue = channel(x, 2);
    const Attributes last = {{"axes", Ints{-1}}, {"keepdims", true}};
    const Expr value = builder.emit("max", {x}, last), range = value - builder.emit("min", {x}, last);
    const Expr saturation = wherePositive(value, [&](Expr most) { return range / most; });
    const Expr hue = wherePositive(range, [&](Expr width) {
        const Expr sixth = 1.0 / (6.0 * width);
        const Expr fromBlue = (red - green) * sixth + 4.0 / 6.0, fromGreen = (blue - red) * sixth + 2.0 / 6.0;
        return select(binary("equal", red, value), (green - blue) * sixth,
                      select(binary("equal", green, value), fromGreen, fromBlue));
    });
    const Expr isBelow = binary("less", hue, builder.scalar(0, x.dtype()));
    return {joined(select(isBelow, hue + 1.0, hue), saturation, value)};
}

std::vector<Expr> decomposeToRgb(Builder& builder, std::span<const Expr> in, const Attributes&) {
    const Expr hue = channel(in[0], 0) * 6.0, saturation = channel(in[0], 1), value = channel(in[0], 2);
    const auto from = [&](double centre, double sign, double offset) {
        const Expr ramp = unary("abs", hue - centre) * sign + offset;
        const Expr share = builder.emit("clip", {ramp}, {{"min", 0.0}, {"max", 1.0}});
        return (1.0 - saturation + saturation * share) * value;
    };
    return {joined(from(3, 1, -1), from(2, -1, 2), from(4, -1, 2))};
}

/// Per pixel, as the reference computes it.
template <int flops>
Cost costPerPixel(const InferContext& context, std::span<const TensorType> outputs) {
    return {countOf(context.shape(0)) / 3 * flops, bytesOf(context, outputs)};
}

OpDef colorOp(std::string name, std::string about, Decomposition decompose) {
    OpDef op;
    op.name = std::move(name);
    op.family = "image";
    op.about = std::move(about);
    op.inputs = {{"x", kReals}};
    op.infer = inferColor;
    op.decompose = decompose;
    op.mayAlias = {{0, 0}};
    return op;
}
} // namespace

void registerColorOps(OpRegistry& registry);
void registerColorOps(OpRegistry& registry) {
    OpDef toHsv =
        colorOp("rgb_to_hsv",
                "red, green, blue (…,3) as hue (a full turn is 1), saturation (0 to 1) and value (the largest of "
                "the three); hue and saturation of grey are 0",
                decomposeToHsv);
    toHsv.cost = costPerPixel<14>;
    toHsv.flops = "14 for each pixel";
    define(registry, std::move(toHsv));
    OpDef toRgb =
        colorOp("hsv_to_rgb", "hue (0 to 1, a full turn), saturation, value (…,3) as red, green, blue", decomposeToRgb);
    toRgb.cost = costPerPixel<22>;
    toRgb.flops = "22 for each pixel";
    define(registry, std::move(toRgb));
}

} // namespace td::graph
