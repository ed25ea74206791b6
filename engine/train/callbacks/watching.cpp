// Callbacks that need no file: TerminateOnNaN, SwapEMAWeights.
#include "engine/train/callbacks/callbacks.h"
#include "engine/train/kept.h"

#include <cmath>

namespace td::train {

void registerWatchingCallbacks(nn::Catalogue<CallbackDef>& catalogue);

namespace {
class TerminateOnNan : public Callback {
public:
    [[nodiscard]] std::string name() const override { return "TerminateOnNaN"; }
    Result<void> stepEnd(Run& run, const Logs& logs) override {
        const auto loss = logs.find("loss");
        if (loss != logs.end() && !std::isfinite(loss->second)) run.stop("the loss is not a number");
        return {};
    }
};

/// Validation and checkpoints of an epoch's end see the averages; training goes on with the weights.
class SwapAverages : public Callback {
public:
    explicit SwapAverages(bool isAtEpochs)
        : m_isAtEpochs(isAtEpochs) {}
    [[nodiscard]] std::string name() const override { return "SwapEMAWeights"; }
    Result<void> epochBegin(Run& run) override {
        if (m_areSwapped) swap(run);
        return {};
    }
    Result<void> beforeValidation(Run& run) override {
        if (!m_areSwapped) swap(run);
        return {};
    }
    Result<void> afterValidation(Run& run) override {
        if (m_areSwapped && !m_isAtEpochs) swap(run);
        return {};
    }
    Result<void> trainEnd(Run& run) override {
        if (!m_areSwapped) swap(run); // the model that is left has the averages
        return {};
    }
    [[nodiscard]] nn::Json state() const override { return {{"swapped", m_areSwapped}}; }
    Result<void> restore(const nn::Json& json) override {
        const auto areSwapped = keptFlag(json, "swapped", false);
        if (!areSwapped) return failure(areSwapped.error());
        m_areSwapped = *areSwapped;
        return {};
    }

private:
    void swap(Run& run) {
        run.swapAverages();
        m_areSwapped = !m_areSwapped;
    }
    bool m_isAtEpochs, m_areSwapped = false;
};
} // namespace

void registerWatchingCallbacks(nn::Catalogue<CallbackDef>& catalogue) {
    CallbackDef nan;
    nan.className = "TerminateOnNaN";
    nan.aliases = {"terminate_on_nan"};
    nan.about = "Ends the training quietly when a step's loss is not finite.";
    nan.create = [](const nn::Config&, const RunPlaces&) -> Result<std::shared_ptr<Callback>> {
        return std::make_shared<TerminateOnNan>();
    };
    catalogue.add(std::move(nan));

    CallbackDef swap;
    swap.className = "SwapEMAWeights";
    swap.aliases = {"swap_ema_weights"};
    swap.about = "Validates with the exponential moving averages of the weights (use_ema of the optimizer), and leaves "
                 "them in the model at the end.";
    swap.parameters = {{"swap_on_epoch", nn::ParameterKind::Bool, false,
                        "keep the averages until the next epoch begins, so that checkpoints hold them"}};
    swap.create = [](const nn::Config& config, const RunPlaces&) -> Result<std::shared_ptr<Callback>> {
        return std::make_shared<SwapAverages>(config.flag("swap_on_epoch"));
    };
    catalogue.add(std::move(swap));
}

} // namespace td::train
