#pragma once

#include "engine/nn/model.h"

#include <string>
#include <vector>

namespace td::nn {

/// A key of a file that nothing reads, and what was probably meant. It is kept when the file is written again.
struct UnknownKey {
    std::string path;    ///< as `tensordesk train --set` takes it: "layers.hidden.config.unts"
    std::string key;     ///< its last part
    std::string nearest; ///< a key that is known there, or a path from the same place ("config.units"); may be empty
    std::string precision =
        {}; ///< of a "dtype": what it asks for and does not get, as everything is computed in float32
    bool operator==(const UnknownKey&) const = default;
};

/// The keys that are not known: of the file (but "training", which is not the model's), of layers' entries, of the arguments of layers
/// and of what these are configured with. What Keras writes and means nothing here is known,
/// but a "dtype" that asks for another precision.
[[nodiscard]] TD_API std::vector<UnknownKey> unknownKeys(const Model& model, const Catalogues& catalogues = builtins());

/// The unknown arguments of one object, below `path`.
[[nodiscard]] TD_API std::vector<UnknownKey>
unknownArguments(const Config& config, const std::vector<Parameter>& parameters, const std::string& path);
/// Of a key among those that may stand beside it.
[[nodiscard]] TD_API UnknownKey unknownKey(const std::string& path, const std::string& key,
                                           const std::vector<std::string>& known);

} // namespace td::nn
