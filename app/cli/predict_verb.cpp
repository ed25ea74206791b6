#include "app/cli/arguments.h"
#include "app/cli/learning.h"
#include "app/cli/output.h"
#include "app/cli/verbs.h"
#include "engine/data/label_units.h"
#include "engine/data/memory_source.h"
#include "engine/data/prepared.h"
#include "engine/train/job.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

namespace td::cli {
namespace {

constexpr Option kOptions[] = {
    {"limit", Option::Kind::Value}, {"threads", Option::Kind::Value}, {"json", Option::Kind::Flag}};

/// "5.1,3.5,1.4" as numbers; nothing if it is no such row.
std::optional<std::vector<float>> readRow(const std::string& text) {
    std::vector<float> row;
    for (size_t at = 0; at <= text.size();) {
        const size_t end = std::min(text.find(',', at), text.size());
        const std::string field = text.substr(at, end - at);
        char* rest = nullptr;
        row.push_back(std::strtof(field.c_str(), &rest));
        if (field.empty() || *rest != '\0') return std::nullopt;
        at = end + 1;
    }
    return row;
}

/// One row as a data set for a model of one input.
Result<data::Dataset> datasetOf(const nn::Model& model, std::vector<float> row) {
    const auto count = static_cast<int64_t>(row.size());
    data::Column column{model.inputs[0].name, {DType::F32, Shape{Dim(count)}}, data::Role::Feature, {}, {}};
    auto source = data::MemorySource::create({column}, {Tensor::floats({1, count}, std::move(row))});
    if (!source) return failure(source.error());
    return data::Dataset::of(*std::move(source));
}

/// Names of the classes as the training data had them.
std::vector<std::string> classNames(const data::Dataset& data) {
    for (const auto& column : data.columns())
        if (column.role == data::Role::Label) return column.classes;
    return {};
}

/// One line an example: the class and its probability, or the numbers in the units that the labels had in the data.
struct Printer {
    bool isJson;
    std::vector<std::string> classes;
    data::LabelUnits units;

    void operator()(const std::string& place, const std::string& input, int64_t row,
                    const std::vector<Tensor>& outputs) const {
        nn::Json json = {{"input", input}, {"row", row}, {"place", place}, {"outputs", nn::Json::array()}};
        std::string text = place + ":";
        for (size_t i = 0; i < outputs.size(); ++i) {
            const auto scaled = valuesOf(outputs[i], row);
            const auto values = inOwnUnits(scaled, i);
            json["outputs"].push_back(values);
            if (units.changes(i)) json["scaled_outputs"].push_back(scaled);
            if (const auto best = classIn(values)) json["class"] = className(best->index);
            text += textOf(values);
        }
        print(isJson ? json.dump(-1, ' ', false, nn::Json::error_handler_t::replace) + "\n" : text + "\n");
    }

private:
    static std::vector<double> valuesOf(const Tensor& output, int64_t row) {
        const int64_t width = output.elements() / output.extents()[0];
        std::vector<double> values;
        for (int64_t i = 0; i < width; ++i)
            values.push_back(output.at(row * width + i));
        return values;
    }

    [[nodiscard]] std::vector<double> inOwnUnits(std::vector<double> values, size_t output) const {
        for (size_t i = 0; i < values.size(); ++i)
            values[i] = units.undone(output, i, values[i]);
        return values;
    }

    struct Class {
        size_t index;
        double probability;
    };

    /// The most probable one, where the values are probabilities; a single one is that of the second of two classes.
    [[nodiscard]] std::optional<Class> classIn(const std::vector<double>& values) const {
        if (values.size() == 1 && classes.size() == 2 && values[0] >= 0 && values[0] <= 1) {
            const bool isSecond = values[0] > 0.5; // as binary_accuracy counts
            return Class{isSecond ? size_t{1} : size_t{0}, isSecond ? values[0] : 1 - values[0]};
        }
        const double sum = std::accumulate(values.begin(), values.end(), 0.0);
        if (values.size() < 2 || !(std::abs(sum - 1) < 1e-3)) return std::nullopt;
        const auto best = std::max_element(values.begin(), values.end());
        return Class{static_cast<size_t>(best - values.begin()), *best};
    }

    [[nodiscard]] std::string className(size_t index) const {
        return index < classes.size() ? classes[index] : std::to_string(index);
    }

