#include "engine/graph/op_registry.h"

namespace td::graph {

void registerBuiltinOps(OpRegistry& registry);

const OpRegistry& builtinOps() {
    static const OpRegistry registry = [] {
        OpRegistry made;
        registerBuiltinOps(made);
        return made;
    }();
    return registry;
}

} // namespace td::graph
