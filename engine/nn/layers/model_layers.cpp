#include "engine/nn/catalogues.h"

namespace td::nn {

void registerModelLayers(Catalogues& catalogues);

/// A model used as a layer of another: its inside is in Layer::model.
void registerModelLayers(Catalogues& catalogues) {
    LayerDef functional;
    functional.className = "Functional";
    functional.aliases = {"Model"};
    functional.about = "A model of layers that are connected in any way, used as one layer.";
    functional.category = "core";
    functional.masks = MaskRule::Own;
    functional.maxInputs = 0;
    LayerDef sequential = functional;
    sequential.className = "Sequential";
    sequential.aliases = {};
    sequential.about = "A model of layers one after the other, used as one layer.";
    sequential.maxInputs = 1;
    catalogues.layers.add(std::move(functional));
    catalogues.layers.add(std::move(sequential));
}

} // namespace td::nn
