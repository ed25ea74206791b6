// Callbacks that write what happens: CSVLogger, TensorBoard (event files).
#include "engine/train/callbacks/callbacks.h"
#include "engine/train/callbacks/file_name.h"

#include "engine/base/file.h"

#include <cerrno>
#include <cstdlib>
#include <fstream>

namespace td::train {

void registerLoggingCallbacks(nn::Catalogue<CallbackDef>& catalogue);

namespace {
using nn::ParameterKind;

/// One line an epoch; the columns are those of the first epoch.
class CsvLogger : public Callback {
public:
    CsvLogger(std::filesystem::path file, std::string separator, bool isAppending)
        : m_file(std::move(file))
        , m_separator(std::move(separator))
        , m_isAppending(isAppending) {}
    [[nodiscard]] std::string name() const override { return "CSVLogger"; }

    Result<void> trainBegin(Run& run) override {
        std::string kept;
        if (m_isAppending || run.step() > 0) TD_TRY(keepEarlier(run, kept));
        m_columns.clear();
        if (!kept.empty()) readHeader(kept.substr(0, kept.find('\n')));
        m_stream = std::ofstream(m_file, std::ios::binary | (kept.empty() ? std::ios::trunc : std::ios::app));
        if (!m_stream) return failure(systemError(errno, "write", m_file.string()));
        return {};
    }

    Result<void> epochEnd(Run& run, Logs& logs) override {
        if (m_columns.empty()) {
            m_stream << "epoch";
            for (const auto& [name, value] : logs) {
                m_columns.push_back(name);
                m_stream << m_separator << name;
            }
            m_stream << "\r\n";
        }
        m_stream << run.epoch();
        for (const auto& column : m_columns) {
            const auto found = logs.find(column);
            m_stream << m_separator << (found == logs.end() ? std::string("NA") : pythonNumber(found->second));
        }
        m_stream << "\r\n" << std::flush;
        if (!m_stream) return failure(systemError(errno, "write", m_file.string()));
        return {};
    }

private:
    /// Leaves in the file what an earlier part of the same training wrote: whole lines (a full disk or a kill may have cut the
    /// last one), of epochs before this one (a checkpoint may be older than the last line).
    Result<void> keepEarlier(const Run& run, std::string& kept) {
        std::error_code unknown;
        if (!std::filesystem::exists(m_file, unknown)) return {};
        auto before = readWholeFile(m_file);
        if (!before) return failure(before.error());
        for (size_t at = 0, end = 0; (end = before->find('\n', at)) != std::string::npos; at = end + 1) {
            const bool isLater = at > 0 && run.step() > 0 && std::atoll(before->c_str() + at) >= run.epoch();
            if (!isLater) kept.append(*before, at, end + 1 - at);
        }
        return kept == *before ? Result<void>{} : writeFileAtomically(m_file, kept);
    }

    void readHeader(std::string header) {
        if (!header.empty() && header.back() == '\r') header.pop_back();
        for (size_t at = 0; at <= header.size();) {
            const size_t end = std::min(header.find(m_separator, at), header.size());
            if (at > 0) m_columns.push_back(header.substr(at, end - at));
            at = end + m_separator.size();
        }
    }

    std::filesystem::path m_file;
    std::string m_separator;
    bool m_isAppending;
    std::ofstream m_stream;
    std::vector<std::string> m_columns;
};

/// Event files as Keras' callback lays them out: "train" and "validation" below the run, tags "epoch_<name>" and "batch_<name>".
class EventLog : public Callback {
public:
    EventLog(const nn::Config& config, std::filesystem::path folder)
        : m_folder(std::move(folder))
        , m_histogramEpochs(config.integer("histogram_freq"))
        , m_writesGraph(config.flag("write_graph"))
        , m_everySteps(stepsOf(config.json("update_freq"))) {}
    [[nodiscard]] std::string name() const override { return "TensorBoard"; }

