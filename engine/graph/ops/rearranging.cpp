#include "engine/graph/ops/tensor.h"

#include <algorithm>

/// Elements in another order along axes, or several times: pad, tile, reverse, roll, blocks.
namespace td::graph {

namespace {
tl::unexpected<Error> badLength(const InferContext& context, std::string_view attribute, size_t expected) {
    return failure(ErrorCode::ShapeMismatch, {{"left", context.shape(0).toString()},
                                              {"right", std::string(attribute) + " of another length"},
                                              {"expected", std::to_string(expected) + " values"}});
}

constexpr int64_t kLargest = int64_t{1} << 40; // of a pad or a number of copies; larger ones can only be a mistake

/// How far a mode can reach beyond the edge of `extent` elements.
bool reaches(const std::string& mode, int64_t pad, const Dim& extent) {
    if (pad > kLargest) return false;
    if (pad <= 0 || mode == "constant" || !extent.isKnown()) return pad >= 0;
    if (mode == "edge") return extent.value() > 0;
    return pad <= extent.value() - (mode == "reflect" ? 1 : 0);
}

Result<Shape> paddedShape(const InferContext& context, const Shape& from) {
    const Ints& pads = context.attributes().integers("pads");
    const std::string& mode = context.attributes().text("mode");
    if (mode != "constant" && mode != "reflect" && mode != "symmetric" && mode != "edge")
        return failure(ErrorCode::InvalidArgument,
                       {{"attribute", "mode"}, {"found", mode}, {"expected", "constant, reflect, symmetric or edge"}});
    if (pads.size() != static_cast<size_t>(from.rank()) * 2)
        return failure(ErrorCode::ShapeMismatch,
                       {{"left", from.toString()},
                        {"right", "pads of another length"},
                        {"expected", std::to_string(from.rank() * 2) + " values: before and after on each axis"}});
    Shape shape;
    for (int i = 0; i < from.rank(); ++i) {
        const int64_t before = pads[static_cast<size_t>(2 * i)], after = pads[static_cast<size_t>(2 * i + 1)];
        if (!reaches(mode, before, from[i]) || !reaches(mode, after, from[i]))
            return failure(ErrorCode::ShapeMismatch,
                           {{"left", from.toString()},
                            {"right", "pads " + std::to_string(before) + " and " + std::to_string(after)},
                            {"axis", std::to_string(i)}});
        shape.append(from[i] + Dim(before + after));
    }
    return shape;
}

std::vector<AttributeDef> padAttributes() {
    return {required("pads", AttributeKind::IntList, "elements added before and after, axis by axis"),
            optional("mode", std::string("constant"),
                     "constant, reflect (without the edge), symmetric (with the edge) or edge (repeats it)")};
}

void registerPad(OpRegistry& registry) {
    OpDef pad = tensorOp("pad", "y = x with elements added around it");
    pad.attributes = padAttributes();
    pad.attributes.push_back(optional("value", 0.0, "what constant padding is made of"));
    pad.infer = [](const InferContext& context) -> Types {
        auto shape = paddedShape(context, context.shape(0));
        if (!shape) return failure(shape.error());
        return std::vector{TensorType{context.dtype(0), *std::move(shape)}};
    };
    pad.gradient = [](GradientContext& g) {
        const Attributes& a = g.attributes();
        return std::vector{
            g.builder().emit("pad_grad", {g.dy()},
                             {{"pads", a.integers("pads")}, {"mode", a.text("mode")}, {"shape", g.input(0).shape()}})};
    };
    define(registry, std::move(pad));

    OpDef grad = tensorOp("pad_grad", "dx = sums of dy over the places that pad copied each element to");
    grad.inputs = {{"dy", kNumbers}};
    grad.outputs = {"dx"};
    grad.attributes = padAttributes();
    grad.attributes.push_back(required("shape", AttributeKind::Shape, "shape of dx"));
    grad.infer = [](const InferContext& context) -> Types {
        const Shape& shape = context.attributes().shape("shape");
        const auto padded = paddedShape(context, shape);
        if (!padded) return failure(padded.error());
        if (*padded != context.shape(0)) return context.mismatch(0, padded->toString());
        return std::vector{TensorType{context.dtype(0), shape}};
    };
    grad.gradient = [](GradientContext& g) {
        const Attributes& a = g.attributes();
        return std::vector{g.builder().emit("pad", {g.dy()}, {{"pads", a.integers("pads")}, {"mode", a.text("mode")}})};
    };
    define(registry, std::move(grad));
}

Types inferTile(const InferContext& context) {
    const Ints& multiples = context.attributes().integers("multiples");
    if (multiples.size() != static_cast<size_t>(context.shape(0).rank()))
        return badLength(context, "multiples", static_cast<size_t>(context.shape(0).rank()));
    Shape shape;
    for (size_t i = 0; i < multiples.size(); ++i) {
        if (multiples[i] < 0 || multiples[i] > kLargest)
            return failure(
                ErrorCode::InvalidArgument,
                {{"attribute", "multiples"}, {"found", std::to_string(multiples[i])}, {"expected", "0 to 2^40"}});
        shape.append(context.shape(0)[static_cast<int>(i)] * Dim(multiples[i]));
    }
    return std::vector{TensorType{context.dtype(0), std::move(shape)}};
}

/// Each copy gives its share: the copies become axes of their own, which are summed over.
std::vector<Expr> tileGradient(GradientContext& g) {
    const Ints& multiples = g.attributes().integers("multiples");
    Shape split;
    Ints axes;
    for (size_t i = 0; i < multiples.size(); ++i) {
        axes.push_back(split.rank());
        split.append(multiples[i]);
        split.append(g.input(0).shape()[static_cast<int>(i)]);
    }
    return {axes.empty() ? g.dy() : sum(reshape(g.dy(), split), axes)};
}

void registerTile(OpRegistry& registry) {
    OpDef op = tensorOp("tile", "y = x repeated multiples[i] times along axis i");
    op.attributes = {required("multiples", AttributeKind::IntList, "repetitions on each axis")};
    op.infer = inferTile;
    op.gradient = tileGradient;
    define(registry, std::move(op));
}

void registerReverse(OpRegistry& registry) {
    OpDef op = tensorOp("reverse", "y = x back to front along the axes");
    op.attributes = {optional("axes", Ints{}, "axes to turn around; empty: all")};
    op.infer = [](const InferContext& context) -> Types {
        if (const auto axes = axesOf(context); !axes) return failure(axes.error());
        return inferSame(context);
    };
    op.gradient = [](GradientContext& g) { return std::vector{g.builder().emit("reverse", {g.dy()}, g.attributes())}; };
    define(registry, std::move(op));
}

void registerRoll(OpRegistry& registry) {
    OpDef op = tensorOp("roll", "y[i + shift] = x[i] along each axis; what leaves one end enters at the other");
    op.attributes = {required("shifts", AttributeKind::IntList, "elements to move by, one for each of axes"),
                     required("axes", AttributeKind::IntList, "axes to move along, each once")};
    op.infer = [](const InferContext& context) -> Types {
        if (const auto axes = axesOf(context); !axes) return failure(axes.error());
        const size_t axes = context.attributes().integers("axes").size();
        if (axes != context.attributes().integers("shifts").size()) return badLength(context, "shifts", axes);
        return inferSame(context);
    };
    op.gradient = [](GradientContext& g) {
        Ints back = g.attributes().integers("shifts");
        for (int64_t& shift : back)
            shift = -shift;
        return std::vector{
            g.builder().emit("roll", {g.dy()}, {{"shifts", back}, {"axes", g.attributes().integers("axes")}})};
    };
    define(registry, std::move(op));
}

Types inferReverseSequence(const InferContext& context) {
    const int rank = context.shape(0).rank();
    const auto sequence = normalizedAxis(context.attributes().integer("seq_axis"), rank);
    if (!sequence) return failure(sequence.error());
    const auto batch = normalizedAxis(context.attributes().integer("batch_axis"), rank);
    if (!batch) return failure(batch.error());
    if (*batch == *sequence)
        return wrongAttribute("batch_axis", context.attributes().integer("batch_axis"), "another axis than seq_axis");
    if (context.shape(1) != Shape{context.shape(0)[*batch]}) return context.mismatch(0, 1);
    return inferSame(context);
}

void registerReverseSequence(OpRegistry& registry) {
    OpDef op = tensorOp("reverse_sequence", "y = x with the first lengths[b] elements of sequence b back to front");
    op.inputs = {{"x", kAllTypes}, {"lengths", kIndices}};
    op.attributes = {optional("seq_axis", int64_t{1}, "axis that the lengths count along"),
                     optional("batch_axis", int64_t{0}, "axis of the sequences")};
    op.infer = inferReverseSequence;
    op.gradient = [](GradientContext& g) {
        return std::vector{g.builder().emit("reverse_sequence", {g.dy(), g.input(1)}, g.attributes()), Expr{}};
    };
    op.traits.looksUp = true;
    define(registry, std::move(op));
}

Result<int64_t> blockOf(const InferContext& context) {
    TD_TRY(context.needRank(0, 4));
    const int64_t block = context.attributes().integer("block");
    constexpr int64_t kLargestBlock = 1 << 20;
    if (block >= 1 && block <= kLargestBlock) return block;
    return failure(ErrorCode::InvalidArgument,
                   {{"attribute", "block"}, {"found", std::to_string(block)}, {"expected", "1 to 2^20"}});
}

Types inferSpaceToDepth(const InferContext& context) {
    const auto block = blockOf(context);
    if (!block) return failure(block.error());
    const Shape& x = context.shape(0);
    const auto height = exactDiv(x[1], *block), width = exactDiv(x[2], *block);
    if (!height || !width) return context.mismatch(0, "height and width that " + std::to_string(*block) + " divides");
    return std::vector{TensorType{context.dtype(0), Shape{x[0], *height, *width, x[3] * Dim(*block * *block)}}};
}

Types inferDepthToSpace(const InferContext& context) {
    const auto block = blockOf(context);
    if (!block) return failure(block.error());
    const Shape& x = context.shape(0);
    const auto channels = exactDiv(x[3], *block * *block);
    if (!channels) return context.mismatch(0, "channels that " + std::to_string(*block * *block) + " divides");
    return std::vector{TensorType{context.dtype(0), Shape{x[0], x[1] * Dim(*block), x[2] * Dim(*block), *channels}}};
}

void registerBlocks(OpRegistry& registry) {
    OpDef op = tensorOp("space_to_depth", "blocks of block x block cells become channels: (N,H,W,C) -> "
                                          "(N,H/b,W/b,b*b*C), row by row within the block");
    op.attributes = {required("block", AttributeKind::Int, "edge of a block")};
    op.infer = inferSpaceToDepth;
    op.gradient = [](GradientContext& g) {
        return std::vector{g.builder().emit("depth_to_space", {g.dy()}, g.attributes())};
    };
    OpDef back = op;
    back.name = "depth_to_space";
    back.about = "channels become blocks of block x block cells: (N,H,W,b*b*C) -> (N,H*b,W*b,C)";
    back.infer = inferDepthToSpace;
    back.gradient = [](GradientContext& g) {
        return std::vector{g.builder().emit("space_to_depth", {g.dy()}, g.attributes())};
    };
    define(registry, std::move(op));
    define(registry, std::move(back));
}
} // namespace

void registerRearrangingOps(OpRegistry& registry);
void registerRearrangingOps(OpRegistry& registry) {
    registerPad(registry);
    registerTile(registry);
    registerReverse(registry);
    registerRoll(registry);
    registerReverseSequence(registry);
    registerBlocks(registry);
}

} // namespace td::graph
