#include "engine/graph/ops/window.h"

#include "engine/tensor/saturated.h"

#include <algorithm>

namespace td::graph {

namespace {
int64_t orElse(const Ints& values, size_t axis, int64_t fallback) {
    return values.empty() ? fallback : values[axis];
}

/// Of a stride, a distance, a pad and of the cells that a window spans; beyond it are only mistakes, and no kernel that
/// counts in 32 bits is ever asked for more.
constexpr int64_t kLargest = int64_t{1} << 30;

/// An optional list of one number, `least` to 2^30, for each of `count` places.
Result<void> checkList(const Attributes& attributes, const char* name, size_t count, int64_t least) {
    const Ints& values = attributes.integers(name);
    const bool isInRange =
        std::all_of(values.begin(), values.end(), [&](int64_t v) { return v >= least && v <= kLargest; });
    if ((values.empty() || values.size() == count) && isInRange) return {};
    return wrongAttribute(name, values, std::to_string(count) + " numbers of " + std::to_string(least) + " to 2^30");
}

Result<void> checkWindow(const Attributes& attributes, size_t axes) {
    TD_TRY(checkList(attributes, "strides", axes, 1));
    TD_TRY(checkList(attributes, "dilations", axes, 1));
    TD_TRY(checkList(attributes, "pads", 2 * axes, 0));
    const std::string& padding = attributes.text("padding");
    if (padding != "valid" && padding != "same" && padding != "explicit")
        return wrongAttribute("padding", padding, "valid, same or explicit");
    if (padding == "explicit" && attributes.integers("pads").empty())
        return wrongAttribute("pads", std::string("nothing"),
                              std::to_string(2 * axes) + " numbers, as padding is explicit");
    return {};
}

/// Everything about an axis but the sizes of input and output.
struct AxisRule {
    int64_t stride = 1, dilation = 1, span = 1, padBefore = 0, padAfter = 0;
    bool isSame = false;
};

AxisRule axisRule(const Attributes& attributes, size_t axis, int64_t kernel) {
    const bool isPool = !attributes.has("dilations");
    AxisRule rule;
    rule.stride = orElse(attributes.integers("strides"), axis, isPool ? kernel : 1);
    rule.dilation = orElse(attributes.integers("dilations"), axis, 1);
    rule.span = saturatedSum(saturatedProduct(kernel - 1, rule.dilation), 1);
    rule.isSame = attributes.text("padding") == "same";
    if (attributes.text("padding") == "explicit") {
        rule.padBefore = attributes.integers("pads")[2 * axis];
        rule.padAfter = attributes.integers("pads")[2 * axis + 1];
    }
    return rule;
}

Dim outputSize(const AxisRule& rule, const Dim& in) {
    if (rule.isSame) return ceilDiv(in, rule.stride);
    return floorDiv(in + Dim(rule.padBefore + rule.padAfter - rule.span), rule.stride) + Dim(1);
}

bool isTooSmall(const AxisRule& rule, const Dim& in) {
    if (rule.span > kLargest) return true;
    return !rule.isSame && in.isKnown() && saturatedSum(in.value(), rule.padBefore + rule.padAfter) < rule.span;
}

/// "the window (3,3)", and how far its cells reach where they stand apart.
std::string windowText(const Attributes& attributes, std::span<const int64_t> kernel) {
    std::string text = "the window " + toString(kernel);
    const Ints& apart = attributes.integers("dilations");
    return apart.empty() ? text : text.append(" with its cells ").append(toString(apart)).append(" apart");
}

tl::unexpected<Error> wrongShape(ShapeFrom from, const Shape& x, std::string expected) {
    const bool isInput = from == ShapeFrom::TheInput;
    return failure(ErrorCode::ShapeMismatch, {{isInput ? "input" : "attribute", isInput ? "x" : "shape"},
                                              {"found", x.toString()},
                                              {"expected", std::move(expected)}});
}
} // namespace

std::vector<AttributeDef> windowAttributes(WindowOf what) {
    std::vector<AttributeDef> defs = {
        optional("strides", Ints{},
                 what == WindowOf::Pool ? "step for each axis; empty: the pool's size"
                                        : "step for each axis; empty: 1"),
        optional("padding", std::string("valid"), "valid, same (the odd cell at the end) or explicit"),
        optional("pads", Ints{}, "for explicit padding: cells before and after, for each axis")};
    if (what == WindowOf::Convolution)
        defs.push_back(optional("dilations", Ints{}, "distance of the window's cells, for each axis; empty: 1"));
    return defs;
}

std::vector<WindowAxis> windowAxes(const Attributes& attributes, std::span<const int64_t> x,
                                   std::span<const int64_t> kernel) {
    std::vector<WindowAxis> axes;
    for (size_t i = 0; i < kernel.size(); ++i) {
        const AxisRule rule = axisRule(attributes, i, kernel[i]);
        WindowAxis axis{x[i + 1], kernel[i], rule.stride, rule.dilation, rule.padBefore, 1};
        axis.out = outputSize(rule, Dim(axis.in)).value();
        if (rule.isSame) axis.before = std::max<int64_t>((axis.out - 1) * rule.stride - axis.in + rule.span, 0) / 2;
        axes.push_back(axis);
    }
    return axes;
}

Result<Shape> windowOutput(const Attributes& attributes, const Shape& x, std::span<const int64_t> kernel, Dim channels,
                           ShapeFrom from) {
    const auto axes = static_cast<int>(kernel.size());
    if (axes < 1 || axes > 3 || x.rank() != axes + 2)
        return wrongShape(from, x, "(N, spatial…, C) with as many spatial axes as the window " + toString(kernel));
    if (std::any_of(kernel.begin(), kernel.end(), [](int64_t size) { return size < 1; }))
        return wrongShape(from, x, "a window of at least one cell, not " + toString(kernel));
    TD_TRY(checkWindow(attributes, kernel.size()));
    Shape y{x[0]};
    for (int i = 0; i < axes; ++i) {
        const AxisRule rule = axisRule(attributes, static_cast<size_t>(i), kernel[static_cast<size_t>(i)]);
        if (isTooSmall(rule, x[i + 1]))
            return wrongShape(from, x, "spatial axes that hold " + windowText(attributes, kernel));
        y.append(outputSize(rule, x[i + 1]));
    }
    y.append(std::move(channels));
    return y;
}

Attributes windowOnly(const Attributes& attributes) {
    Attributes kept;
    for (const char* name : {"strides", "padding", "pads", "dilations", "groups", "pool"})
        if (const Attribute* value = attributes.find(name)) kept.set(name, *value);
    return kept;
}

} // namespace td::graph
