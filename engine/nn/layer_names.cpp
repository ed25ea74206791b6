#include "engine/nn/layer_names.h"

namespace td::nn {

std::string automaticName(const Catalogues& catalogues, std::string_view className) {
    const LayerDef* const def = catalogues.layers.find(className);
    if (!def) return snakeCase(className);
    // The one class that Keras offers under another name than its own, after which it names layers.
    return def->className == "GroupQueryAttention" ? "grouped_query_attention" : snakeCase(def->className);
}

} // namespace td::nn
