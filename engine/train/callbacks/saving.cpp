// Callbacks that write checkpoints: ModelCheckpoint (after epochs or steps, the best, the last n), BackupAndRestore (every so many seconds).
#include "engine/train/callbacks/callbacks.h"
#include "engine/train/callbacks/file_name.h"
#include "engine/train/callbacks/monitor.h"
#include "engine/train/kept.h"

#include <algorithm>
#include <chrono>

namespace td::train {

void registerSavingCallbacks(nn::Catalogue<CallbackDef>& catalogue);

namespace {
using nn::ParameterKind;
using Clock = std::chrono::steady_clock;

class ModelCheckpoint : public Callback {
public:
    ModelCheckpoint(const nn::Config& config, const RunPlaces& places)
        : m_monitor(Monitor::of(config))
        , m_folder(places.folder / "checkpoints")
        , m_template(config.text("filepath"))
        , m_bestOnly(config.flag("save_best_only"))
        , m_weightsOnly(config.flag("save_weights_only"))
        , m_keepLast(config.integer("keep_last"))
        , m_everySteps(config.json("save_freq").is_number() ? config.integer("save_freq") : 0) {
        if (!config.isNull("initial_value_threshold")) m_best = config.real("initial_value_threshold");
    }

    [[nodiscard]] std::string name() const override { return "ModelCheckpoint " + m_template; }

    Result<void> epochEnd(Run&, Logs& logs) override {
        m_epochLogs = logs;
        if (m_everySteps > 0) return {};
        m_isDue = isWanted(logs);
        return {};
    }
    Result<void> epochDone(Run& run) override {
        if (!m_isDue) return {};
        m_isDue = false;
        return write(run, m_epochLogs, run.epoch());
    }
    Result<void> stepEnd(Run& run, const Logs& logs) override {
        if (m_everySteps == 0 || run.step() % m_everySteps != 0 || !isWanted(logs)) return {};
        return write(run, logs, run.epoch() + 1);
    }

    [[nodiscard]] nn::Json state() const override {
        return {{"best", jsonOf(m_bestOnly ? m_best : std::nullopt)}, {"files", m_files}};
    }
    Result<void> restore(const nn::Json& json) override {
        m_best = numberIn(json, "best");
        auto files = keptTexts(json, "files");
        if (!files) return failure(files.error());
        m_files = *std::move(files);
        return {};
    }

private:
    bool isWanted(const Logs& logs) {
        if (!m_bestOnly) return true;
        const auto value = m_monitor.in(logs);
        if (!value) return true; // as Keras: better one too many than none
        if (!m_monitor.isBetter(*value, m_best, 0)) return false;
        m_best = *value;
        return true;
    }

    Result<void> write(Run& run, const Logs& logs, int64_t epoch) {
        auto file = fileName(m_template, epoch, run.step(), logs);
        if (!file) return failure(file.error());
        TD_TRY(run.save(m_folder / *file, m_weightsOnly));
        std::erase(m_files, *file);
        m_files.push_back(*file);
        while (m_keepLast > 0 && static_cast<int64_t>(m_files.size()) > m_keepLast) {
            std::error_code ignored; // a file that somebody took away is gone as wanted
            std::filesystem::remove(m_folder / m_files.front(), ignored);
            m_files.erase(m_files.begin());
        }
        return {};
    }

    Monitor m_monitor;
    std::filesystem::path m_folder;
    std::string m_template;
    bool m_bestOnly, m_weightsOnly;
    int64_t m_keepLast, m_everySteps;
    std::optional<double> m_best;
    std::vector<std::string> m_files; ///< that it wrote, oldest first
    Logs m_epochLogs;
    bool m_isDue = false;
};

/// One file that always holds the latest state: after each epoch, after as many seconds, and at the end or a stop.
class Backup : public Callback {
public:
    Backup(double seconds, std::filesystem::path file)
        : m_seconds(seconds)
        , m_file(std::move(file)) {}
    [[nodiscard]] std::string name() const override { return "BackupAndRestore"; }
    Result<void> trainBegin(Run&) override {
        m_last = Clock::now();
        return {};
    }
    Result<void> stepEnd(Run& run, const Logs&) override {
        // Looking at the clock costs about 20 ns; steps take microseconds.
        if (std::chrono::duration<double>(Clock::now() - m_last).count() < m_seconds) return {};
        return write(run);
    }
    Result<void> epochDone(Run& run) override { return write(run); }
    Result<void> beforeEnd(Run& run) override { return write(run); }

private:
    Result<void> write(Run& run) {
        TD_TRY(run.save(m_file, false));
        m_last = Clock::now();
        return {};
    }
    double m_seconds;
    std::filesystem::path m_file;
    Clock::time_point m_last;
};
} // namespace

void registerSavingCallbacks(nn::Catalogue<CallbackDef>& catalogue) {
    CallbackDef checkpoint;
    checkpoint.className = "ModelCheckpoint";
    checkpoint.about = "Writes a checkpoint after epochs or steps, perhaps only where a number is the best so far.";
    checkpoint.parameters = monitorParameters("val_loss");
    checkpoint.parameters.push_back(
        {"filepath", ParameterKind::Text, "epoch-{epoch:04d}.tdck",
         "name below the run's \"checkpoints\"; {epoch}, {step} and logs such as {val_loss:.2f} are filled in"});
    checkpoint.parameters.push_back(
        {"save_best_only", ParameterKind::Bool, false, "write only where the watched number is the best so far"});
    checkpoint.parameters.push_back(
        {"save_weights_only", ParameterKind::Bool, false, "the model's weights without the training's state"});
    checkpoint.parameters.push_back({"save_freq", ParameterKind::Any, "epoch", "\"epoch\", or a number of steps"});
    checkpoint.parameters.push_back(
        {"initial_value_threshold", ParameterKind::Real, nullptr, "what the first best must pass"});
    checkpoint.parameters.push_back({"keep_last", ParameterKind::Int, 0, "how many of its files are kept; 0: all"});
    checkpoint.create = [](const nn::Config& config, const RunPlaces& places) -> Result<std::shared_ptr<Callback>> {
        return std::make_shared<ModelCheckpoint>(config, places);
    };
    catalogue.add(std::move(checkpoint));

    CallbackDef backup;
    backup.className = "BackupAndRestore";
    backup.about = "Keeps one file with the latest state, from which an interrupted training goes on.";
    backup.parameters = {{"seconds", ParameterKind::Real, 30.0, "how often it is written, besides after each epoch"}};
    backup.create = [](const nn::Config& config, const RunPlaces& places) -> Result<std::shared_ptr<Callback>> {
        return std::make_shared<Backup>(config.real("seconds"), places.folder / "checkpoints" / "latest.tdck");
    };
    catalogue.add(std::move(backup));
}

} // namespace td::train
