#include "engine/graph/ops/cost.h"

namespace td::graph {

double countOf(const Shape& shape) {
    double elements = 1;
    for (const Dim& dim : shape.dims())
        elements *= static_cast<double>(dim.value());
    return elements;
}

Cost costOf(const InferContext& context, std::span<const TensorType> outputs, double flops) {
    const auto bytesOf = [](const TensorType& type) {
        return countOf(type.shape) * static_cast<double>(elementBytes(type.dtype));
    };
    Cost cost{flops, 0};
    for (int i = 0; i < context.inputs(); ++i)
        if (context.has(i)) cost.bytes += bytesOf(context.type(i));
    for (const TensorType& output : outputs)
        cost.bytes += bytesOf(output);
    return cost;
}

} // namespace td::graph
