#pragma once

#include "engine/data/loader.h"
#include "engine/train/trainer.h"

#include <map>
#include <string>
#include <vector>

namespace td::train {

/// What one training step is fed with, as far as memory depends on it.
struct StepFeeds {
    std::vector<Extents> features;  ///< as the model's inputs take them, with the batch
    std::vector<TensorType> labels; ///< one for each output, with the batch
    bool hasSampleWeights = false;
    int64_t rows = 0;
};

/// The feeds of a step on this batch. Errors: ShapeMismatch, TypeMismatch naming the input.
[[nodiscard]] TD_API Result<StepFeeds> feedsOf(const nn::Model& model, const data::Batch& batch);

/// The feeds of a step on so many rows, where no data say it: labels as the losses take them, class indices for the
/// sparse ones, else float32 of the output's shape.
/// Errors: of writing the model; InvalidArgument naming input or output where a size is known from data alone.
[[nodiscard]] TD_API Result<StepFeeds> expectedFeeds(const nn::Model& model, const Setup& setup, int64_t rows);

/// Bytes of one layer during training; of a block or nested model: of all that is inside of it.
struct LayerMemory {
    size_t weights = 0;   ///< its variables, those that are not trained too
    size_t optimizer = 0; ///< moments, averages and sums of its weights
    size_t kept = 0;      ///< what it makes in the forward part and the backward part reads
    size_t gradients = 0; ///< of its weights; each lives only until the optimizer took it, so that they share memory
    size_t peak = 0;      ///< at the step's fullest moment: what it made before and somebody reads still
    LayerMemory& operator+=(const LayerMemory& other);
};

/// What a training allocates for a step on one size of batch, known before the first step: the plan's own numbers.
///
/// need.total() = weights + optimizer (variables) + need.constants + need.arena + need.scratch + need.outputs, where the
/// sums go over all layers and `other`; need.arena = all peaks + gaps. `kept` and `gradients` are not alive all at once,
/// and so are no parts of that sum.
struct TrainingMemory {
    std::map<std::string, LayerMemory, std::less<>> layers; ///< by path, "stage" with all of "stage/conv"
    LayerMemory other; ///< losses, metrics, counters, and what the optimizer works in
    size_t gaps = 0;   ///< of the arena, between values
    runtime::MemoryNeed need;
    int64_t rows = 0;
    int threads = 1;
};

/// Writes the step's graph as a Trainer of these options does and plans it; nothing is allocated but the variables.
/// Errors: as `writeProgram` and Session::plan.
[[nodiscard]] TD_API Result<TrainingMemory> trainingMemory(const nn::Model& model, const Setup& setup,
                                                           const StepFeeds& feeds, const TrainerOptions& options);

/// A layer of the table for people: its path, and how far it is indented.
struct MemoryRow {
    std::string path;
    int level = 0;
};
[[nodiscard]] TD_API std::string toText(const TrainingMemory& memory, const std::vector<MemoryRow>& rows);
[[nodiscard]] TD_API Json toJson(const TrainingMemory& memory, const std::vector<MemoryRow>& rows);

} // namespace td::train
