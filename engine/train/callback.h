#pragma once

#include "engine/base/result.h"
#include "engine/nn/json.h"
#include "engine/tensor/tensor.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace td::train {

/// Numbers of a step or an epoch by name: "loss", "accuracy", "val_loss".
using Logs = std::map<std::string, double>;
/// Tensors by the names of a step's variables.
using TensorMap = std::map<std::string, Tensor, std::less<>>;

/// What a callback may see of a training, and change. Implemented by Trainer, and by tests.
///
/// Threads: the training's own; callbacks run between steps.
class TD_API Run {
public:
    virtual ~Run() = default;
    [[nodiscard]] virtual int64_t epoch() const = 0; ///< from 0
    [[nodiscard]] virtual int64_t step() const = 0;  ///< steps done since the beginning, over all epochs
    [[nodiscard]] virtual double learningRate() const = 0;
    /// Replaces a schedule from the next step on.
    virtual void setLearningRate(double rate) = 0;
    /// The training ends after this step or epoch.
    virtual void stop(std::string reason) = 0;

    /// Copies of the model's weights by path; and back.
    [[nodiscard]] virtual TensorMap copyWeights() const = 0;
    virtual Result<void> setWeights(const TensorMap& weights) = 0;
    /// The weights' own memory, where a look is enough: the next step changes it.
    [[nodiscard]] virtual TensorMap sharedWeights() const { return copyWeights(); }
    /// Exchanges weights and their exponential moving averages, where the optimizer keeps them; nothing otherwise.
    virtual void swapAverages() = 0;
    /// Everything that resuming needs, or only the weights; written aside, synced, renamed.
    virtual Result<void> save(const std::filesystem::path& path, bool weightsOnly) = 0;
    /// The gradients of the step before, by weight path; empty unless the training was asked to keep them.
    [[nodiscard]] virtual TensorMap gradients() const = 0;
    /// The model as a serialized GraphDef, for graph viewers; empty where there is none.
    [[nodiscard]] virtual std::string graphDef() const { return {}; }
};

/// Something that happens around steps and epochs: logs, checkpoints, early stopping.
///
/// Calls come in this order: trainBegin (epochBegin (stepEnd)* epochEnd epochDone)* beforeEnd trainEnd. Errors end the training, with what it has saved intact.
class TD_API Callback {
public:
    virtual ~Callback() = default;
    /// The key of its state in checkpoints; unique within a training.
    [[nodiscard]] virtual std::string name() const = 0;
    /// The number of an epoch's logs without which it does nothing; empty where there is none.
    [[nodiscard]] virtual std::string monitored() const { return {}; }
    virtual Result<void> trainBegin(Run&) { return {}; }
    virtual Result<void> epochBegin(Run&) { return {}; }
    /// `logs`: "loss" of this step's batch alone. Called after every step: must cost next to nothing.
    virtual Result<void> stepEnd(Run&, const Logs&) { return {}; }
    /// `logs`: means over the epoch, and "val_…" where there is validation. What is added here later callbacks and the history see.
    virtual Result<void> epochEnd(Run&, Logs&) { return {}; }
    /// The epoch is over for good: the next one's number is in force. Here a checkpoint holds whole epochs.
    virtual Result<void> epochDone(Run&) { return {}; }
    /// After a validation in the middle of an epoch.
    virtual Result<void> validated(Run&, const Logs&) { return {}; }
    /// The last step is done or the training was stopped, without an error, and nobody has put back other weights yet: what is
    /// saved here goes on as if there had been no end.
    virtual Result<void> beforeEnd(Run&) { return {}; }
    /// Also after an error or a stop.
    virtual Result<void> trainEnd(Run&) { return {}; }

    /// Around each validation.
    virtual Result<void> beforeValidation(Run&) { return {}; }
    virtual Result<void> afterValidation(Run&) { return {}; }
    /// After each batch of a validation or of an evaluation after the training: Run::stop ends that there, without numbers.
    virtual void batchMeasured(Run&) {}

    /// What a checkpoint keeps of it.
    [[nodiscard]] virtual nn::Json state() const { return nullptr; }
    virtual Result<void> restore(const nn::Json&) { return {}; }
    /// And the tensors: kept as "callbacks/<name>/<key>".
    [[nodiscard]] virtual TensorMap tensors() const { return {}; }
    virtual void restoreTensors(TensorMap) {}
};
using Callbacks = std::vector<std::shared_ptr<Callback>>;

} // namespace td::train
