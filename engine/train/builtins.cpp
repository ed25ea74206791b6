#include "engine/train/catalogues.h"

namespace td::train {

/// Written by CMake: calls one function for each part of this folder.
void registerTrainParts(Catalogues& catalogues);

const Catalogues& builtins() {
    static const Catalogues kCatalogues = [] {
        Catalogues catalogues;
        registerTrainParts(catalogues);
        return catalogues;
    }();
    return kCatalogues;
}

} // namespace td::train
