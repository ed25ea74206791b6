// Callbacks: what they decide after each epoch of given logs, and whole trainings of one weight.
#include "engine/data/memory_source.h"
#include "engine/train/callbacks/callbacks.h"
#include "engine/train/trainer.h"
#include "tests/numeric/families.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace td::fixtures {

namespace {
namespace fs = std::filesystem;

/// A training without steps: one weight, a learning rate, files that are saved.
class ScriptedRun : public train::Run {
public:
    explicit ScriptedRun(double initial) { setLearningRate(initial); }
    [[nodiscard]] int64_t epoch() const override { return number; }
    [[nodiscard]] int64_t step() const override { return 0; }
    [[nodiscard]] double learningRate() const override { return rate; }
    void setLearningRate(double value) override { rate = static_cast<double>(static_cast<float>(value)); }
    void stop(std::string) override { isStopping = true; }
    [[nodiscard]] train::TensorMap copyWeights() const override { return {{"w", weight.clone()}}; }
    Result<void> setWeights(const train::TensorMap& weights) override {
        weight = weights.at("w").clone();
        return {};
    }
    void swapAverages() override {}
    Result<void> save(const fs::path& path, bool) override {
        files.push_back(path.filename().string());
        return {};
    }
    [[nodiscard]] train::TensorMap gradients() const override { return {}; }

