// Whole models from Keras' JSON: what they give, and ten steps of training.
#include "engine/nn/model.h"
#include "engine/nn/summary.h"
#include "engine/train/feed.h"
#include "engine/train/trainer.h"
#include "tests/numeric/families.h"

#include <cstring>

namespace td::fixtures {

namespace {
/// A weight of the case by its name, which has the model's name before it where the model is Sequential.
std::string pathOf(const nn::Weights& weights, const std::string& name) {
    if (weights.find(name)) return name;
    return name.substr(name.find('/') + 1);
}

std::string setWeights(train::Trainer& trainer, const Json& entries) {
    train::TensorMap values = trainer.copyWeights();
    for (const auto& entry : entries) {
        const std::string path = pathOf(trainer.weights(), entry["name"].get<std::string>());
        auto value = readTensor(entry);
        if (!value) return describe(value.error());
        if (!values.contains(path)) return "no weight " + path;
        values[path] = *value;
    }
    auto set = trainer.setWeights(values);
    return set ? std::string() : describe(set.error());
}

Result<std::vector<Tensor>> readTensors(const Json& list) {
    std::vector<Tensor> tensors;
    for (const auto& entry : list.is_null() ? Json::array() : list) {
        auto tensor = readTensor(entry);
        if (!tensor) return failure(tensor.error());
        tensors.push_back(*std::move(tensor));
    }
    return tensors;
}

data::Batch batchOf(std::vector<Tensor> features, std::vector<Tensor> labels, std::vector<Tensor> weights) {
    data::Batch batch;
    batch.rows.resize(static_cast<size_t>(features.at(0).extents().at(0)));
    batch.features = std::move(features);
    batch.labels = std::move(labels);
    batch.weights = std::move(weights);
    return batch;
}

std::string compareSummary(const nn::Model& model, const Json& expected) {
    auto summary = nn::summarize(model);
    if (!summary) return describe(summary.error());
    if (summary->parameters != expected["parameters"].get<int64_t>())
        return std::to_string(summary->parameters) + " parameters, expected " + expected["parameters"].dump();
    if (summary->trained != expected["trainable"].get<int64_t>())
        return std::to_string(summary->trained) + " trained parameters, expected " + expected["trainable"].dump();
    for (const auto& layer : expected["layers"])
        for (const auto& found : summary->layers)
            if (layer["name"] == found.name && layer["parameters"] != found.parameters)
                return found.name + " has " + std::to_string(found.parameters) + " parameters, expected " +
                       layer["parameters"].dump();
    return {};
}

std::string compareOutputs(train::Trainer& trainer, const Json& outputs, std::vector<Tensor> features,
                           double relative) {
    auto found = trainer.predictOnBatch(batchOf(std::move(features), {}, {}));
    if (!found) return describe(found.error());
    if (found->size() != outputs.size())
        return std::to_string(found->size()) + " outputs, expected " + std::to_string(outputs.size());
    for (size_t i = 0; i < outputs.size(); ++i) {
        auto expected = readTensor(outputs[i]);
        if (!expected) return describe(expected.error());
        if (auto text = difference("output " + std::to_string(i), (*found)[i], *expected, {relative}); !text.empty())
            return text;
    }
    return {};
}

train::Setup setupOf(const Json& test) {
    train::Setup setup;
    if (!test.contains("optimizer")) return setup;
    setup.optimizer = {{"class_name", test["optimizer"]["class"]}, {"config", test["optimizer"]["config"]}};
    setup.loss = test["loss"];
    setup.lossWeights = test["loss_weights"];
    if (!test["weighted_metrics"].is_null()) setup.weightedMetrics = test["weighted_metrics"];
    return setup;
}

std::string compareLogs(const train::Logs& found, const Json& expected, size_t step) {
    for (const auto& [name, value] : expected.items()) {
        const auto log = found.find(name);
        if (log == found.end()) return "step " + std::to_string(step) + ": no \"" + name + "\" in the logs";
        double number = 0;
        if (!nn::readNumber(value, number)) continue;
        if (!(std::abs(log->second - number) <= 1e-4 * std::max(1.0, std::abs(number))))
            return "step " + std::to_string(step) + ": " + name + " " + std::to_string(log->second) + ", expected " +
                   std::to_string(number);
    }
    return {};
}

std::string runSteps(train::Trainer& trainer, const Json& test) {
    std::map<int64_t, double> classWeights;
    if (test["class_weight"].is_object())
        for (const auto& [name, weight] : test["class_weight"].items())
            classWeights[std::atoll(name.c_str())] = weight.get<double>();
    trainer.setClassWeights(classWeights);
    size_t number = 0;
    for (const auto& step : test["steps"]) {
        const Json& batch = test["batches"][step["batch"].get<size_t>()];
        auto features = readTensors(batch["inputs"]), labels = readTensors(batch["targets"]),
             weights = readTensors(batch["sample_weight"]);
        if (!features || !labels || !weights) return "a batch cannot be read";
        auto logs = trainer.trainOnBatch(batchOf(*std::move(features), *std::move(labels), *std::move(weights)));
        if (!logs) return describe(logs.error());
        if (auto text = compareLogs(*logs, step["logs"], number++); !text.empty()) return text;
    }
    const train::TensorMap after = trainer.copyWeights();
    for (const auto& entry : test["weights_after"]) {
        auto expected = readTensor(entry);
        if (!expected) return describe(expected.error());
        const std::string path = pathOf(trainer.weights(), entry["name"].get<std::string>());
        if (auto text = difference(path, after.at(path), *expected, {1e-4}); !text.empty()) return text;
    }
    return {};
}

Outcome runModel(const Json& test) {
    auto model = nn::modelFromKeras(test["model_json"]);
    if (!model) return failed(describe(model.error()));
    if (test.contains("summary"))
        if (auto text = compareSummary(*model, test["summary"]); !text.empty()) return failed(text);
    auto trainer = train::Trainer::create(*std::move(model), setupOf(test), {});
    if (!trainer) return failed(describe(trainer.error()));
    if (auto text = setWeights(**trainer, test["weights"]); !text.empty()) return failed(text);
    if (!test.contains("steps")) {
        auto features = readTensors(test["inputs"]);
        if (!features) return failed(describe(features.error()));
        const auto text = compareOutputs(**trainer, test["calls"][0]["outputs"], *std::move(features), 1e-5);
        return text.empty() ? passed() : failed(text);
    }
    if (auto text = runSteps(**trainer, test); !text.empty()) return failed(text);
    auto features = readTensors(test["batches"][0]["inputs"]);
    if (!features) return failed(describe(features.error()));
    const auto text = compareOutputs(**trainer, test["outputs_after"], *std::move(features), 1e-4);
    return text.empty() ? passed() : failed(text);
}
} // namespace

void registerModelFixtures(Runners& runners) {
    runners["model"] = runModel;
}

} // namespace td::fixtures
