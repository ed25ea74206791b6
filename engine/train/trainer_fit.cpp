// The loop over epochs and steps: callbacks, validation, wishes of whoever watches.
#include "engine/train/feed.h"
#include "engine/train/trainer.h"

#include <algorithm>
#include <cmath>

namespace td::train {

namespace {
/// Calls one of the callbacks' functions in their order; the first error ends it.
template <class Function>
Result<void> each(const Callbacks& callbacks, Function call) {
    for (const auto& callback : callbacks)
        TD_TRY(call(*callback));
    return {};
}

/// Gives callbacks what a checkpoint kept of them.
Result<void> giveBack(const Callbacks& callbacks, const nn::Json& states, const TensorMap& tensors) {
    return each(callbacks, [&](Callback& callback) -> Result<void> {
        const std::string prefix = "callbacks/" + callback.name() + "/";
        TensorMap own;
        for (auto entry = tensors.lower_bound(prefix); entry != tensors.end() && entry->first.starts_with(prefix);
             ++entry)
            own[entry->first.substr(prefix.size())] = entry->second;
        if (!own.empty()) callback.restoreTensors(std::move(own));
        const auto found = states.find(callback.name());
        if (found == states.end()) return {};
        auto restored = callback.restore(*found);
        if (restored) return restored;
        Error error = restored.error();
        error.facts.insert(error.facts.begin(), {"callback", callback.name()});
        return failure(std::move(error));
    });
}
} // namespace

Result<void> Trainer::applyWishes(data::Loader& train) {
    while (m_control.hasNews()) {
        Wishes wishes = m_control.take();
        if (wishes.isEmpty()) return {}; // a single step, or no longer paused
        if (wishes.learningRate) setLearningRate(*wishes.learningRate);
        if (wishes.batch) TD_TRY(train.setBatch(*wishes.batch));
        if (wishes.frozen) {
            m_setup.frozen = *std::move(wishes.frozen);
            writeAnew();
        }
        for (const auto& path : wishes.saves)
            TD_TRY(save(path, false));
        if (!wishes.isStopping) continue;
        stop("stopped");
        return {};
    }
    return {};
}

/// One epoch, or what is left of it. True if it was finished.
Result<bool> Trainer::trainEpoch(data::Loader& train, data::Loader* validation, const FitOptions& options,
                                 const Callbacks& callbacks) {
    if (m_isValidationDue && validation) TD_TRY(validateDue(train, *validation, callbacks));
    if (m_isStopping) return false;
    Logs stepLogs;
    int64_t steps = m_position.batch;
    while (options.stepsPerEpoch == 0 || steps < options.stepsPerEpoch) {
        TD_TRY(applyWishes(train));
        if (m_isStopping) return false;
        auto batch = train.next();
        if (!batch) return failure(batch.error());
        if (!*batch) {
            m_control.giveStepBack();
            break;
        }
        const auto isDone = runStepUnlessStopped(**batch);
        if (!isDone) return failure(isDone.error());
        if (!*isDone) return false;
        m_position = train.position();
        ++steps;
        const double loss = m_training->session->scalarOutput(*m_training->plan, 0);
        if (options.stopsOnNaN && !std::isfinite(loss))
            return failure(ErrorCode::InvalidArgument,
                           {{"loss", std::to_string(loss)},
                            {"step", std::to_string(m_step)},
                            {"epoch", std::to_string(m_epoch + 1)},
                            {"expected", "a finite loss: a smaller learning rate or clipping may help"}});
        stepLogs["loss"] = loss;
        TD_TRY(each(callbacks, [&](Callback& callback) { return callback.stepEnd(*this, stepLogs); }));
        if (options.validateEvery > 0 && validation && m_step % options.validateEvery == 0)
            TD_TRY(validateInside(*validation, callbacks));
        if (m_isStopping) return false;
    }
    if (!m_training) TD_TRY(prepareAtEpochEnd(train));
    return true;
}

/// A checkpoint behind an epoch's last step leaves none to write the graph for, but its sums and metrics to tell.
Result<void> Trainer::prepareAtEpochEnd(data::Loader& train) {
    TD_TRY(train.seek({m_epoch, 0, 0}));
    const auto batch = train.next();
    if (!batch) return failure(batch.error());
    return *batch ? prepareTraining(**batch) : Result<void>{};
}

/// Numbers over the validation data, as "val_…".
Result<Logs> Trainer::validate(data::Loader& validation, const Callbacks& callbacks) {
    TD_TRY(each(callbacks, [&](Callback& callback) { return callback.beforeValidation(*this); }));
    auto logs = evaluate(validation);
    if (!logs && logs.error().code != ErrorCode::Cancelled) return logs;
    TD_TRY(each(callbacks, [&](Callback& callback) { return callback.afterValidation(*this); }));
    if (!logs) return logs;
    Logs named;
    for (const auto& [name, value] : *logs)
        named["val_" + name] = value;
    return named;
}

/// A stop before or in it leaves it to whoever goes on from here.
Result<void> Trainer::validateInside(data::Loader& validation, const Callbacks& callbacks) {
    m_isValidationDue = true;
    if (m_isStopping) return {};
    auto logs = validate(validation, callbacks);
    if (!logs && m_isStopping && logs.error().code == ErrorCode::Cancelled) return {};
    if (!logs) return failure(logs.error());
    m_isValidationDue = false;
    return each(callbacks, [&](Callback& callback) { return callback.validated(*this, *logs); });
}

/// The validation that an interrupted training did not come to, with the graph and the averages that it would have had.
Result<void> Trainer::validateDue(data::Loader& train, data::Loader& validation, const Callbacks& callbacks) {
    if (!m_training) {
        TD_TRY(prepareAtEpochEnd(train));
        TD_TRY(train.seek(m_position));
    }
    return validateInside(validation, callbacks);
}

/// False where it was stopped before its numbers were known: the epoch is not over then.
Result<bool> Trainer::endEpoch(data::Loader* validation, const FitOptions& options, const Callbacks& callbacks,
                               FitResult& result) {
    auto logs = logsOf(*m_training);
    if (!logs) return failure(logs.error());
    if (validation && options.validateEvery == 0) {
        auto own = validate(*validation, callbacks);
        if (!own && m_isStopping && own.error().code == ErrorCode::Cancelled) return false;
        if (!own) return failure(own.error());
        logs->merge(*own);
    }
    (*logs)["learning_rate"] = rateNow();
    TD_TRY(each(callbacks, [&](Callback& callback) { return callback.epochEnd(*this, *logs); }));
    result.epochs.push_back(*std::move(logs));
    return true;
}

Result<FitResult> Trainer::fit(data::Loader& train, data::Loader* validation, const FitOptions& options,
                               const Callbacks& callbacks) {
    m_weightOfClass = options.classWeights;
    m_isStopping = false;
    m_callbacks = callbacks;
    if (!m_callbackStates.is_null())
        TD_TRY(giveBack(callbacks, std::exchange(m_callbackStates, nullptr), std::exchange(m_callbackTensors, {})));
    TD_TRY(each(callbacks, [&](Callback& callback) { return callback.trainBegin(*this); }));
    m_isFitting = true;
    auto result = fitEpochs(train, validation, options, callbacks);
    m_isFitting = false;
    if (result) {
        auto kept = each(callbacks, [&](Callback& callback) { return callback.beforeEnd(*this); });
        if (!kept) result = failure(kept.error());
    }
    // Also after an error: logs are closed, files are whole.
    const auto ended = each(callbacks, [&](Callback& callback) { return callback.trainEnd(*this); });
    if (result && !ended) return failure(ended.error());
    return result;
}

Result<FitResult> Trainer::fitEpochs(data::Loader& train, data::Loader* validation, const FitOptions& options,
                                     const Callbacks& callbacks) {
    FitResult result;
    while (m_epoch < options.epochs && !m_isStopping) {
        m_position.epoch = m_epoch;
        TD_TRY(train.seek(m_position));
        if (m_position.batch == 0 && m_training) resetMetrics(*m_training);
        TD_TRY(each(callbacks, [&](Callback& callback) { return callback.epochBegin(*this); }));
        auto isWhole = trainEpoch(train, validation, options, callbacks);
        if (!isWhole) return failure(isWhole.error());
        if (!*isWhole) break;
        if (m_training) isWhole = endEpoch(validation, options, callbacks, result);
        if (!isWhole) return failure(isWhole.error());
        if (!*isWhole) break;
        m_position = {++m_epoch, 0, 0};
        TD_TRY(each(callbacks, [&](Callback& callback) { return callback.epochDone(*this); }));
    }
    result.isStopped = m_isStopping;
    result.reason = m_stopReason;
    return result;
}

} // namespace td::train
