// Layers: outputs, masks, losses, gradients and state of one layer built from its configuration.
#include "engine/graph/gradient.h"
#include "engine/graph/op_registry.h"
#include "engine/nn/emission.h"
#include "tests/numeric/families.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace td::fixtures {

using graph::Builder;
using graph::Expr;
using nn::Emission;
using nn::Flow;
using nn::Flows;
using nn::LayerPtr;
using nn::Weights;

namespace {
struct Feed {
    std::string argument;
    Tensor tensor;
    int call = -1; ///< of one call only, if not negative
};

/// A case with its layer and weights ready.
struct LayerCase {
    const Json& test;
    LayerPtr layer;
    std::vector<Feed> feeds;
    Weights weights;
    std::vector<std::string> weightPaths; ///< in the order of the case's weights

    [[nodiscard]] std::vector<Feed> feedsOf(int call) const {
        std::vector<Feed> own;
        for (const auto& feed : feeds)
            if (feed.call < 0 || feed.call == call) own.push_back(feed);
        return own;
    }
};

std::string sized(const Error& error) {
    return describe(error);
}

/// One emission of the layer over inputs of these feeds.
struct Written {
    graph::Graph graph{graph::builtinOps()};
    Builder builder{graph};
    std::vector<Expr> inputs; ///< by feed
    Flows outputs;
    std::vector<Expr> losses;
    std::unique_ptr<Emission> emission;
};

bool isMask(const std::string& argument) {
    return argument == "mask" || argument.starts_with("mask[");
}

/// "name[3]" -> 3
size_t indexIn(const std::string& argument) {
    const auto bracket = argument.find('[');
    return bracket == std::string::npos ? 0 : static_cast<size_t>(std::atoi(argument.c_str() + bracket + 1));
}

/// Where an argument stands among the layer's inputs; nothing for one passed by name.
std::optional<size_t> positionOf(const LayerPtr& layer, const std::string& argument, size_t number) {
    const auto& names = layer->def->inputNames;
    if (const auto found = std::find(names.begin(), names.end(), argument); found != names.end())
        return static_cast<size_t>(found - names.begin());
    if (argument.starts_with("inputs[")) return indexIn(argument);
    if (number == 0) return 0;
    return std::nullopt;
}

std::unique_ptr<Written> write(const LayerCase& test, Weights& weights, const std::vector<Feed>& feeds,
                               bool isTraining) {
    auto written = std::make_unique<Written>();
    Flows inputs;
    nn::CallArguments arguments{{}, test.test.value("call_options", Json::object())};
    for (const auto& feed : feeds)
        written->inputs.push_back(written->builder.input(feed.argument, feed.tensor.type()));
    for (size_t i = 0; i < feeds.size(); ++i) {
        if (isMask(feeds[i].argument)) continue;
        if (const auto position = positionOf(test.layer, feeds[i].argument, i)) {
            if (inputs.size() <= *position) inputs.resize(*position + 1);
            inputs[*position].value = written->inputs[i];
        } else {
            arguments.named.emplace_back(feeds[i].argument, Flow{written->inputs[i], {}});
        }
    }
    for (size_t i = 0; i < feeds.size(); ++i)
        if (isMask(feeds[i].argument) && indexIn(feeds[i].argument) < inputs.size())
            inputs[indexIn(feeds[i].argument)].mask = written->inputs[i];
    written->emission =
        std::make_unique<Emission>(written->builder, weights, nn::builtins(), nn::EmissionOptions{isTraining, 1});
    written->outputs = written->emission->run(*test.layer, inputs, arguments);
    if (written->builder.error()) return written;
    written->losses = written->emission->losses();
    for (const Expr& loss : written->emission->weightLosses())
        written->losses.push_back(loss);
    return written;
}

std::map<std::string, Tensor> feedMap(const std::vector<Feed>& feeds) {
    std::map<std::string, Tensor> map;
    for (const auto& feed : feeds)
        map[feed.argument] = feed.tensor;
    return map;
}

Result<std::vector<Feed>> readFeeds(const Json& inputs) {
    std::vector<Feed> feeds;
    for (const auto& input : inputs) {
        if (input.is_null()) continue;
        auto tensor = readTensor(input);
        if (!tensor) return failure(tensor.error());
        feeds.push_back({input["arg"].get<std::string>(), *tensor, input.value("call", -1)});
    }
    return feeds;
}

std::string setWeights(LayerCase& test) {
    for (const auto& entry : test.test.value("weights", Json::array())) {
        const std::string path = test.layer->name + "/" + entry["name"].get<std::string>();
        nn::Weight* weight = test.weights.find(path);
        if (!weight) return "no weight " + path;
        auto value = readTensor(entry);
        if (!value) return sized(value.error());
        if (weight->extents != value->extents())
            return path + " has shape " + toString(weight->extents) + ", expected " + toString(value->extents());
        weight->value = *value;
        test.weightPaths.push_back(path);
    }
    return {};
}

std::string compareMasks(const Json& expected, const std::vector<Tensor>& found, const std::vector<int>& places) {
    for (size_t i = 0; i < expected.size(); ++i) {
        const bool has = i < places.size() && places[i] >= 0;
        if (expected[i].is_null() != !has)
            return "output mask " + std::to_string(i) + (has ? " is there" : " is missing");
        if (!has) continue;
        auto mask = readTensor(expected[i]);
        if (!mask) return sized(mask.error());
        if (auto text = difference("mask " + std::to_string(i), found[static_cast<size_t>(places[i])], *mask);
            !text.empty())
            return text;
    }
    return {};
}

/// Runs one call and compares what it gives. With `carried`, weights change to what they are afterwards.
std::string runCall(LayerCase& test, const Json& call, int number, bool isCarried) {
    const auto feeds = test.feedsOf(number);
    auto written = write(test, test.weights, feeds, call.value("training", false));
    if (written->builder.error()) return sized(*written->builder.error());
    const Json& outputs = call["outputs"];
    if (written->outputs.size() != outputs.size())
        return std::to_string(written->outputs.size()) + " outputs, expected " + std::to_string(outputs.size());
    std::vector<int> maskPlaces;
    int next = 0;
    const auto add = [&](Expr value) {
        written->graph.addOutput("output" + std::to_string(next), value.id);
        return next++;
    };
    for (const Flow& output : written->outputs)
        add(output.value);
    for (const Expr& loss : written->losses)
        add(loss);
    for (const Flow& output : written->outputs)
        maskPlaces.push_back(output.mask ? add(output.mask) : -1);
    written->emission->finish();
    auto result = runGraph(written->graph, feedMap(feeds));
    if (!result) return sized(result.error());
    for (size_t i = 0; i < outputs.size(); ++i) {
        auto expected = readTensor(outputs[i]);
        if (!expected) return sized(expected.error());
        if (auto text = difference("output " + std::to_string(i), result->outputs[i], *expected); !text.empty())
            return std::string(call.value("training", false) ? "training " : "inference ") + text;
    }
    const Json losses = call.value("losses", Json::array());
    if (losses.size() != written->losses.size())
        return std::to_string(written->losses.size()) + " losses, expected " + std::to_string(losses.size());
    for (size_t i = 0; i < losses.size(); ++i) {
        auto expected = readTensor(losses[i]);
        if (!expected) return sized(expected.error());
        if (auto text = difference("loss " + std::to_string(i), result->outputs[outputs.size() + i], *expected);
            !text.empty())
            return text;
    }
    if (call.contains("output_masks"))
        if (auto text = compareMasks(call["output_masks"], result->outputs, maskPlaces); !text.empty()) return text;
    if (isCarried || (call.value("training", false) && test.test.contains("state_after_training")))
        for (auto& weight : test.weights.all())
            if (const auto found = result->variables.find(weight.path); found != result->variables.end() && isCarried)
                weight.value = found->second;
    if (!call.value("training", false)) return {};
    for (const auto& entry : test.test.value("state_after_training", Json::array())) {
        const auto found = result->variables.find(test.layer->name + "/" + entry["name"].get<std::string>());
        auto expected = readTensor(entry);
        if (!expected) return sized(expected.error());
        if (found == result->variables.end()) return "no state " + entry["name"].get<std::string>();
        if (auto text = difference(found->first, found->second, *expected); !text.empty()) return text;
    }
    return {};
}

/// Gradients of sum(output * cotangent) over all float outputs.
std::string runGradients(LayerCase& test) {
    const Json& grads = test.test["grads"];
    const auto feeds = test.feedsOf(0);
    auto written = write(test, test.weights, feeds, grads.value("training", false));
    if (written->builder.error()) return sized(*written->builder.error());
    auto feed = feedMap(feeds);
    Expr sum;
    size_t next = 0;
    for (const auto& cotangent : grads["cotangent"]) {
        if (next >= written->outputs.size()) break;
        const Expr output = written->outputs[next++].value;
        if (cotangent.is_null()) continue;
        auto tensor = readTensor(cotangent);
        if (!tensor) return sized(tensor.error());
        const std::string name = "cotangent" + std::to_string(next);
        const Expr term = graph::sum(output * written->builder.input(name, tensor->type()));
        feed[name] = *tensor;
        sum = sum ? sum + term : term;
    }
    std::vector<Expr> with;
    std::vector<std::pair<std::string, Json>> expected;
    for (size_t i = 0; i < feeds.size() && i < grads["inputs"].size(); ++i)
        if (!grads["inputs"][i].is_null()) {
            with.push_back(written->inputs[i]);
            expected.emplace_back("gradient of " + feeds[i].argument, grads["inputs"][i]);
        }
    for (const auto& entry : grads.value("weights", Json::array())) {
        const std::string name = entry.is_null() ? std::string() : entry["name"].get<std::string>();
        if (entry.is_null() || !entry.contains("data")) continue;
        with.push_back(written->emission->variable(test.layer->name + "/" + name));
        if (!with.back()) return "no weight " + name;
        expected.emplace_back("gradient of " + name, entry);
    }
    if (with.empty() || !sum) return {};
    const auto found = graph::gradients(written->builder, sum, with);
    if (written->builder.error()) return sized(*written->builder.error());
    std::vector<int> places;
    int outputs = 0;
    for (const Expr& gradient : found) {
        places.push_back(gradient ? outputs++ : -1);
        if (gradient) written->graph.addOutput("gradient" + std::to_string(places.back()), gradient.id);
    }
    auto result = runGraph(written->graph, feed);
    if (!result) return sized(result.error());
    for (size_t i = 0; i < expected.size(); ++i) {
        auto tensor = readTensor(expected[i].second);
        if (!tensor) return sized(tensor.error());
        const Tensor value = places[i] < 0 ? Tensor::zeros(tensor->dtype(), tensor->extents())
                                           : result->outputs[static_cast<size_t>(places[i])];
        if (auto text = difference(expected[i].first, value, *tensor, {1e-5, true, 0.5}); !text.empty()) return text;
    }
    return {};
}

/// Largest difference between cells that share everything but the axes between the first and the last: a channel that is dropped as one.
double spreadInsideChannels(const Tensor& tensor, bool isOfRows) {
    const auto& extents = tensor.extents();
    const int64_t batch = extents.front(), channels = isOfRows ? 1 : extents.back(),
                  inside = tensor.elements() / batch / channels;
    double spread = 0;
    for (int64_t b = 0; b < batch; ++b)
        for (int64_t c = 0; c < channels; ++c)
            for (int64_t i = 1; i < inside; ++i)
                spread = std::max(spread, std::abs(tensor.at((b * inside + i) * channels + c) -
                                                   tensor.at(b * inside * channels + c)));
    return spread;
}

double statisticOf(const std::string& name, const Tensor& tensor, double expected, double dropped) {
    double sum = 0, squares = 0, zeros = 0, droppedCount = 0, kept = 0;
    const auto count = static_cast<double>(tensor.elements());
    for (int64_t i = 0; i < tensor.elements(); ++i) {
        const double x = tensor.at(i);
        sum += x;
        squares += x * x;
        zeros += x == 0;
        droppedCount += std::abs(x - dropped) < 1e-4;
        if (std::abs(x - expected) > std::abs(kept - expected) && x != 0 && std::abs(x - dropped) >= 1e-4)
            kept = x;
        else if (kept == 0 && x != 0)
            kept = x;
    }
    if (name == "mean") return sum / count;
    if (name == "standard_deviation") return std::sqrt(squares / count - sum / count * sum / count);
    if (name == "zero_fraction") return zeros / count;
    if (name == "dropped_fraction") return droppedCount / count;
    if (name == "kept_value") return kept;
    if (name == "largest_spread_inside_a_channel") return spreadInsideChannels(tensor, false);
    if (name == "largest_spread_inside_a_row") return spreadInsideChannels(tensor, true);
    return NAN;
}

std::string runStatistics(LayerCase& test) {
    const auto extents = test.test["input_shape"].get<Extents>();
    Tensor input = Tensor::zeros(DType::F32, extents);
    if (test.test.value("input", std::string()) == "ones")
        for (int64_t i = 0; i < input.elements(); ++i)
            input.set(i, 1);
    const std::vector<Feed> feeds{{"inputs", input}};
    auto written = write(test, test.weights, feeds, true);
    if (written->builder.error()) return sized(*written->builder.error());
    written->graph.addOutput("y", written->outputs[0].value.id);
    written->emission->finish();
    auto result = runGraph(written->graph, feedMap(feeds));
    if (!result) return sized(result.error());
    double dropped = 0;
    for (const auto& row : test.test["statistics"])
        if (row["name"] == "dropped_value") dropped = row["expected"].get<double>();
    for (const auto& row : test.test["statistics"]) {
        const auto name = row["name"].get<std::string>();
        const double expected = row["expected"].get<double>();
        const double found = name == "dropped_value"
                                 ? (statisticOf("dropped_fraction", result->outputs[0], 0, dropped) > 0 ? dropped : NAN)
                                 : statisticOf(name, result->outputs[0], expected, dropped);
        if (!(std::abs(found - expected) <= row["tolerance"].get<double>() + 1e-9))
            return name + ": " + std::to_string(found) + ", expected " + std::to_string(expected);
    }
    return {};
}

Outcome runLayer(const Json& test) {
    const auto className = test["class"].get<std::string>();
    if (!nn::builtins().layers.find(className)) return skipped("no layer " + className);
    auto layer = nn::createLayer({{"class_name", className}, {"config", test["config"]}}, nn::builtins());
    if (!layer) return failed(sized(layer.error()));
    LayerCase prepared{test, *layer, {}, {}, {}};
    if (test.value("kind", std::string()) == "statistics") {
        const auto text = runStatistics(prepared);
        return text.empty() ? passed() : failed(text);
    }
    auto feeds = readFeeds(test["inputs"]);
    if (!feeds) return failed(sized(feeds.error()));
    prepared.feeds = std::move(*feeds);
    const auto declared = write(prepared, prepared.weights, prepared.feedsOf(0), false);
    if (declared->builder.error()) return failed(sized(*declared->builder.error()));
    if (auto text = setWeights(prepared); !text.empty()) return failed(text);
    const bool isCarried = test.value("state_policy", std::string()) == "carry";
    int number = 0;
    for (const auto& call : test["calls"])
        if (auto text = runCall(prepared, call, number++, isCarried); !text.empty()) return failed(text);
    if (test.contains("grads") && !isCarried)
        if (auto text = runGradients(prepared); !text.empty()) return failed(text);
    return passed();
}
} // namespace

void registerLayerFixtures(Runners& runners) {
    runners["layer"] = runLayer;
}

} // namespace td::fixtures