    int64_t number = 0;
    double rate = 0;
    bool isStopping = false;
    Tensor weight = Tensor::floats({1}, {0});
    std::vector<std::string> files;
};

class Folder {
public:
    Folder() {
        path = fs::temp_directory_path() / ("keras_fixtures_" + std::to_string(getpid()));
        fs::create_directories(path);
    }
    ~Folder() { fs::remove_all(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    fs::path path;
};

/// The schedules of the cases are Python functions; these are the same as ours over epochs.
Json schedulerConfig(const Json& test) {
    const Json& config = test["config"];
    if (config.contains("base"))
        return {{"schedule",
                 {{"class_name", "InverseTimeDecay"},
                  {"config", {{"initial_learning_rate", config["base"]}, {"decay_steps", 1}, {"decay_rate", 1.0}}}}}};
    const double first = test["initial_learning_rate"].get<double>() * config["factor"].get<double>();
    return {{"schedule",
             {{"class_name", "ExponentialDecay"},
              {"config", {{"initial_learning_rate", first}, {"decay_steps", 1}, {"decay_rate", config["factor"]}}}}}};
}

/// NaN is near NaN, and an infinity near itself.
bool isNear(double a, double b) {
    if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
    if (std::isinf(a) || std::isinf(b)) return a == b;
    return std::abs(a - b) <= 1e-5 * std::max(1e-6, std::abs(b));
}

bool isNear(double a, const Json& b) {
    double number = 0;
    return nn::readNumber(b, number) && isNear(a, number);
}

std::string compareObserved(const Json& expected, const ScriptedRun& run, const train::Callback& callback,
                            const train::Logs& logs) {
    if (expected["stop_training"].get<bool>() != run.isStopping) return "stop_training differs";
    if (!isNear(run.rate, expected["learning_rate"]))
        return "learning rate " + std::to_string(run.rate) + ", expected " + expected["learning_rate"].dump();
    const Json state = callback.state();
    for (const char* key : {"wait", "stopped_epoch", "cooldown_counter"})
        if (expected.contains(key) && state.value(key, Json()) != expected[key])
            return std::string(key) + " is " + state.value(key, Json()).dump() + ", expected " + expected[key].dump();
    if (expected.contains("best")) {
        const Json best = state.value("best", Json());
        if (best.is_null() != expected["best"].is_null())
            return "best is " + best.dump() + ", expected " + expected["best"].dump();
        if (best.is_number() && !isNear(best.get<double>(), expected["best"]))
            return "best is " + best.dump() + ", expected " + expected["best"].dump();
    }
    if (expected.contains("files") && expected["files"] != Json(run.files))
        return "files " + Json(run.files).dump() + ", expected " + expected["files"].dump();
    for (const auto& [name, value] : expected["logs_after"].items())
        if (!logs.contains(name) || !isNear(logs.at(name), value)) return "logs: \"" + name + "\" differs";
    return {};
}

Outcome runScript(const Json& test, const Json& config) {
    const Folder folder;
    auto made = train::builtinCallbacks().create(test["class"].get<std::string>(), config);
    if (!made) return failed(describe(made.error()));
    auto callback = made->def->create(made->config, {folder.path});
    if (!callback) return failed(describe(callback.error()));
    ScriptedRun run(test["initial_learning_rate"].get<double>());
    if (auto begun = (*callback)->trainBegin(run); !begun) return failed(describe(begun.error()));
    for (size_t i = 0; i < test["epochs"].size(); ++i) {
        run.number = static_cast<int64_t>(i);
        train::Logs logs;
        for (const auto& [name, value] : test["epochs"][i].items())
            if (!nn::readNumber(value, logs[name])) return failed("the log " + name + " is no number");
        run.weight = Tensor::floats({1}, {static_cast<float>(i)});
        if (auto called = (*callback)->epochBegin(run); !called) return failed(describe(called.error()));
        if (auto called = (*callback)->epochEnd(run, logs); !called) return failed(describe(called.error()));
        run.number = static_cast<int64_t>(i) + 1;
        if (auto called = (*callback)->epochDone(run); !called) return failed(describe(called.error()));
        if (auto text = compareObserved(test["observed"][i], run, **callback, logs); !text.empty())
            return failed("epoch " + std::to_string(i) + ": " + text);
        if (run.isStopping) break;
    }
    if (auto ended = (*callback)->trainEnd(run); !ended) return failed(describe(ended.error()));
    if (run.weight.at(0) != test["weight_at_end"].get<double>())
        return failed("the weight at the end is that of epoch " + std::to_string(run.weight.at(0)));
    if (!test.contains("file_text")) return passed();
    std::ifstream file(folder.path / "history.csv", std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str() == test["file_text"] ? passed() : failed("the file is " + Json(text.str()).dump());
}

Outcome runLosses(const Json& test) {
    auto made = train::builtinCallbacks().create("TerminateOnNaN", Json::object());
    auto callback = made->def->create(made->config, {});
    ScriptedRun run(0.1);
    for (size_t i = 0; i < test["batch_losses"].size(); ++i) {
        double loss = 0;
        if (!nn::readNumber(test["batch_losses"][i], loss)) return failed("a loss cannot be read");
        if (auto called = (*callback)->stepEnd(run, {{"loss", loss}}); !called) return failed(describe(called.error()));
        if (run.isStopping != test["stop_training_after"][i].get<bool>())
            return failed("step " + std::to_string(i) + ": stop_training differs");
    }
    return passed();
}

/// y = w x without bias, from w = 0, mean squared error, SGD; validated on the same data.
Outcome runFit(const Json& test) {
    const Json& config = test["config"];
    auto x = readTensor(test["inputs"][0]), y = readTensor(test["inputs"][1]);
    if (!x || !y) return failed("the inputs cannot be read");
    nn::ModelBuilder builder("line");
    const auto input = builder.input("x", {DType::F32, Shape{Dim::symbol("B"), Dim(1)}});
    auto model = builder.finish(
        {builder.add("Dense", {{"units", 1}, {"use_bias", false}, {"kernel_initializer", "zeros"}}, {input})});
    if (!model) return failed(describe(model.error()));
    train::Setup setup;
    setup.loss = "mean_squared_error";
    Json optimizer = {{"learning_rate", config["learning_rate"]}};
    if (!config["ema_momentum"].is_null())
        optimizer.update({{"use_ema", true}, {"ema_momentum", config["ema_momentum"]}});
    setup.optimizer = {{"class_name", "SGD"}, {"config", optimizer}};
    auto trainer = train::Trainer::create(*std::move(model), setup, {});
    if (!trainer) return failed(describe(trainer.error()));
    auto source = data::MemorySource::create(
        {{"x", {}, data::Role::Feature, {}, {}}, {"y", {}, data::Role::Label, {}, {}}}, {*x, *y});
    if (!source) return failed(describe(source.error()));
    data::LoaderOptions options;
    options.batch = config["batch_size"].get<int64_t>();
    auto train = data::Loader::create(data::Dataset::of(*source), options),
         validation = data::Loader::create(data::Dataset::of(*source), options);
    if (!train || !validation) return failed("no loader");
    train::Callbacks callbacks;
    if (test["class"] == "SwapEMAWeights") {
        auto made = train::builtinCallbacks().create("SwapEMAWeights", {{"swap_on_epoch", true}});
        callbacks.push_back(*made->def->create(made->config, {}));
    }
    train::FitOptions fit;
    fit.epochs = config["epochs"].get<int64_t>();
    auto result = (*trainer)->fit(*train, &*validation, fit, callbacks);
    if (!result) return failed(describe(result.error()));
    for (const auto& [name, values] : test["history"].items())
        for (size_t i = 0; i < values.size(); ++i)
            if (i >= result->epochs.size() || !isNear(result->epochs[i].at(name), values[i]))
                return failed("epoch " + std::to_string(i) + ": " + name + " " +
                              (i < result->epochs.size() ? std::to_string(result->epochs[i].at(name)) : "missing") +
                              ", expected " + values[i].dump());
    auto expected = readTensor(test["weight_at_end"]);
    const auto text = difference("weight at the end", (*trainer)->copyWeights().begin()->second, *expected);
    return text.empty() ? passed() : failed(text);
}

Outcome runCallback(const Json& test) {
    if (test.contains("batch_losses")) return runLosses(test);
    if (test.contains("history")) return runFit(test);
    return runScript(test, test["class"] == "LearningRateScheduler" ? schedulerConfig(test) : test["config"]);
}
} // namespace

void registerCallbackFixtures(Runners& runners) {
    runners["callback"] = runCallback;
}

} // namespace td::fixtures