    Result<void> trainBegin(Run& run) override {
        TD_TRY(open(m_train, "train", run));
        m_validation.reset();
        if (const std::string graph = m_writesGraph ? run.graphDef() : std::string(); !graph.empty())
            m_train->addGraph(graph);
        return m_train->flush();
    }
    Result<void> stepEnd(Run& run, const Logs& logs) override {
        if (m_everySteps == 0 || run.step() % m_everySteps != 0) return {};
        for (const auto& [name, value] : logs)
            m_train->addScalar("batch_" + name, run.step(), static_cast<float>(value));
        return {};
    }
    Result<void> epochEnd(Run& run, Logs& logs) override {
        for (const auto& [name, value] : logs)
            if (name.starts_with("val_"))
                TD_TRY(addValidation(run, "epoch_" + name.substr(4), run.epoch(), value));
            else
                m_train->addScalar("epoch_" + name, run.epoch(), static_cast<float>(value));
        if (m_histogramEpochs > 0 && run.epoch() % m_histogramEpochs == 0) addHistograms(run);
        if (m_validation) TD_TRY(m_validation->flush());
        return m_train->flush();
    }
    Result<void> validated(Run& run, const Logs& logs) override {
        for (const auto& [name, value] : logs)
            TD_TRY(addValidation(run, "batch_" + name.substr(4), run.step(), value));
        return m_validation ? m_validation->flush() : Result<void>{};
    }
    Result<void> trainEnd(Run& run) override {
        Result<void> ended;
        for (runlog::EventWriter* writer : {m_validation.get(), m_train.get()}) {
            if (!writer) continue;
            writer->addSessionLog(kStop, run.step());
            if (auto flushed = writer->flush(); !flushed && ended) ended = failure(flushed.error());
        }
        return ended;
    }

private:
    /// SessionLog.SessionStatus (tensorboard/compat/proto/event.proto): tells readers that a training is under way, or over.
    enum SessionStatus { kStart = 1, kStop = 2 };

    Result<void> open(std::unique_ptr<runlog::EventWriter>& writer, const char* part, const Run& run) {
        auto made = runlog::EventWriter::create(m_folder / part);
        if (!made) return failure(made.error());
        writer = *std::move(made);
        writer->addSessionLog(kStart, run.step());
        return {};
    }

    static int64_t stepsOf(const nn::Json& frequency) {
        if (frequency.is_number()) return frequency.get<int64_t>();
        return frequency == "batch" ? 1 : 0;
    }

    Result<void> addValidation(const Run& run, const std::string& tag, int64_t step, double value) {
        if (!m_validation) TD_TRY(open(m_validation, "validation", run));
        m_validation->addScalar(tag, step, static_cast<float>(value));
        return {};
    }

    void addHistograms(Run& run) {
        for (const auto& [path, tensor] : run.sharedWeights())
            if (tensor.dtype() == DType::F32)
                m_train->addHistogramOf(path + "/histogram", run.epoch(), tensor.as<float>());
        for (const auto& [path, tensor] : run.gradients())
            if (tensor.dtype() == DType::F32)
                m_train->addHistogramOf(path + "/gradient", run.epoch(), tensor.as<float>());
    }

    std::filesystem::path m_folder;
    int64_t m_histogramEpochs;
    bool m_writesGraph;
    int64_t m_everySteps;
    std::unique_ptr<runlog::EventWriter> m_train, m_validation;
};
} // namespace

void registerLoggingCallbacks(nn::Catalogue<CallbackDef>& catalogue) {
    CallbackDef csv;
    csv.className = "CSVLogger";
    csv.aliases = {"csv_logger"};
    csv.about = "Writes one line of comma-separated numbers for each epoch.";
    csv.parameters = {{"filename", ParameterKind::Text, "history.csv", "below the run's folder"},
                      {"separator", ParameterKind::Text, ",", "between columns"},
                      {"append", ParameterKind::Bool, false, "go on with a file that is there"}};
    csv.create = [](const nn::Config& config, const RunPlaces& places) -> Result<std::shared_ptr<Callback>> {
        return std::make_shared<CsvLogger>(places.folder / config.text("filename"), config.text("separator"),
                                           config.flag("append"));
    };
    catalogue.add(std::move(csv));

    CallbackDef events;
    events.className = "TensorBoard";
    events.aliases = {"tensorboard"};
    events.about = "Writes event files: losses and metrics by epoch and by step, histograms of weights and gradients.";
    events.parameters = {{"log_dir", ParameterKind::Text, "", "below the run's folder; empty: the folder itself"},
                         {"histogram_freq", ParameterKind::Int, 0, "epochs between histograms; 0: none"},
                         {"write_graph", ParameterKind::Bool, true, "the model's graph, once at the beginning"},
                         {"update_freq", ParameterKind::Any, "epoch",
                          "\"epoch\", \"batch\", or a number of steps between numbers of steps"}};
    events.create = [](const nn::Config& config, const RunPlaces& places) -> Result<std::shared_ptr<Callback>> {
        return std::make_shared<EventLog>(
            config, config.text("log_dir").empty() ? places.folder : places.folder / config.text("log_dir"));
    };
    catalogue.add(std::move(events));
}

} // namespace td::train
