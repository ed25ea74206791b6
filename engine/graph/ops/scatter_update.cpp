#include "engine/graph/ops/indexing.h"
#include "engine/graph/ops/tensor.h"

/// Parts of a tensor replaced at places that are named by indices.
namespace td::graph {

namespace {
Types inferScatterUpdate(const InferContext& context) {
    if (context.dtype(2) != context.dtype(0))
        return failure(ErrorCode::TypeMismatch,
                       {{"left", toString(context.type(0))}, {"right", toString(context.type(2))}});
    const auto shape = pickedShape(context, context.shape(0), context.shape(1));
    if (!shape) return failure(shape.error());
    if (*shape != context.shape(2)) return context.mismatch(2, shape->toString());
    return inferSame(context);
}

/// True for each update that was not written over by a later one: every update puts its number at its place, and looks
/// whether it still stands there. Of the shape (…) + ones, so that it broadcasts to the updates.
Expr isLast(Expr indices, const Shape& base, int updateRank) {
    Builder& b = *indices.builder;
    const auto depth = static_cast<int>(indices.shape()[-1].value());
    Shape many, places;
    for (int i = 0; i + 1 < indices.rank(); ++i)
        many.append(indices.shape()[i]);
    for (int i = 0; i < depth; ++i)
        places.append(base[i]);
    const Expr ones = b.emit("fill", {}, {{"shape", Shape{many.elements()}}, {"value", 1.0}, {"dtype", DType::I64}});
    const Expr numbers = reshape(b.emit("cumsum", {ones}, {{"axis", int64_t{0}}}), many);
    const Expr none = b.emit("fill", {}, {{"shape", places}, {"dtype", DType::I64}});
    const Expr standing = b.emit("gather_nd", {b.emit("scatter_update", {none, indices, numbers}), indices});
    while (many.rank() < updateRank)
        many.append(1);
    return reshape(binary("equal", standing, numbers), many);
}

std::vector<Expr> scatterUpdateGradient(GradientContext& g) {
    const Expr base = g.input(0), indices = g.input(1), updates = g.input(2);
    std::vector<Expr> found(3);
    if (g.wants(0)) found[0] = g.builder().emit("scatter_update", {g.dy(), indices, zerosLike(updates)});
    if (!g.wants(2)) return found;
    const Expr picked = g.builder().emit("gather_nd", {g.dy(), indices});
    found[2] = select(isLast(indices, base.shape(), updates.rank()), picked, g.builder().scalar(0, picked.dtype()));
    return found;
}
} // namespace

void registerScatterUpdateOps(OpRegistry& registry);
void registerScatterUpdateOps(OpRegistry& registry) {
    OpDef op =
        tensorOp("scatter_update", "y = base, with the updates in place of the parts that the last axis of indices "
                                   "names: indices (…,n), updates (…) + base.shape[n:]; of several at one place "
                                   "the last stays, those outside are left out");
    op.inputs = {{"base", kAllTypes}, {"indices", kIndices}, {"updates", kAllTypes}};
    op.infer = inferScatterUpdate;
    op.gradient = scatterUpdateGradient;
    op.mayAlias = {{0, 0}};
    op.traits.looksUp = true;
    define(registry, std::move(op));
}

} // namespace td::graph
