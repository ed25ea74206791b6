#pragma once

#include "engine/nn/model.h"
#include "engine/train/callback.h"

namespace td::train {

/// A training at one moment, or a model with its weights: docs/formats/checkpoint.md.
///
/// The file is a TensorFile (safetensors); metadata: "format", "version", "model" (model.json's text), "training" (JSON; absent in weights-only files).
struct Checkpoint {
    TensorMap tensors; ///< weights by path, "optimizer/…", "metrics/…", "random_state"
    nn::Json model;    ///< as modelToJson writes it
    nn::Json training; ///< null where there are only weights
};
inline constexpr std::string_view kCheckpointFormat = "tensordesk-checkpoint";
inline constexpr int kCheckpointVersion = 1;

[[nodiscard]] TD_API Result<void> writeCheckpoint(const Checkpoint& checkpoint, const std::filesystem::path& path);
/// Errors: of readTensorFile; Unsupported for another format or a newer version; Corrupt with "where" for a value of "training"
///         that is of another type. All with the fact "file".
[[nodiscard]] TD_API Result<Checkpoint> readCheckpoint(const std::filesystem::path& path);
/// The model of a checkpoint and its weights.
struct LoadedModel {
    nn::Model model;
    nn::Weights weights;
};
/// Errors: as readModel; ShapeMismatch naming the weight that is missing or of another shape.
[[nodiscard]] TD_API Result<LoadedModel> modelFromCheckpoint(const Checkpoint& checkpoint,
                                                             const nn::Catalogues& parts = nn::builtins());
/// By name, or by the name that older files have for it (nn::olderName); null where there is neither.
[[nodiscard]] TD_API const Tensor* tensorNamed(const TensorMap& tensors, const std::string& name);
/// Fills a model's weights. Errors: NotFound, ShapeMismatch naming the weight.
[[nodiscard]] TD_API Result<void> fillWeights(nn::Weights& weights, const TensorMap& tensors);

} // namespace td::train
