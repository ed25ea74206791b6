#include "app/cli/arguments.h"
#include "app/cli/learning.h"
#include "app/cli/output.h"
#include "app/cli/train_progress.h"
#include "app/cli/verbs.h"
#include "engine/data/prepared.h"
#include "engine/train/job.h"
#include "engine/train/training_keys.h"

namespace td::cli {
namespace {

constexpr Option kOptions[] = {{"data", Option::Kind::Value},
                               {"part", Option::Kind::Value},
                               {"batch", Option::Kind::Value},
                               {"threads", Option::Kind::Value},
                               {"json", Option::Kind::Flag}};

/// Rows that are measured, and what they are: "test", "validation", "train", or "all" of data without parts.
struct Part {
    std::string name;
    const data::Dataset* rows = nullptr; ///< null where there is no such part
};

/// The part that was asked for; else the first that the model did not learn from; of data without parts all of them.
Part partOf(const data::LoadedData& data, const std::string& asked) {
    const auto rowsOf = [](const std::optional<data::Dataset>& part) { return part ? &*part : nullptr; };
    if (asked == "train") return {asked, &data.train};
    if (asked == "validation" || (asked.empty() && !data.test && data.validation))
        return {"validation", rowsOf(data.validation)};
    if (asked == "test" || data.test) return {"test", rowsOf(data.test)};
    return {"all", &data.train};
}

std::string partsText(const data::LoadedData& data) {
    if (!data.validation && !data.test) return "they have no parts; without --part all of them are measured";
    return std::string("there are: train")
        .append(data.validation ? ", validation" : "")
        .append(data.test ? ", test" : "");
}

/// "checkpoints/best.tdck (epoch 7) on the test part, 30 examples"
std::string whatText(const Trained& trained, const Part& part) {
    const int64_t rows = part.rows->rows();
    return trained.checkpoint.string()
        .append(trained.epoch ? " (epoch " + std::to_string(*trained.epoch) + ")" : std::string())
        .append(part.name == "all" ? " on all of the data, " : " on the " + part.name + " part, ")
        .append(std::to_string(rows))
        .append(rows == 1 ? " example" : " examples");
}

/// As the training read its data.
Result<data::LoadOptions> loadOptions(const nn::Json& training) {
    const auto seed = train::seedIn(training);
    const auto split = train::validationSplitIn(training);
    if (!seed) return failure(seed.error());
    if (!split) return failure(split.error());
    data::LoadOptions load;
    load.seed = *seed;
    load.validationFraction = *split;
    return load;
}

} // namespace

int runEvaluate(const std::vector<std::string>& words) {
    const Verb& verb = *findVerb("evaluate");
    const Arguments arguments(words, kOptions);
    if (arguments.problem()) return wrongUsage(verb, *arguments.problem());
    if (arguments.has("help")) return print(verb.usage) ? kFine : kUnusableInput;
    if (arguments.operands().size() != 1) return wrongUsage(verb, "One run or checkpoint, please.");
    const auto threads = threadsOf(arguments.value("threads"));
    const auto batch = arguments.has("batch") ? wholeNumber(arguments.value("batch"), 1) : std::optional<int64_t>(256);
    if (!threads || !batch)
        return wrongUsage(verb, "--batch takes a whole number of at least 1; " + std::string(kThreadsExpected));
    const std::string asked = arguments.value("part");
    if (arguments.has("part") && asked != "test" && asked != "validation" && asked != "train")
        return wrongUsage(verb, "--part takes test, validation or train.");
    auto trained = openTrained(arguments.operands()[0], static_cast<int>(*threads));
    if (!trained) return kUnusableInput;
    const auto own = train::textIn(trained->training, "data");
    if (!own) return complain(describe(own.error())), kUnusableInput;
    const std::string path = arguments.has("data") ? arguments.value("data") : *own;
    if (path.empty()) return wrongUsage(verb, "Which data? --data SPEC is missing.");
    const auto load = loadOptions(trained->training);
    if (!load) return complain(describe(load.error())), kUnusableInput;
    // Other data are prepared as those that the model learnt from: by their means, classes and words, not their own.
    const auto preparation = trained->training.find("preparation");
    const bool areOthers = arguments.has("data") && preparation != trained->training.end();
    auto data = areOthers ? data::loadPrepared(preparation->dump(), path, *load) : data::load(path, *load);
    if (!data) return complain(describe(data.error())), kUnusableInput;
    printProblems(data->problems);
    const Part part = partOf(*data, asked);
    if (!part.rows)
        return complain("These data have no part \"" + part.name + "\"; " + partsText(*data) + "."), kUnusableInput;
    auto loader = train::loaderFor(trained->trainer->model(), *part.rows, *batch);
    if (!loader) return complain(describe(loader.error())), kUnusableInput;
    auto logs = trained->trainer->evaluate(*loader);
    if (!logs) return complain(describe(logs.error())), kUnusableInput;
    if (!arguments.has("json"))
        return print(whatText(*trained, part) + ": " + logsText(*logs) + "\n") ? kFine : kUnusableInput;
    nn::Json json = {{"part", part.name}, {"rows", part.rows->rows()}, {"weights", trained->checkpoint.string()}};
    if (trained->epoch) json["epoch"] = *trained->epoch;
    for (const auto& [name, value] : *logs)
        json["logs"][name] = value;
    printLine(json);
    return kFine;
}

} // namespace td::cli
