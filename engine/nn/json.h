#pragma once

#include <nlohmann/json.hpp>

namespace td::nn {

/// What configurations are made of; objects keep their keys sorted.
using Json = nlohmann::json;

} // namespace td::nn
