#include "engine/runtime/shape_binding.h"

namespace td::runtime {

using namespace graph;

namespace {
/// What the symbols of `declared` must be for it to be `given`; a symbol met before must stay what it was.
Result<void> bindShape(const Value& input, const Extents& given, DimBindings& bindings) {
    const Shape& declared = input.type.shape;
    const auto mismatch = [&] {
        return failure(ErrorCode::ShapeMismatch,
                       {{"input", input.name}, {"expected", declared.toString()}, {"found", toString(given)}});
    };
    if (declared.rank() != static_cast<int>(given.size())) return mismatch();
    for (int i = 0; i < declared.rank(); ++i) {
        const int64_t size = given[static_cast<size_t>(i)];
        const Dim known = declared[i].bound(bindings);
        if (known.is(size)) continue;
        const auto symbols = known.symbols();
        if (symbols.size() != 1 || !(known == Dim::symbol(symbols.front()))) return mismatch();
        bindings[symbols.front()] = size;
    }
    return {};
}

/// Attributes that hold shapes, as of a reshape, hold symbols too.
void bindAttributes(Node& node, const DimBindings& bindings) {
    Attributes attributes = node.attributes;
    for (const auto& [name, value] : node.attributes)
        if (const auto* shape = std::get_if<Shape>(&value)) attributes.set(name, shape->bound(bindings));
    node.attributes = std::move(attributes);
}

Result<void> bind(Graph& graph, const std::vector<Extents>& extents) {
    DimBindings bindings;
    const auto inputs = graph.inputs();
    for (size_t i = 0; i < inputs.size(); ++i) {
        TD_TRY(bindShape(graph.value(inputs[i]), extents[i], bindings));
        graph.value(inputs[i]).type.shape = Shape::of(extents[i]);
    }
    for (const NodeId id : graph.order())
        bindAttributes(graph.node(id), bindings);
    return graph.inferTypes();
}
} // namespace

Pass bindShapes(std::vector<Extents> inputExtents) {
    return {"shapes", "puts the sizes of what is fed in the place of symbols and infers every shape from them",
            [extents = std::move(inputExtents)](Graph& graph) { return bind(graph, extents); }};
}

} // namespace td::runtime
