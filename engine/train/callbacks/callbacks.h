#pragma once

#include "engine/nn/catalogue.h"
#include "engine/runlog/event_writer.h"
#include "engine/train/callback.h"

#include <functional>
#include <memory>

/// The callbacks that come with the program; names, arguments and rules are Keras'.
namespace td::train {

/// Where callbacks put their files.
struct RunPlaces {
    std::filesystem::path folder; ///< of the run: logs below it
};

/// A callback as configuration makes it.
struct CallbackDef : nn::ObjectDef {
    Result<std::shared_ptr<Callback>> (*create)(const nn::Config& config, const RunPlaces& places) = nullptr;
};

/// EarlyStopping, ReduceLROnPlateau, LearningRateScheduler, ModelCheckpoint, BackupAndRestore, CSVLogger, TensorBoard, TerminateOnNaN, SwapEMAWeights.
[[nodiscard]] TD_API const nn::Catalogue<CallbackDef>& builtinCallbacks();

/// A callback of one's own, out of functions; empty ones do nothing.
struct TD_API FunctionCallback : Callback {
    std::string key = "custom";
    std::function<Result<void>(Run&)> onTrainBegin, onEpochBegin, onTrainEnd;
    std::function<Result<void>(Run&, const Logs&)> onStepEnd;
    std::function<Result<void>(Run&, Logs&)> onEpochEnd;

    [[nodiscard]] std::string name() const override { return key; }
    Result<void> trainBegin(Run& run) override { return onTrainBegin ? onTrainBegin(run) : Result<void>{}; }
    Result<void> epochBegin(Run& run) override { return onEpochBegin ? onEpochBegin(run) : Result<void>{}; }
    Result<void> stepEnd(Run& run, const Logs& logs) override {
        return onStepEnd ? onStepEnd(run, logs) : Result<void>{};
    }
    Result<void> epochEnd(Run& run, Logs& logs) override { return onEpochEnd ? onEpochEnd(run, logs) : Result<void>{}; }
    Result<void> trainEnd(Run& run) override { return onTrainEnd ? onTrainEnd(run) : Result<void>{}; }
};

} // namespace td::train
