#include "app/cli/arguments.h"
#include "app/cli/learning.h"
#include "app/cli/output.h"
#include "app/cli/verbs.h"
#include "engine/data/memory_source.h"
#include "engine/train/job.h"

#include <cmath>
#include <cstdlib>

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

struct Printer {
    bool isJson;
    std::vector<std::string> classes;

    void operator()(const std::string& input, int64_t row, const std::vector<Tensor>& outputs) const {
        nn::Json json = {{"input", input}, {"row", row}, {"outputs", nn::Json::array()}};
        std::string text = input;
        text.append("[").append(std::to_string(row)).append("]:");
        for (const Tensor& output : outputs) {
            const int64_t width = output.elements() / output.extents()[0];
            int64_t best = 0;
            double sum = 0;
            nn::Json values = nn::Json::array();
            for (int64_t i = 0; i < width; ++i) {
                const double value = output.at(row * width + i);
                values.push_back(value);
                sum += value;
                if (value > output.at(row * width + best)) best = i;
            }
            const bool areProbabilities = width > 1 && std::abs(sum - 1) < 1e-3;
            json["outputs"].push_back(std::move(values));
            if (!areProbabilities) {
                for (int64_t i = 0; i < width; ++i)
                    text.append(" ").append(shortNumber(output.at(row * width + i)));
                continue;
            }
            const bool hasName = best < static_cast<int64_t>(classes.size());
            const std::string name = hasName ? classes[static_cast<size_t>(best)] : std::to_string(best);
            json["class"] = name;
            text.append(" ").append(name).append(" (").append(shortNumber(output.at(row * width + best))).append(")");
        }
        print(isJson ? json.dump() + "\n" : text + "\n");
    }
};

/// Data of an input: a row of numbers, or what `data::load` reads.
Result<data::Dataset> openInput(const Trained& trained, const std::string& input) {
    if (auto row = readRow(input); row && !std::filesystem::exists(input)) {
        // A row knows nothing of what was done to the training data before the model saw them.
        const nn::Json preprocess = trained.training.value("preprocess", nn::Json::array());
        if (!preprocess.empty())
            return failure(ErrorCode::Unsupported,
                           {{"row", input},
                            {"preprocess", preprocess.dump()},
                            {"expected", "a file with a specification, as the model was trained on prepared numbers"}});
        return datasetOf(trained.trainer->model(), *std::move(row));
    }
    auto loaded = data::load(input);
    if (!loaded) return failure(loaded.error());
    printProblems(loaded->problems);
    return loaded->test ? *loaded->test : loaded->train;
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
    if (!threads || !limit) return wrongUsage(verb, "--threads and --limit take whole numbers.");
    auto trained = openTrained(arguments.operands()[0], static_cast<int>(*threads));
    if (!trained) return kUnusableInput;
    const auto& model = trained->trainer->model();
    Printer printer{arguments.has("json"), trained->training.value("classes", std::vector<std::string>{})};
    int exit = kFine;
    for (size_t i = 1; i < arguments.operands().size(); ++i) {
        const std::string& input = arguments.operands()[i];
        auto data = openInput(*trained, input);
        if (data && *limit > 0) data = data->take(*limit);
        auto loader = data ? train::loaderFor(model, *data, 256) : Result<data::Loader>(failure(data.error()));
        auto outputs =
            loader ? trained->trainer->predict(*loader) : Result<std::vector<Tensor>>(failure(loader.error()));
        if (!outputs) {
            complain(describe(outputs.error()));
            exit = kUnusableInput;
            continue;
        }
        if (printer.classes.empty()) printer.classes = classNames(*data);
        for (int64_t row = 0; row < data->rows(); ++row)
            printer(input, row, *outputs);
    }
    return exit;
}

} // namespace td::cli
