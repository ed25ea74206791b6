#include "engine/nn/catalogues.h"

namespace td::nn {

void registerBuiltinLayers(Catalogues& registry);

const Catalogues& builtins() {
    static const Catalogues kBuiltins = [] {
        Catalogues catalogues;
        registerBuiltinLayers(catalogues);
        return catalogues;
    }();
    return kBuiltins;
}

} // namespace td::nn
