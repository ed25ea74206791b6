#pragma once

#include "engine/nn/catalogues.h"

#include <string>
#include <string_view>

namespace td::nn {

/// What a layer of this class is called where nobody names it: Keras' name, whichever of its names the class is given by
/// ("max_pooling2d" for "MaxPool2D"). A class that is not in the catalogue is called after itself.
[[nodiscard]] TD_API std::string automaticName(const Catalogues& catalogues, std::string_view className);

} // namespace td::nn
