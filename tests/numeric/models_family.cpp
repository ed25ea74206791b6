// Whole models from Keras' JSON: what they give, and ten steps of training.
#include "engine/nn/model.h"
#include "engine/nn/summary.h"
#include "engine/train/feed.h"
#include "engine/train/trainer.h"
#include "tests/numeric/families.h"

#include <cmath>
#include <random>

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

/// What training gave.
struct Course {
    std::vector<train::Logs> logs; ///< of each step
    train::TensorMap weights;
    std::vector<Tensor> outputs; ///< of the first batch, afterwards
};

std::map<int64_t, double> classWeights(const Json& test) {
    std::map<int64_t, double> weights;
    if (test["class_weight"].is_object())
        for (const auto& [name, weight] : test["class_weight"].items())
            weights[std::atoll(name.c_str())] = weight.get<double>();
    return weights;
}

/// Each number changed by up to 1e-7 of itself, as another order of summing would.
void disturb(train::TensorMap& weights, unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> noise(-1e-7, 1e-7);
    for (auto& [name, weight] : weights) {
        weight = weight.clone();
        if (weight.dtype() != DType::F32) continue;
        for (int64_t i = 0; i < weight.elements(); ++i)
            weight.set(i, weight.at(i) * (1 + noise(random)));
    }
}

Result<std::unique_ptr<train::Trainer>> trainerOf(const Json& test, unsigned seed) {
    auto model = nn::modelFromKeras(test["model_json"]);
    if (!model) return failure(model.error());
    auto trainer = train::Trainer::create(*std::move(model), setupOf(test), {});
    if (!trainer) return trainer;
    if (auto text = setWeights(**trainer, test["weights"]); !text.empty())
        return failure(ErrorCode::InvalidArgument, {{"weights", text}});
    if (seed == 0) return trainer;
    train::TensorMap weights = (*trainer)->copyWeights();
    disturb(weights, seed);
    TD_TRY((*trainer)->setWeights(weights));
    return trainer;
}

Result<Course> train(const Json& test, unsigned seed) {
    auto trainer = trainerOf(test, seed);
    if (!trainer) return failure(trainer.error());
    (*trainer)->setClassWeights(classWeights(test));
    Course course;
    for (const auto& step : test["steps"]) {
        const Json& batch = test["batches"][step["batch"].get<size_t>()];
        auto features = readTensors(batch["inputs"]), labels = readTensors(batch["targets"]),
             weights = readTensors(batch["sample_weight"]);
        for (const auto* part : {&features, &labels, &weights})
            if (!*part) return failure(part->error());
        auto logs = (*trainer)->trainOnBatch(batchOf(*std::move(features), *std::move(labels), *std::move(weights)));
        if (!logs) return failure(logs.error());
        course.logs.push_back(*logs);
    }
    course.weights = (*trainer)->copyWeights();
    auto features = readTensors(test["batches"][0]["inputs"]);
    if (!features) return failure(features.error());
    auto outputs = (*trainer)->predictOnBatch(batchOf(*std::move(features), {}, {}));
    if (!outputs) return failure(outputs.error());
    course.outputs = *std::move(outputs);
    return course;
}

/// The course of a case, and how far rounding alone takes it.
///
/// A gradient can be 0 but for rounding: that of a bias right before batch normalization, or of the keys of an
/// attention. Adam divides by its size and makes steps of the full rate of it, so that no two implementations agree
/// there. Courses from weights that differ in their last bit alone say how much of a difference means nothing. A single
/// one says little: disturbed so, Keras itself moves a convolution's bias before normalization by anything from 7e-7 to
/// 4e-3 in ten steps.
struct Courses {
    Course own;
    std::vector<Course> disturbed;

    /// 1e-4 as everywhere, or four times what rounding does; `spread` takes a course and says how far it is off.
    template <typename Spread>
    [[nodiscard]] double allowed(Spread spread) const {
        double most = 0;
        for (const Course& other : disturbed)
            most = std::max(most, spread(other));
        return std::max(1e-4, 4 * most);
    }
};

