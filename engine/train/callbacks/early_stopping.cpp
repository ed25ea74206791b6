#include "engine/train/callbacks/callbacks.h"
#include "engine/train/callbacks/monitor.h"
#include "engine/train/kept.h"

#include <cmath>

namespace td::train {

void registerEarlyStopping(nn::Catalogue<CallbackDef>& catalogue);

namespace {
using nn::ParameterKind;

class EarlyStopping : public Callback {
public:
    explicit EarlyStopping(const nn::Config& config)
        : m_monitor(Monitor::of(config))
        , m_minDelta(std::abs(config.real("min_delta")))
        , m_patience(config.integer("patience"))
        , m_startFromEpoch(config.integer("start_from_epoch"))
        , m_restores(config.flag("restore_best_weights")) {
        if (!config.isNull("baseline")) m_baseline = config.real("baseline");
    }

    [[nodiscard]] std::string name() const override { return "EarlyStopping"; }
    [[nodiscard]] std::string monitored() const override { return m_monitor.name; }

    Result<void> epochEnd(Run& run, Logs& logs) override {
        const auto value = m_monitor.in(logs);
        if (!value || run.epoch() < m_startFromEpoch) return {};
        if (m_restores && m_bestWeights.empty()) m_bestWeights = run.copyWeights();
        ++m_wait;
        if (m_monitor.isBetter(*value, m_best, m_minDelta)) {
            m_best = *value;
            if (m_restores) m_bestWeights = run.copyWeights();
            if (m_monitor.isBetter(*value, m_baseline, m_minDelta)) m_wait = 0;
            return {};
        }
        if (m_wait < m_patience || run.epoch() == 0) return {};
        m_stoppedEpoch = run.epoch();
        run.stop("\"" + m_monitor.name + "\" has not become better for " + std::to_string(m_wait) + " epochs");
        return {};
    }

    Result<void> trainEnd(Run& run) override {
        return m_restores && !m_bestWeights.empty() ? run.setWeights(m_bestWeights) : Result<void>{};
    }

    [[nodiscard]] nn::Json state() const override {
        return {{"wait", m_wait}, {"best", jsonOf(m_best)}, {"stopped_epoch", m_stoppedEpoch}};
    }
    Result<void> restore(const nn::Json& json) override {
        const auto wait = keptCount(json, "wait", 0), stoppedEpoch = keptCount(json, "stopped_epoch", 0);
        if (!wait) return failure(wait.error());
        if (!stoppedEpoch) return failure(stoppedEpoch.error());
        m_wait = *wait;
        m_best = numberIn(json, "best");
        m_stoppedEpoch = *stoppedEpoch;
        return {};
    }
    [[nodiscard]] TensorMap tensors() const override { return m_bestWeights; }
    void restoreTensors(TensorMap tensors) override { m_bestWeights = std::move(tensors); }

private:
    Monitor m_monitor;
    double m_minDelta;
    int64_t m_patience, m_startFromEpoch;
    bool m_restores;
    std::optional<double> m_baseline, m_best;
    int64_t m_wait = 0, m_stoppedEpoch = 0;
    TensorMap m_bestWeights;
};
} // namespace

void registerEarlyStopping(nn::Catalogue<CallbackDef>& catalogue) {
    CallbackDef def;
    def.className = "EarlyStopping";
    def.about = "Ends the training when a number has not become better for `patience` epochs.";
    def.parameters = monitorParameters("val_loss");
    def.parameters.push_back({"min_delta", ParameterKind::Real, 0.0, "by how much it must become better to count"});
    def.parameters.push_back({"patience", ParameterKind::Int, 0, "epochs without a better value before it ends"});
    def.parameters.push_back(
        {"baseline", ParameterKind::Real, nullptr, "a value that must be passed for patience to begin anew"});
    def.parameters.push_back(
        {"restore_best_weights", ParameterKind::Bool, false, "go back to the weights of the best epoch at the end"});
    def.parameters.push_back({"start_from_epoch", ParameterKind::Int, 0, "epochs before which nothing is watched"});
    def.create = [](const nn::Config& config, const RunPlaces&) -> Result<std::shared_ptr<Callback>> {
        return std::make_shared<EarlyStopping>(config);
    };
    catalogue.add(std::move(def));
}

} // namespace td::train
