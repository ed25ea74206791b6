#include "engine/graph/ops/infer.h"

/// Where the elements lie. Passes put these nodes in when a plan is made; models never hold them.
namespace td::graph {

void registerLayoutOps(OpRegistry& registry);
void registerLayoutOps(OpRegistry& registry) {
    OpDef op;
    op.name = "reorder";
    op.cost = costOfMoving;
    op.flops = "0";
    op.family = "layout";
    op.about = "y = x, in the memory layout that y's value has";
    op.inputs = {{"x", kAllTypes}};
    op.infer = inferSame;
    op.gradient = [](GradientContext& g) { return std::vector{g.dy()}; };
    define(registry, std::move(op));
}

} // namespace td::graph
