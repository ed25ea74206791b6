#include "engine/graph/ops/window.h"

#include <algorithm>

namespace td::graph {

namespace {
int64_t orElse(const Ints& values, size_t axis, int64_t fallback) {
    return values.empty() ? fallback : values[axis];
}

tl::unexpected<Error> wrongAttribute(const char* name, std::string expected) {
    return failure(ErrorCode::InvalidArgument, {{"attribute", name}, {"expected", std::move(expected)}});
}

/// An optional list of one number ≥ `least` for each of `count` places.
Result<void> checkList(const Attributes& attributes, const char* name, size_t count, int64_t least) {
    const Ints& values = attributes.integers(name);
    const bool isLow = std::any_of(values.begin(), values.end(), [&](int64_t v) { return v < least; });
    if ((values.empty() || values.size() == count) && !isLow) return {};
    return wrongAttribute(name, std::to_string(count) + " numbers of " + std::to_string(least) + " or more");
}

Result<void> checkWindow(const Attributes& attributes, size_t axes) {
    TD_TRY(checkList(attributes, "strides", axes, 1));
    TD_TRY(checkList(attributes, "dilations", axes, 1));
    TD_TRY(checkList(attributes, "pads", 2 * axes, 0));
    const std::string& padding = attributes.text("padding");
    if (padding != "valid" && padding != "same" && padding != "explicit")
        return wrongAttribute("padding", "valid, same or explicit");
    if (padding == "explicit" && attributes.integers("pads").empty())
        return wrongAttribute("pads", std::to_string(2 * axes) + " numbers, as padding is explicit");
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
    rule.span = (kernel - 1) * rule.dilation + 1;
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
    return !rule.isSame && in.isKnown() && in.value() + rule.padBefore + rule.padAfter < rule.span;
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
        if (rule.isSame) axis.before = std::max<int64_t>((axis.out - 1) * rule.stride + rule.span - axis.in, 0) / 2;
        axes.push_back(axis);
    }
    return axes;
}

Result<Shape> windowOutput(const Attributes& attributes, const Shape& x, std::span<const int64_t> kernel,
                           Dim channels) {
    const auto axes = static_cast<int>(kernel.size());
    if (axes < 1 || axes > 3 || x.rank() != axes + 2)
        return failure(ErrorCode::ShapeMismatch,
                       {{"found", x.toString()},
                        {"expected", "(N, spatial…, C) with as many spatial axes as the window " + toString(kernel)}});
    if (std::any_of(kernel.begin(), kernel.end(), [](int64_t size) { return size < 1; }))
        return failure(ErrorCode::ShapeMismatch,
                       {{"found", toString(kernel)}, {"expected", "a window of at least one cell"}});
    TD_TRY(checkWindow(attributes, kernel.size()));
    Shape y{x[0]};
    for (int i = 0; i < axes; ++i) {
        const AxisRule rule = axisRule(attributes, static_cast<size_t>(i), kernel[static_cast<size_t>(i)]);
        if (isTooSmall(rule, x[i + 1]))
            return failure(
                ErrorCode::ShapeMismatch,
                {{"found", x.toString()}, {"expected", "spatial axes that hold the window " + toString(kernel)}});
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
