#pragma once

#include "engine/nn/model.h"

#include <filesystem>

namespace td::nn {

/// model.json: a model as a person writes and reads it (docs/formats/model.md). Unknown keys are kept in Model::extra.
inline constexpr std::string_view kModelFormat = "tensordesk-model";
inline constexpr int kModelVersion = 2; ///< 2: with blocks; a file without them is written as 1

/// Errors: Corrupt for no JSON (with the place); Unsupported for another format or a newer version; of createLayer, naming the layer.
[[nodiscard]] TD_API Result<Model> modelFromJson(const Json& json, const Catalogues& catalogues = builtins());
[[nodiscard]] TD_API Json modelToJson(const Model& model);

/// The text of a file as JSON. Errors: Corrupt with "file", "line" and "column" of where it stops being that.
[[nodiscard]] TD_API Result<Json> parseJson(std::string_view text, const std::string& file);

/// Reads model.json, or the JSON that Keras' `to_json` writes. Errors: as above, and of reading; all with the fact "file".
[[nodiscard]] TD_API Result<Model> readModel(const std::filesystem::path& path,
                                             const Catalogues& catalogues = builtins());
/// Written aside, synced, renamed.
[[nodiscard]] TD_API Result<void> writeModel(const Model& model, const std::filesystem::path& path);

} // namespace td::nn
