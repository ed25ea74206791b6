// Callbacks that change the learning rate: ReduceLROnPlateau, LearningRateScheduler.
#include "engine/train/callbacks/callbacks.h"
#include "engine/train/callbacks/monitor.h"
#include "engine/train/kept.h"
#include "engine/train/optimizer.h"

#include <algorithm>
#include <cmath>

namespace td::train {

void registerLearningRateCallbacks(nn::Catalogue<CallbackDef>& catalogue);

namespace {
using nn::ParameterKind;

class ReduceOnPlateau : public Callback {
public:
    explicit ReduceOnPlateau(const nn::Config& config)
        : m_monitor(Monitor::of(config))
        , m_factor(config.real("factor"))
        , m_minDelta(config.real("min_delta"))
        , m_minRate(config.real("min_lr"))
        , m_patience(config.integer("patience"))
        , m_cooldown(config.integer("cooldown")) {}

    [[nodiscard]] std::string name() const override { return "ReduceLROnPlateau"; }
    [[nodiscard]] std::string monitored() const override { return m_monitor.name; }

    Result<void> epochEnd(Run& run, Logs& logs) override {
        logs["learning_rate"] = run.learningRate();
        const auto value = m_monitor.in(logs);
        if (!value) return {};
        if (m_cooldownLeft > 0) {
            --m_cooldownLeft;
            m_wait = 0;
        }
        if (isBetter(*value)) {
            m_best = *value;
            m_wait = 0;
        } else if (m_cooldownLeft == 0 && ++m_wait >= m_patience) {
            reduce(run);
        }
        return {};
    }

    [[nodiscard]] nn::Json state() const override {
        return {{"wait", m_wait}, {"best", jsonOf(m_best)}, {"cooldown_counter", m_cooldownLeft}};
    }
    Result<void> restore(const nn::Json& json) override {
        const auto wait = keptCount(json, "wait", 0), cooldownLeft = keptCount(json, "cooldown_counter", 0);
        if (!wait) return failure(wait.error());
        if (!cooldownLeft) return failure(cooldownLeft.error());
        m_wait = *wait;
        m_best = numberIn(json, "best");
        m_cooldownLeft = *cooldownLeft;
        return {};
    }

private:
    [[nodiscard]] bool isBetter(double value) const {
        if (!m_best) return true;
        return m_monitor.isMaximized ? value > *m_best + m_minDelta : value < *m_best - m_minDelta;
    }

    void reduce(Run& run) {
        const double rate = run.learningRate();
        if (rate <= static_cast<double>(static_cast<float>(m_minRate))) return;
        run.setLearningRate(std::max(rate * m_factor, m_minRate));
        m_cooldownLeft = m_cooldown;
        m_wait = 0;
    }

    Monitor m_monitor;
    double m_factor, m_minDelta, m_minRate;
    int64_t m_patience, m_cooldown;
    std::optional<double> m_best;
    int64_t m_wait = 0, m_cooldownLeft = 0;
};

/// A schedule over epochs instead of steps.
class RateScheduler : public Callback {
public:
    explicit RateScheduler(nn::Json schedule)
        : m_schedule(std::move(schedule)) {}
    [[nodiscard]] std::string name() const override { return "LearningRateScheduler"; }
    Result<void> epochBegin(Run& run) override {
        auto rate = train::learningRate(m_schedule, run.epoch());
        if (!rate) return failure(rate.error());
        run.setLearningRate(*rate);
        return {};
    }
    Result<void> epochEnd(Run& run, Logs& logs) override {
        logs["learning_rate"] = run.learningRate();
        return {};
    }

private:
    nn::Json m_schedule;
};
} // namespace

void registerLearningRateCallbacks(nn::Catalogue<CallbackDef>& catalogue) {
    CallbackDef plateau;
    plateau.className = "ReduceLROnPlateau";
    plateau.aliases = {"reduce_lr_on_plateau"};
    plateau.about =
        "Multiplies the learning rate by `factor` when a number has not become better for `patience` epochs.";
    plateau.parameters = monitorParameters("val_loss");
    plateau.parameters.push_back({"factor", ParameterKind::Real, 0.1, "what the rate is multiplied by, below 1"});
    plateau.parameters.push_back({"patience", ParameterKind::Int, 10, "epochs without a better value before it acts"});
    plateau.parameters.push_back(
        {"min_delta", ParameterKind::Real, 1e-4, "by how much it must become better to count"});
    plateau.parameters.push_back({"cooldown", ParameterKind::Int, 0, "epochs of rest after it has acted"});
    plateau.parameters.push_back({"min_lr", ParameterKind::Real, 0.0, "the rate goes no lower"});
    plateau.create = [](const nn::Config& config, const RunPlaces&) -> Result<std::shared_ptr<Callback>> {
        if (config.real("factor") >= 1)
            return failure(
                ErrorCode::InvalidArgument,
                {{"callback", "ReduceLROnPlateau"}, {"argument", "factor"}, {"expected", "a number below 1"}});
        return std::make_shared<ReduceOnPlateau>(config);
    };
    catalogue.add(std::move(plateau));

    CallbackDef scheduler;
    scheduler.className = "LearningRateScheduler";
    scheduler.about = "Sets the learning rate at the beginning of each epoch from a schedule over epochs.";
    scheduler.parameters = {
        {"schedule", ParameterKind::Any, nullptr, "a schedule, its step being the epoch from 0", {}, 0, true}};
    scheduler.create = [](const nn::Config& config, const RunPlaces&) -> Result<std::shared_ptr<Callback>> {
        return std::make_shared<RateScheduler>(config.json("schedule"));
    };
    catalogue.add(std::move(scheduler));
}

} // namespace td::train
