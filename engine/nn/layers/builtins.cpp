#include "engine/nn/catalogues.h"

namespace td::nn {

void registerBuiltinLayers(Catalogues& registry);
void registerBuiltinParts(Catalogues& registry);

const Catalogues& builtins() {
    static const Catalogues kBuiltins = [] {
        Catalogues catalogues;
        registerBuiltinParts(catalogues);
        registerBuiltinLayers(catalogues);
        return catalogues;
    }();
    return kBuiltins;
}

} // namespace td::nn
