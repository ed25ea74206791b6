#pragma once

#include "engine/nn/layer.h"

namespace td::nn {

/// All that a model can be made of.
struct Catalogues {
    Catalogue<LayerDef> layers{"layer"};
    Catalogue<ActivationDef> activations{"activation"};
    Catalogue<InitializerDef> initializers{"initializer"};
    Catalogue<RegularizerDef> regularizers{"regularizer"};
    Catalogue<ConstraintDef> constraints{"constraint"};
};

/// The built-in ones, made at the first call.
[[nodiscard]] TD_API const Catalogues& builtins();

/// A layer from {"class_name", "config"}; its name is the config's "name", or `fallbackName`.
/// A nested model ("Functional", "Sequential") is read with its layers.
/// Errors: NotFound for an unknown class; InvalidArgument naming layer and argument.
[[nodiscard]] TD_API Result<LayerPtr> createLayer(const Json& json, const Catalogues& catalogues,
                                                  std::string fallbackName = {});

} // namespace td::nn