Result<Courses> coursesOf(const Json& test) {
    auto own = train(test, 0);
    if (!own) return failure(own.error());
    Courses courses{*std::move(own), {}};
    constexpr unsigned kDisturbed = 10;
    for (unsigned seed = 1; seed <= kDisturbed; ++seed) {
        auto other = train(test, seed);
        if (!other) return failure(other.error());
        courses.disturbed.push_back(*std::move(other));
    }
    return courses;
}

double farthest(const Tensor& a, const Tensor& b) {
    double most = 0;
    for (int64_t i = 0; i < a.elements(); ++i)
        most = std::max(most, std::abs(a.at(i) - b.at(i)));
    return most;
}

std::string compareLogs(const Courses& courses, const Json& expected, size_t step) {
    const train::Logs& found = courses.own.logs[step];
    for (const auto& entry : expected.items()) {
        const std::string& name = entry.key();
        const auto log = found.find(name);
        if (log == found.end()) return "step " + std::to_string(step) + ": no \"" + name + "\" in the logs";
        double number = 0;
        if (!nn::readNumber(entry.value(), number)) continue;
        const double allowed = courses.allowed(
            [&](const Course& other) { return std::abs(other.logs[step].find(name)->second - log->second); });
        if (!(std::abs(log->second - number) <= allowed * std::max(1.0, std::abs(number))))
            return "step " + std::to_string(step) + ": " + name + " " + std::to_string(log->second) + ", expected " +
                   std::to_string(number);
    }
    return {};
}

std::string compareWeight(const Courses& courses, const Json& entry) {
    auto expected = readTensor(entry);
    if (!expected) return describe(expected.error());
    const auto name = entry["name"].get<std::string>();
    const auto& all = courses.own.weights;
    const std::string path = all.contains(name) ? name : name.substr(name.find('/') + 1);
    if (!all.contains(path)) return "no weight " + path;
    const Tensor& found = all.at(path);
    const double allowed =
        courses.allowed([&](const Course& other) { return farthest(found, other.weights.at(path)); });
    return difference(path, found, *expected, {allowed});
}

std::string compareCourses(const Courses& courses, const Json& test) {
    size_t number = 0;
    for (const auto& step : test["steps"])
        if (auto text = compareLogs(courses, step["logs"], number++); !text.empty()) return text;
    for (const auto& entry : test["weights_after"])
        if (auto text = compareWeight(courses, entry); !text.empty()) return text;
    const auto& found = courses.own.outputs;
    if (found.size() != test["outputs_after"].size()) return "another number of outputs";
    for (size_t i = 0; i < found.size(); ++i) {
        auto expected = readTensor(test["outputs_after"][i]);
        if (!expected) return describe(expected.error());
        const double allowed =
            courses.allowed([&](const Course& other) { return farthest(found[i], other.outputs[i]); });
        if (auto text = difference("output " + std::to_string(i), found[i], *expected, {allowed}); !text.empty())
            return text;
    }
    return {};
}

Outcome runModel(const Json& test) {
    if (test.contains("summary")) {
        auto model = nn::modelFromKeras(test["model_json"]);
        if (!model) return failed(describe(model.error()));
        if (auto text = compareSummary(*model, test["summary"]); !text.empty()) return failed(text);
    }
    std::string text;
    if (test.contains("steps")) {
        auto courses = coursesOf(test);
        text = courses ? compareCourses(*courses, test) : describe(courses.error());
    } else {
        auto trainer = trainerOf(test, 0);
        auto features = readTensors(test["inputs"]);
        if (!trainer) return failed(describe(trainer.error()));
        if (!features) return failed(describe(features.error()));
        text = compareOutputs(**trainer, test["calls"][0]["outputs"], *std::move(features), 1e-5);
    }
    return text.empty() ? passed() : failed(text);
}
} // namespace

void registerModelFixtures(Runners& runners) {
    runners["model"] = runModel;
}

} // namespace td::fixtures
