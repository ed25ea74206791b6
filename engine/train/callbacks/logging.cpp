// Callbacks that write what happens: CSVLogger, TensorBoard (event files).
#include "engine/train/callbacks/callbacks.h"
#include "engine/train/callbacks/file_name.h"

#include <cerrno>
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
        // What an earlier part of the same training wrote is kept.
        const bool goesOn = m_isAppending || run.step() > 0;
        std::ifstream before(m_file);
        std::string header;
        if (goesOn && std::getline(before, header)) readHeader(header);
        m_stream.open(m_file, std::ios::binary | (goesOn ? std::ios::app : std::ios::trunc));
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
        auto writer = runlog::EventWriter::create(m_folder / "train");
        if (!writer) return failure(writer.error());
        m_train = *std::move(writer);
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
                TD_TRY(addValidation("epoch_" + name.substr(4), run.epoch(), value));
            else
                m_train->addScalar("epoch_" + name, run.epoch(), static_cast<float>(value));
        if (m_histogramEpochs > 0 && run.epoch() % m_histogramEpochs == 0) addHistograms(run);
        if (m_validation) TD_TRY(m_validation->flush());
        return m_train->flush();
    }
    Result<void> validated(Run& run, const Logs& logs) override {
        for (const auto& [name, value] : logs)
            TD_TRY(addValidation("batch_" + name.substr(4), run.step(), value));
        return m_validation ? m_validation->flush() : Result<void>{};
    }
    Result<void> trainEnd(Run&) override {
        if (m_validation) TD_TRY(m_validation->flush());
        return m_train ? m_train->flush() : Result<void>{};
    }

private:
    static int64_t stepsOf(const nn::Json& frequency) {
        if (frequency.is_number()) return frequency.get<int64_t>();
        return frequency == "batch" ? 1 : 0;
    }

    Result<void> addValidation(const std::string& tag, int64_t step, double value) {
        if (!m_validation) {
            auto writer = runlog::EventWriter::create(m_folder / "validation");
            if (!writer) return failure(writer.error());
            m_validation = *std::move(writer);
        }
        m_validation->addScalar(tag, step, static_cast<float>(value));
        return {};
    }

    void addHistograms(Run& run) {
        for (const auto& [path, tensor] : run.copyWeights())
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
