// Optimizers: parameters after each of twenty steps, the rate of the next one, what is kept at the end.
#include "engine/graph/op_registry.h"
#include "engine/nn/catalogues.h"
#include "engine/train/catalogues.h"
#include "tests/numeric/families.h"
#include "tests/numeric/steps.h"

namespace td::fixtures {

using graph::Builder;
using graph::Expr;

namespace {
/// What one optimizer's step is in the engine.
struct Learning {
    graph::Graph graph{graph::builtinOps()};
    Builder builder{graph};
    std::vector<std::string> names;
    std::vector<train::Trained> trained;
    train::OptimizerVariables variables;
};

std::string gradientName(size_t i) {
    return "gradient" + std::to_string(i);
}

std::string write(Learning& learning, const Json& test, const train::Optimizer& optimizer) {
    for (const Json& entry : test["variables"]) {
        auto start = readTensor(entry);
        if (!start) return describe(start.error());
        const auto name = entry["name"].get<std::string>();
        const Expr gradient = learning.builder.input(gradientName(learning.names.size()), start->type());
        const Expr parameter = learning.builder.variable(name, start->type(), true, *start);
        learning.names.push_back(name);
        learning.trained.push_back({name, parameter, gradient, {}});
    }
    if (test.contains("constraint_on_first_variable")) {
        auto constraint = nn::builtins().constraints.create(test["constraint_on_first_variable"]);
        if (!constraint) return describe(constraint.error());
        learning.trained.front().constraint = *constraint;
    }
    const Expr rate = learning.builder.input("rate", TensorType{});
    auto variables = train::emitOptimizer(learning.builder, optimizer, learning.trained, {rate});
    if (!variables) return describe(variables.error());
    learning.variables = std::move(*variables);
    return {};
}

Result<double> rateNow(const Steps& steps, const train::RateInput& input) {
    auto calls = steps.variable(input.iterations);
    if (!calls) return failure(calls.error());
    return train::learningRate(input.argument, static_cast<int64_t>(calls->at(0)));
}

Result<std::map<std::string, Tensor>> feedsOf(const Steps& steps, const Learning& learning, const Json& gradients) {
    std::map<std::string, Tensor> feeds{{"rate", Tensor::scalar(DType::F32, 0)}};
    for (size_t i = 0; i < gradients.size(); ++i) {
        auto gradient = readTensor(gradients[i]);
        if (!gradient) return failure(gradient.error());
        feeds[gradientName(i)] = std::move(*gradient);
    }
    for (const auto& input : learning.variables.rates) {
        const auto rate = rateNow(steps, input);
        if (!rate) return failure(rate.error());
        feeds[input.input] = Tensor::scalar(DType::F32, *rate);
    }
    return feeds;
}

std::string compare(const Steps& steps, const std::string& name, const Json& expected, Tolerance tolerance) {
    auto found = steps.variable(name);
    auto tensor = readTensor(expected);
    if (!found) return describe(found.error());
    if (!tensor) return describe(tensor.error());
    return difference(name, *found, *tensor, tolerance);
}

std::string compareStep(const Steps& steps, const Learning& learning, const Json& expected, Tolerance tolerance) {
    for (size_t i = 0; i < learning.names.size(); ++i)
        if (auto text = compare(steps, learning.names[i], expected["variables"][i], tolerance); !text.empty())
            return text;
    double rate = 0;
    if (!nn::readNumber(expected["learning_rate"], rate)) return {};
    const auto found = rateNow(steps, learning.variables.rates.front());
    if (!found) return describe(found.error());
    return difference("learning rate", Tensor::scalar(DType::F32, *found), Tensor::scalar(DType::F32, rate));
}

/// Our name of one of Keras' variables; empty for what has no counterpart.
std::string ownName(const Learning& learning, const std::string& name, int& duplicates) {
    const std::string last = name.substr(name.rfind('/') + 1);
    if (last == "learning_rate" || last == "iteration") return {};
    const auto find = [&](const std::string& ending) {
        for (const std::string& own : learning.variables.names)
            if (own.ends_with("/" + ending)) return own;
        return std::string();
    };
    if (last == "variable") return find("u_product");
    // Adafactor calls its rows and columns like the parameter; and keeps a velocity of matrices that nothing reads.
    if (const auto row = find(last + "_row"); !row.empty()) return duplicates++ == 0 ? row : find(last + "_column");
    return find(last);
}

std::string compareState(const Steps& steps, const Learning& learning, const Json& expected, Tolerance tolerance) {
    int compared = 0, duplicates = 0;
    for (const Json& entry : expected) {
        const std::string name = ownName(learning, entry["name"].get<std::string>(), duplicates);
        if (name.empty()) continue;
        ++compared;
        tolerance.isOfLargest = true; // sums of large gradients may cancel
        tolerance.least = 1;
        if (auto text = compare(steps, name, entry, tolerance); !text.empty()) return text;
    }
    int counters = 0;
    for (const std::string& name : learning.variables.names)
        counters += name.ends_with("/iterations") ? 1 : 0;
    const int own = static_cast<int>(learning.variables.names.size()) - counters;
    return compared == own ? "" : std::to_string(compared) + " variables were found, there are " + std::to_string(own);
}

std::string compareFinal(const Steps& steps, const Learning& learning, const Json& expected, Tolerance tolerance) {
    for (size_t i = 0; i < expected.size(); ++i) {
        const auto average = learning.variables.averages.find(learning.names[i]);
        if (average == learning.variables.averages.end()) return "no average of " + learning.names[i];
        if (auto text = compare(steps, average->second, expected[i], tolerance); !text.empty()) return text;
    }
    return {};
}

std::string runSteps(Learning& learning, const Json& test, Tolerance tolerance) {
    auto steps = Steps::create(std::move(learning.graph));
    if (!steps) return describe(steps.error());
    for (size_t i = 0; i < test["gradients"].size(); ++i) {
        const auto feeds = feedsOf(*steps, learning, test["gradients"][i]);
        if (!feeds) return describe(feeds.error());
        if (auto run = steps->run(*feeds); !run) return describe(run.error());
        if (auto text = compareStep(*steps, learning, test["steps"][i], tolerance); !text.empty())
            return "step " + std::to_string(i) + ": " + text;
    }
    if (auto text = compareState(*steps, learning, test["optimizer_variables"], tolerance); !text.empty()) return text;
    return test.contains("finalized") ? compareFinal(*steps, learning, test["finalized"], tolerance) : "";
}

/// Newton-Schulz iterations amplify rounding.
Tolerance toleranceOf(const std::string& className) {
    return {className == "Muon" ? 1e-4 : 1e-5};
}

Outcome runOptimizer(const Json& test) {
    const auto className = test["class"].get<std::string>();
    auto optimizer = train::builtins().optimizers.create(className, test["config"]);
    if (!optimizer) return failed(describe(optimizer.error()));
    Learning learning;
    if (auto text = write(learning, test, *optimizer); !text.empty()) return failed(text);
    const auto text = runSteps(learning, test, toleranceOf(className));
    return text.empty() ? passed() : failed(text);
}
} // namespace

void registerOptimizerFixtures(Runners& runners) {
    runners["optimizer"] = runOptimizer;
}

} // namespace td::fixtures
