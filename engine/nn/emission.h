#pragma once

#include "engine/nn/catalogues.h"
#include "engine/nn/weights.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace td::nn {

/// Tensors and settings that a call passes by name: "initial_state[0]", "attention_mask"; {"use_causal_mask": true}.
struct CallArguments {
    std::vector<std::pair<std::string, Flow>> named = {};
    Json options = Json::object();
};

struct EmissionOptions {
    bool isTraining = false;
    uint64_t seed = 0; ///< of dropout and its kin
    /// Told after each use of a layer, inner ones first, what came out of it. Errors before that are in the builder.
    std::function<void(const std::string& path, const Flows& outputs)> onLayer = {};
};

/// The writing of models into one graph: weights become variables, what layers change becomes updates.
///
/// Use: make one over a builder, call `run` for layers or models, then `finish` once.
/// Errors stick in the builder.
class TD_API Emission {
public:
    Emission(Builder& builder, Weights& weights, const Catalogues& catalogues, EmissionOptions options)
        : m_builder(builder)
        , m_weights(weights)
        , m_catalogues(catalogues)
        , m_options(std::move(options)) {}

    [[nodiscard]] Builder& builder() { return m_builder; }
    [[nodiscard]] Weights& weights() { return m_weights; }
    [[nodiscard]] const Catalogues& catalogues() const { return m_catalogues; }
    [[nodiscard]] const EmissionOptions& options() const { return m_options; }

    /// One use of a layer, or of a whole nested model, below the layers around it.
    Flows run(const Layer& layer, const Flows& inputs, const CallArguments& arguments = {});

    /// Scalars that layers asked to be added to the loss, in order: activity regularizers and the like.
    [[nodiscard]] const std::vector<Expr>& losses() const { return m_losses; }
    /// One scalar for every weight that is trained and has a regularizer.
    std::vector<Expr> weightLosses();

    /// The variable of a weight in this graph, as the step began; emitted at the first request. Empty for an unknown path.
    Expr variable(std::string_view path);
    /// A layer's weights by path, with what they will be after this step where a layer changes them.
    [[nodiscard]] const std::map<std::string, Expr, std::less<>>& changes() const { return m_changes; }

    /// Emits the updates: what layers changed, and the random state, which moves on by one.
    void finish();

private:
    friend class Call;
    Expr randomState();

    Builder& m_builder;
    Weights& m_weights;
    const Catalogues& m_catalogues;
    EmissionOptions m_options;
    std::vector<std::string> m_path; ///< names of the layers being run, outermost first
    int m_frozenDepth = 0;           ///< how many of them are not trained
    std::map<std::string, Expr, std::less<>> m_variables, m_changes;
    std::map<std::string, int, std::less<>> m_draws; ///< random calls so far, by layer path
    std::vector<Expr> m_losses;
    Expr m_randomState;
};

/// A loss over a layer's output, divided by the size of the batch.
[[nodiscard]] TD_API Expr perSample(Expr loss, Expr output);

/// The name of the variable that counts steps for random layers.
inline constexpr std::string_view kRandomState = "random_state";

/// What a random operation needs: the counter, and a seed that no other call has.
struct Randomness {
    Expr state;
    int64_t seed = 0;
};

/// A weight to be declared by a layer.
struct WeightSpec {
    std::string name; ///< within the layer: "kernel"
    Extents extents;
    Json initializer = "zeros";
    Json regularizer = nullptr, constraint = nullptr;
    bool isTrainable = true;
    DType dtype = DType::F32;
};

/// One use of a layer, seen from inside.
class TD_API Call {
public:
    Call(Emission& emission, const Layer& layer, const Flows& inputs, const CallArguments& arguments)
        : m_emission(emission)
        , m_layer(layer)
        , m_inputs(inputs)
        , m_arguments(arguments) {}

    [[nodiscard]] Builder& builder() { return m_emission.m_builder; }
    [[nodiscard]] Emission& emission() { return m_emission; }
    [[nodiscard]] const Layer& layer() const { return m_layer; }
    [[nodiscard]] const Config& config() const { return m_layer.config; }
    [[nodiscard]] bool isTraining() const { return m_emission.m_options.isTraining; }
    /// Whether this layer or one around it is not trained: batch normalization then uses its moving averages.
    [[nodiscard]] bool isFrozen() const { return m_emission.m_frozenDepth > 0; }

    [[nodiscard]] const Flows& inputs() const { return m_inputs; }
    /// Empty where there is no such input.
    [[nodiscard]] Expr input(size_t i = 0) const {
        const bool isThere = i < m_inputs.size() && m_inputs[i].value;
        return isThere ? m_inputs[i].value : m_emission.m_builder.wrap(graph::ValueId::None);
    }
    [[nodiscard]] Expr mask(size_t i = 0) const { return i < m_inputs.size() ? m_inputs[i].mask : Expr{}; }
    /// A tensor passed by name; empty where it is not.
    [[nodiscard]] Flow named(std::string_view name) const;
    /// A setting of this call; null where it is not given.
    [[nodiscard]] const Json& option(std::string_view name) const;

    /// The size of an axis, which must be known. Fails with ShapeMismatch naming the layer; gives 1 then.
    int64_t knownSize(Expr x, int axis);
    /// Fails, with the layer's name and class among the facts. Everything emitted after is empty.
    void fail(ErrorCode code, std::vector<Fact> facts);

    /// A weight whose initializer, regularizer and constraint are the arguments "<name>_initializer", "<name>_regularizer", "<name>_constraint".
    Expr weight(std::string_view name, Extents extents) { return weight(name, std::move(extents), name); }
    /// The same with another prefix of these arguments ("depthwise", "recurrent").
    Expr weight(std::string_view name, Extents extents, std::string_view prefix);
    /// Its value now: after `change`, the changed one.
    Expr weight(const WeightSpec& spec);
    /// Gives a weight of this layer its value after the step. Later uses in the same step see it.
    void change(std::string_view name, Expr next);

    Randomness random();
    void addLoss(Expr scalar);
    /// The loss that the argument activity_regularizer, where there is one, asks for this output or part of it.
    void regularizeActivity(Expr output);

    /// The activation named by an argument, applied ("linear" and null: x itself).
    Expr activated(Expr x, std::string_view argument = "activation");
    /// A layer of activation, such as {"class_name": "LeakyReLU"}, is run as a layer within this one.
    Expr activatedBy(Expr x, const Json& activation);

    /// A layer made of this layer's arguments, named `name` within it.
    LayerPtr child(std::string_view className, std::string name, Json config);
    /// The layer that an Object argument holds.
    LayerPtr childFrom(std::string_view argument, std::string fallbackName = {});
    Flows run(const LayerPtr& child, const Flows& inputs, const CallArguments& arguments = {});

private:
    [[nodiscard]] std::string pathOf(std::string_view name) const;

    Emission& m_emission;
    const Layer& m_layer;
    const Flows& m_inputs;
    const CallArguments& m_arguments;
};

} // namespace td::nn