    [[nodiscard]] std::string textOf(const std::vector<double>& values) const {
        if (const auto best = classIn(values))
            return " " + className(best->index) + " (" + shortNumber(best->probability) + ")";
        std::string text;
        for (const double value : values)
            text.append(" ").append(shortNumber(value));
        return text;
    }
};

/// The names of the classes that the training's data had; none where the run kept none.
std::vector<std::string> keptClasses(const nn::Json& training) {
    std::vector<std::string> names;
    const auto kept = training.find("classes");
    if (kept == training.end() || !kept->is_array()) return names;
    for (const auto& name : *kept)
        names.push_back(name.is_string() ? name.get<std::string>() : name.dump());
    return names;
}

/// What was given, as the training's data were prepared; a model that was trained without a job knows no preparation.
Result<data::LoadedData> openInput(const Trained& trained, const std::string& input) {
    data::LoadOptions options;
    options.labels = data::Labels::NotNeeded;
    const auto preparation = trained.training.find("preparation");
    if (preparation != trained.training.end()) return data::loadPrepared(preparation->dump(), input, options);
    if (auto row = readRow(input); row && !std::filesystem::exists(input)) {
        auto rows = datasetOf(trained.trainer->model(), *std::move(row));
        if (!rows) return failure(rows.error());
        data::LoadedData data;
        data.train = *std::move(rows);
        return data;
    }
    return data::load(input, options);
}

/// The first words of a text, so that one is told from another.
std::string beginningOf(const std::string& text) {
    constexpr size_t kShown = 40;
    size_t end = std::min(text.find_first_of("\r\n"), text.size());
    if (end <= kShown) return end == text.size() ? text : text.substr(0, end) + " …";
    end = text.rfind(' ', kShown);
    if (end == std::string::npos || end == 0)
        for (end = kShown; end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80;)
            --end; // no half letter
    return text.substr(0, end) + " …";
}

/// "rows.csv[3]", the file that a row is, or how a text begins.
std::string placeOf(const std::string& input, const data::LoadedData& data, const data::Dataset& rows, int64_t row) {
    std::error_code missing;
    if (data.kind == "texts" && !std::filesystem::exists(input, missing)) return "\"" + beginningOf(input) + "\"";
    if (!data.names.empty()) return data.names[static_cast<size_t>(rows.sourceRow(row))];
    return input + "[" + std::to_string(row) + "]";
}

/// At most so many examples: the first ones, of a series those that tell of what comes last.
data::Dataset chosen(const data::Dataset& all, int64_t limit, const std::string& kind) {
    if (limit == 0 || all.rows() <= limit) return all;
    return kind == "series" ? all.skip(all.rows() - limit) : all.take(limit);
}

/// Prints what the model says to each example. Errors: of reading, preparing and running.
Result<void> predict(Trained& trained, const std::string& input, int64_t limit, Printer& printer) {
    if (input.find_first_not_of(" \t\r\n") == std::string::npos)
        return failure(ErrorCode::InvalidArgument,
                       {{"input", input}, {"found", "nothing"}, {"expected", "a file, a folder, a row or a text"}});
    auto data = openInput(trained, input);
    if (!data) return failure(data.error());
    printProblems(data->problems);
    const data::Dataset& all = data->test ? *data->test : data->train;
    const data::Dataset rows = chosen(all, limit, data->kind);
    auto loader = train::loaderFor(trained.trainer->model(), rows, 256);
    if (!loader) return failure(loader.error());
    auto outputs = trained.trainer->predict(*loader);
    if (!outputs) return failure(outputs.error());
    if (printer.classes.empty()) printer.classes = classNames(rows);
    for (int64_t row = 0; row < rows.rows(); ++row)
        printer(placeOf(input, *data, rows, row), input, row, *outputs);
    return {};
}

} // namespace

int runPredict(const std::vector<std::string>& words) {
    const Verb& verb = *findVerb("predict");
    const Arguments arguments(words, kOptions);
    if (arguments.problem()) return wrongUsage(verb, *arguments.problem());
    if (arguments.has("help")) return print(verb.usage) ? kFine : kUnusableInput;
    if (arguments.operands().size() < 2) return wrongUsage(verb, "A run or checkpoint, and something to predict.");
    const auto threads = threadsOf(arguments.value("threads"));
    const auto limit = arguments.has("limit") ? wholeNumber(arguments.value("limit"), 0) : std::optional<int64_t>(20);
    if (!threads || !limit)
        return wrongUsage(verb, "--limit takes a whole number of at least 0; " + std::string(kThreadsExpected));
    auto trained = openTrained(arguments.operands()[0], static_cast<int>(*threads));
    if (!trained) return kUnusableInput;
    Printer printer{arguments.has("json"), keptClasses(trained->training), {}};
    if (const auto preparation = trained->training.find("preparation"); preparation != trained->training.end()) {
        auto units = data::LabelUnits::of(preparation->dump());
        if (!units) return complain(describe(units.error())), kUnusableInput;
        printer.units = *std::move(units);
    }
    int exit = kFine;
    for (size_t i = 1; i < arguments.operands().size(); ++i) {
        auto done = predict(*trained, arguments.operands()[i], *limit, printer);
        if (done) continue;
        complain(describe(done.error()));
        exit = kUnusableInput;
    }
    return exit;
}

} // namespace td::cli
