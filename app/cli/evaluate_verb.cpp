#include "app/cli/arguments.h"
#include "app/cli/learning.h"
#include "app/cli/output.h"
#include "app/cli/train_progress.h"
#include "app/cli/verbs.h"
#include "engine/data/prepared.h"
#include "engine/train/job.h"

namespace td::cli {
namespace {

constexpr Option kOptions[] = {{"data", Option::Kind::Value},
                               {"part", Option::Kind::Value},
                               {"batch", Option::Kind::Value},
                               {"threads", Option::Kind::Value},
                               {"json", Option::Kind::Flag}};

/// The part that was asked for; of data without parts all of them.
const data::Dataset* partOf(const data::LoadedData& data, const std::string& part) {
    if (part == "train") return &data.train;
    const auto& wanted = part == "validation" ? data.validation : data.test;
    if (wanted) return &*wanted;
    return data.test || data.validation ? nullptr : &data.train;
}

/// "checkpoints/best.tdck (epoch 7) on 30 examples"
std::string whatText(const Trained& trained, const data::Dataset& rows) {
    return trained.checkpoint.string() +
           (trained.epoch ? " (epoch " + std::to_string(*trained.epoch) + ")" : std::string()) + " on " +
           std::to_string(rows.rows()) + (rows.rows() == 1 ? " example" : " examples");
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
    const std::string part = arguments.has("part") ? arguments.value("part") : "test";
    if (part != "test" && part != "validation" && part != "train")
        return wrongUsage(verb, "--part takes test, validation or train.");
    auto trained = openTrained(arguments.operands()[0], static_cast<int>(*threads));
    if (!trained) return kUnusableInput;
    const std::string path =
        arguments.has("data") ? arguments.value("data") : trained->training.value("data", std::string());
    if (path.empty()) return wrongUsage(verb, "Which data? --data SPEC is missing.");
    data::LoadOptions load;
    load.seed = trained->training.value("seed", uint64_t{0});
    load.validationFraction = trained->training.value("validation_split", 0.0);
    // Other data are prepared as those that the model learnt from: by their means, classes and words, not their own.
    const auto preparation = trained->training.find("preparation");
    const bool areOthers = arguments.has("data") && preparation != trained->training.end();
    auto data = areOthers ? data::loadPrepared(preparation->dump(), path, load) : data::load(path, load);
    if (!data) return complain(describe(data.error())), kUnusableInput;
    printProblems(data->problems);
    const data::Dataset* rows = partOf(*data, part);
    if (!rows) return complain("these data have no part \"" + part + "\""), kUnusableInput;
    auto loader = train::loaderFor(trained->trainer->model(), *rows, *batch);
    if (!loader) return complain(describe(loader.error())), kUnusableInput;
    auto logs = trained->trainer->evaluate(*loader);
    if (!logs) return complain(describe(logs.error())), kUnusableInput;
    if (!arguments.has("json"))
        return print(whatText(*trained, *rows) + ": " + logsText(*logs) + "\n") ? kFine : kUnusableInput;
    nn::Json json = {{"part", part}, {"rows", rows->rows()}, {"weights", trained->checkpoint.string()}};
    if (trained->epoch) json["epoch"] = *trained->epoch;
    for (const auto& [name, value] : *logs)
        json["logs"][name] = value;
    return print(json.dump() + "\n") ? kFine : kUnusableInput;
}

} // namespace td::cli
