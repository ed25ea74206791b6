#include "app/cli/arguments.h"
#include "app/cli/learning.h"
#include "app/cli/output.h"
#include "app/cli/verbs.h"
#include "engine/nn/model_json.h"
#include "engine/nn/summary.h"
#include "engine/train/feed.h"
#include "engine/train/job.h"
#include "engine/train/training_memory.h"

namespace td::cli {
namespace {

constexpr Option kOptions[] = {{"json", Option::Kind::Flag},   {"expand", Option::Kind::Flag},
                               {"depth", Option::Kind::Value}, {"data", Option::Kind::Value},
                               {"batch", Option::Kind::Value}, {"threads", Option::Kind::Value}};

Result<nn::Model> openModel(const std::filesystem::path& path) {
    if (!std::filesystem::is_directory(path) && path.extension() != ".tdck") return nn::readModel(path);
    auto checkpoint = train::readCheckpoint(checkpointAt(path));
    if (!checkpoint) return failure(checkpoint.error());
    return nn::modelFromJson(checkpoint->model);
}

/// What a step is fed with: the first batch of the data, or what the losses take.
Result<train::StepFeeds> stepFeeds(const nn::Model& model, const train::Setup& setup, const data::Dataset* data,
                                   int64_t batch) {
    if (!data) return train::expectedFeeds(model, setup, batch);
    auto loader = train::loaderFor(model, *data, batch);
    if (!loader) return failure(loader.error());
    auto first = loader->next();
    if (!first) return failure(first.error());
    return train::feedsOf(model, **first);
}

/// Nothing where the model does not say what it is trained for.
Result<std::optional<train::TrainingMemory>> memoryOf(const nn::Model& model, const data::Dataset* data,
                                                      std::optional<int64_t> batch, int64_t threads) {
    const nn::Json training = model.extra.value("training", nn::Json::object());
    auto setup = train::setupFromJson(training);
    if (!setup) return failure(setup.error());
    if (setup->loss.is_null()) return std::optional<train::TrainingMemory>();
    const nn::Json own = training.value("batch_size", nn::Json());
    const int64_t standard = own.is_number_integer() && own.get<int64_t>() > 0 ? own.get<int64_t>() : 32;
    auto feeds = stepFeeds(model, *setup, data, batch.value_or(standard));
    if (!feeds) return failure(feeds.error());
    const nn::Json weights = training.value("class_weight", nn::Json());
    feeds->hasSampleWeights |= weights.is_object() && !weights.empty();
    train::TrainerOptions options;
    options.threads = static_cast<int>(threads);
    auto memory = train::trainingMemory(model, *setup, *feeds, options);
    if (!memory) return failure(memory.error());
    return std::optional(*std::move(memory));
}

/// Prints the summary, and below it the memory or why that is not known.
int printSummary(const nn::Model& model, const nn::Summary& summary,
                 const Result<std::optional<train::TrainingMemory>>& memory, int depth, bool isJson) {
    std::vector<train::MemoryRow> rows;
    nn::eachRow(summary.layers, depth, [&](const nn::LayerFacts& facts, int level) {
        rows.push_back({facts.path, level});
    });
    const bool isKnown = memory && *memory;
    const std::string why = memory ? "the model names no loss" : describe(memory.error());
    if (!isJson) {
        const std::string below =
            isKnown ? train::toText(**memory, rows) : "Memory for training is not known: " + why + "\n";
        return print(nn::toText(summary, model, depth) + "\n" + below) ? kFine : kUnusableInput;
    }
    nn::Json json = nn::toJson(summary, depth);
    json["training"] = isKnown ? train::toJson(**memory, rows) : nn::Json{{"unknown", why}};
    return print(json.dump(1) + "\n") ? kFine : kUnusableInput;
}

} // namespace

int runSummary(const std::vector<std::string>& words) {
    const Verb& verb = *findVerb("summary");
    const Arguments arguments(words, kOptions);
    if (arguments.problem()) return wrongUsage(verb, *arguments.problem());
    if (arguments.has("help")) return print(verb.usage) ? kFine : kUnusableInput;
    if (arguments.operands().size() != 1) return wrongUsage(verb, "One model, please.");
    const auto depth = arguments.has("depth") ? wholeNumber(arguments.value("depth"), 1)
                                              : std::optional<int64_t>(arguments.has("expand") ? nn::kUnfolded : 1);
    const auto batch = wholeNumber(arguments.value("batch"), 1), threads = threadsOf(arguments.value("threads"));
    if (!depth || !threads || (arguments.has("batch") && !batch))
        return wrongUsage(verb,
                          "--depth and --batch take whole numbers of at least 1; " + std::string(kThreadsExpected));
    auto model = openModel(arguments.operands()[0]);
    if (!model) return complain(describe(model.error())), kUnusableInput;
    printUnknownKeys(train::unknownKeys(*model));
    std::optional<data::Dataset> data;
    if (arguments.has("data")) {
        auto loaded = data::load(arguments.value("data"), {});
        if (!loaded) return complain(describe(loaded.error())), kUnusableInput;
        data = std::move(loaded->train);
        model = train::withSizes(*model, train::openSizes(*model, *data));
    }
    auto summary = nn::summarize(*model);
    if (!summary) {
        complain(describe(summary.error()));
        if (!data && nn::leavesSizesOpen(*model))
            complain("Data say the sizes that the model leaves open: --data SPEC.");
        return kUnusableInput;
    }
    auto memory = memoryOf(*model, data ? &*data : nullptr, batch, *threads);
    if (!memory && data) return complain(describe(memory.error())), kUnusableInput;
    return printSummary(*model, *summary, memory, static_cast<int>(std::min<int64_t>(*depth, nn::kUnfolded)),
                        arguments.has("json"));
}

} // namespace td::cli
