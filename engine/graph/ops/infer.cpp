#include "engine/graph/ops/infer.h"

namespace td::graph {

Types inferSame(const InferContext& context) {
    return std::vector{context.type(0)};
}

Types inferBroadcast(const InferContext& context) {
    TD_TRY(context.needSameDType());
    Shape shape = context.shape(0);
    for (int i = 1; i < context.inputs(); ++i) {
        auto wider = broadcast(shape, context.shape(i));
        if (!wider) return failure(wider.error());
        shape = *std::move(wider);
    }
    return std::vector{TensorType{context.dtype(0), std::move(shape)}};
}

Types inferComparison(const InferContext& context) {
    auto types = inferBroadcast(context);
    if (types) types->front().dtype = DType::Bool;
    return types;
}

AttributeDef required(std::string name, AttributeKind kind, std::string about) {
    return {std::move(name), kind, true, {}, std::move(about)};
}

AttributeDef optional(std::string name, Attribute fallback, std::string about) {
    const AttributeKind kind = kindOf(fallback);
    return {std::move(name), kind, false, std::move(fallback), std::move(about)};
}

} // namespace td::graph
