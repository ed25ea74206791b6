#include "engine/graph/ops/infer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

/// Pictures turned, sheared, moved, zoomed, seen in perspective: Keras' affine_transform. Beyond the edge each of the cells
/// that are blended is brought inside by itself; TensorFlow moves the place inside first, so that in the mode "wrap" it
/// does not blend the last cell with the first.
namespace td::graph {

namespace {
Result<void> needOneOf(const InferContext& context, const std::string& attribute,
                       std::span<const std::string_view> allowed, const char* expected) {
    const std::string& found = context.attributes().text(attribute);
    if (std::find(allowed.begin(), allowed.end(), found) != allowed.end()) return {};
    return failure(ErrorCode::InvalidArgument, {{"attribute", attribute}, {"found", found}, {"expected", expected}});
}

Result<void> checkTransforms(const InferContext& context) {
    const Shape &images = context.shape(0), &transforms = context.shape(1);
    const bool isList = transforms.rank() == 2 && (transforms[0] == images[0] || transforms[0].is(1));
    if ((isList || transforms.rank() == 1) && transforms[-1].is(8)) return {};
    return context.mismatch(1, "(8), or (" + images[0].toString() + ",8) for images of shape " + images.toString());
}

Types inferAffine(const InferContext& context) {
    constexpr std::array<std::string_view, 2> kInterpolations = {"nearest", "bilinear"};
    constexpr std::array<std::string_view, 5> kFillModes = {"constant", "nearest", "wrap", "mirror", "reflect"};
    TD_TRY(context.needRank(0, 4));
    TD_TRY(checkTransforms(context));
    TD_TRY(needOneOf(context, "interpolation", kInterpolations, "nearest or bilinear"));
    TD_TRY(needOneOf(context, "fill_mode", kFillModes, "constant, nearest, wrap, mirror or reflect"));
    return inferSame(context);
}

std::vector<AttributeDef> affineAttributes() {
    return {optional("interpolation", std::string("bilinear"), "nearest or bilinear"),
            optional("fill_mode", std::string("constant"),
                     "what stands beside abcd: constant (fill_value), nearest (aaaa|abcd|dddd), wrap (abcd|abcd|abcd), "
                     "mirror (edges once: dcb|abcd|cba), reflect (edges twice: dcba|abcd|dcba)")};
}

/// Whoever asks for the transforms' gradient is told; the images' place in the list is always the first.
bool asksForTransforms(GradientContext& g) {
    if (!g.wants(1)) return false;
    g.builder().fail(
        Error(ErrorCode::Unsupported,
              {{"op", "affine_transform"},
               {"input", "transforms"},
               {"reason", "gradients flow to the images only: where cells are read from is not learned"}}));
    return true;
}

Attributes withoutFill(const Attributes& given) {
    return {{"interpolation", given.text("interpolation")}, {"fill_mode", given.text("fill_mode")}};
}

/// A place for each pixel, and for bilinear four products and three sums for each channel.
Cost costOfAffine(const InferContext& context, std::span<const TensorType> outputs) {
    constexpr double kPerPlace = 14, kPerElement = 7;
    const double elements = countOf(context.shape(0));
    const Dim& channels = context.shape(0)[3];
    const double pixels =
        channels.isKnown() && channels.value() > 0 ? elements / static_cast<double>(channels.value()) : 0;
    const bool isBilinear = context.attributes().text("interpolation") == "bilinear";
    return {pixels * kPerPlace + (isBilinear ? elements * kPerElement : 0), bytesOf(context, outputs)};
}

OpDef imageOp(std::string name, std::string about, std::string input) {
    OpDef op;
    op.name = std::move(name);
    op.family = "image";
    op.about = std::move(about);
    op.inputs = {{std::move(input), kReals}, {"transforms", kReals}};
    op.attributes = affineAttributes();
    op.infer = inferAffine;
    op.cost = costOfAffine;
    op.flops = "14 for each pixel, and 7 for each element where bilinear";
    return op;
}
} // namespace

void registerAffineTransformOps(OpRegistry& registry);
void registerAffineTransformOps(OpRegistry& registry) {
    OpDef op =
        imageOp("affine_transform",
                "images (N,H,W,C) seen through transforms (8) or (N,8), (a0,a1,a2,b0,b1,b2,c0,c1): y at (x,y) is "
                "read at ((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k), k = c0 x + c1 y + 1; "
                "fill_value where that is no place; places are computed in double",
                "images");
    op.attributes.push_back(optional("fill_value", 0.0, "what stands outside in the mode constant"));
    op.gradient = [](GradientContext& g) {
        if (asksForTransforms(g)) return std::vector<Expr>{};
        return std::vector{g.builder().emit("affine_transform_grad", {g.dy(), g.input(1)}, withoutFill(g.attributes())),
                           Expr{}};
    };
    define(registry, std::move(op));

    OpDef grad =
        imageOp("affine_transform_grad",
                "dx = what each cell of the images gave to the cells of dy, by affine_transform's weights", "dy");
    grad.outputs = {"dx"};
    grad.gradient = [](GradientContext& g) {
        if (asksForTransforms(g)) return std::vector<Expr>{};
        return std::vector{g.builder().emit("affine_transform", {g.dy(), g.input(1)}, g.attributes()), Expr{}};
    };
    define(registry, std::move(grad));
}

} // namespace td::graph
