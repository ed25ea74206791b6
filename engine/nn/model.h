#pragma once

#include "engine/nn/block.h"
#include "engine/nn/emission.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace td::nn {

/// One of the model's inputs.
struct ModelInput {
    std::string name;
    TensorType type; ///< the batch is the symbol "B", other unknown sizes are symbols of their own
};

/// Output `output` of call `call`; of call -1 it is the model's input number `output`.
struct Place {
    int call = -1;
    int output = 0;
    bool operator==(const Place&) const = default;
};

/// One use of a layer inside a model.
struct LayerCall {
    LayerPtr layer;
    std::vector<Place> inputs;
    std::vector<std::pair<std::string, Place>> named = {};
    Json options = Json::object();
    Json extra = Json::object(); ///< keys of its entry that are not known here
};

/// A graph of layer calls: what a person builds, and what model.json holds. No weights.
///
/// Calls stand in an order in which each one's inputs come before it. A layer used twice stands in two calls.
/// Threads: immutable once made.
class TD_API Model {
public:
    std::string name = "model";
    std::vector<ModelInput> inputs;
    std::vector<LayerCall> calls;
    std::vector<Place> outputs;
    std::vector<std::string> outputNames; ///< the layer's name, numbered where it is there twice
    bool isSequential = false;
    bool isTrainable = true;
    Blocks blocks;               ///< that its file defines; of the outermost model only
    Json extra = Json::object(); ///< keys of its file that are not known here

    /// Writes the whole model; one Flow for each output.
    Flows emit(Emission& emission, const Flows& from) const;
    /// Each layer once, in the order of first use.
    [[nodiscard]] std::vector<LayerPtr> layers() const;
    /// An error of writing this model, which names a layer by path, with the innermost block around that.
    [[nodiscard]] Error withBlock(Error error) const;
    /// Checks places and names the outputs; whoever fills a Model calls it last. Errors: InvalidArgument naming the layer.
    Result<void> finish();
};

/// A size that an input leaves open: a symbol of its own.
[[nodiscard]] TD_API Dim freeSize(int axis, const std::string& input);

/// The model's inputs as inputs of a graph.
[[nodiscard]] TD_API Flows inputFlows(Builder& builder, const Model& model);

/// Makes a model call by call.
class TD_API ModelBuilder {
public:
    explicit ModelBuilder(std::string name, const Catalogues& catalogues = builtins());
    Place input(std::string name, TensorType type);
    /// One use of a new layer. Errors stick and come out of `finish`.
    Place add(std::string_view className, Json config, std::vector<Place> inputs);
    Place call(LayerPtr layer, std::vector<Place> inputs);
    /// Errors: the first one; InvalidArgument for a Place that is not there.
    Result<Model> finish(std::vector<Place> outputs);

private:
    const Catalogues& m_catalogues;
    Model m_model;
    std::map<std::string, int, std::less<>> m_names;
    std::optional<Error> m_error;
};

/// A model in Keras' JSON ("Sequential" or "Functional", as `model.to_json()` writes it).
/// Errors: NotFound, InvalidArgument naming the layer; Unsupported for what has no meaning without Python.
[[nodiscard]] TD_API Result<Model> modelFromKeras(const Json& json, const Catalogues& catalogues = builtins());

/// The model's graph for predictions as its layers write it, before any pass. Errors: ShapeMismatch naming the layer.
[[nodiscard]] TD_API Result<graph::Graph> graphOf(const Model& model, Weights& weights,
                                                  const Catalogues& catalogues = builtins());

/// Declares every weight of the model by writing it once, and fills them. Errors: ShapeMismatch naming the layer; of the initializers.
[[nodiscard]] TD_API Result<Weights> makeWeights(const Model& model, uint64_t seed,
                                                 const Catalogues& catalogues = builtins());

} // namespace td::nn
