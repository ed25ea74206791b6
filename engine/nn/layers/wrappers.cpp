#include "engine/nn/layers/arguments.h"
#include "engine/nn/layers/shaping.h"
#include "engine/nn/model.h"

/// Layers around another layer.
namespace td::nn {

void registerWrappers(Catalogues& catalogues);

namespace {
std::string withoutPrefix(const std::string& name, const std::string& prefix) {
    return name.starts_with(prefix) ? name.substr(prefix.size()) : name;
}

/// The wrapped layer in one direction: named after it, and giving 0 for masked steps, so that directions can be merged.
LayerPtr direction(Call& call, const Json& given, const std::string& prefix, std::optional<bool> isBackwards) {
    auto spec = readSpec(given);
    if (!spec) {
        failArgument(call, "layer", "a recurrent layer");
        return nullptr;
    }
    Json config = spec->config;
    std::string name = snakeCase(spec->name);
    if (config.contains("name") && config["name"].is_string()) name = config["name"].get<std::string>();
    if (isBackwards) config["go_backwards"] = *isBackwards;
    if (isBackwards || prefix == "forward_") name = prefix + withoutPrefix(name, prefix);
    config["zero_output_for_mask"] = config.value("return_sequences", Json(false)); // the layer checks its type
    return call.child(spec->name, name, config);
}

struct Directions {
    LayerPtr forward, backward;
};

Directions directionsOf(Call& call) {
    const Json& layer = call.config().json("layer");
    const Json& backward = call.config().json("backward_layer");
    Directions made{direction(call, layer, "forward_", std::nullopt), nullptr};
    if (!made.forward) return made;
    const bool isReversed = made.forward->config.flag("go_backwards");
    made.backward = backward.is_null() ? direction(call, layer, "backward_", true)
                                       : direction(call, backward, "backward_", std::nullopt);
    if (made.backward && made.backward->config.flag("go_backwards") == isReversed)
        failArgument(call, "backward_layer", "the other direction than the layer's");
    for (const char* same : {"stateful", "return_sequences", "return_state"})
        if (made.backward && made.backward->config.flag(same) != made.forward->config.flag(same))
            failArgument(call, "backward_layer", std::string("the same ") + same + " as the layer's");
    return made;
}

/// Half of the initial states for each direction.
CallArguments statesOf(Call& call, bool isSecond) {
    std::vector<Flow> all;
    for (size_t i = 0;; ++i) {
        Flow state = call.named("initial_state[" + std::to_string(i) + "]");
        if (!state.value && call.inputs().size() > i + 1) state = call.inputs()[i + 1];
        if (!state.value) break;
        all.push_back(state);
    }
    CallArguments arguments;
    const size_t half = all.size() / 2;
    for (size_t i = 0; i < half; ++i)
        arguments.named.emplace_back("initial_state[" + std::to_string(i) + "]", all[isSecond ? half + i : i]);
    return arguments;
}

Expr merged(const std::string& mode, Expr a, Expr b) {
    if (mode == "sum") return a + b;
    if (mode == "mul") return a * b;
    if (mode == "ave") return (a + b) / 2.0;
    return concatenated({a, b}, -1);
}

Flows callBidirectional(Call& call) {
    const Json& mode = call.config().json("merge_mode");
    const bool isFine = mode.is_null() || mode == "concat" || mode == "sum" || mode == "mul" || mode == "ave";
    if (!isFine) failArgument(call, "merge_mode", "concat, sum, mul, ave or none");
    const Directions layers = directionsOf(call);
    if (call.builder().error() || !layers.forward || !layers.backward) return nothing(call);
    const Flows input{call.inputs()[0]};
    const Flows forward = call.run(layers.forward, input, statesOf(call, false));
    const Flows backward = call.run(layers.backward, input, statesOf(call, true));
    if (!forward[0].value || !backward[0].value) return nothing(call);
    const bool isSequence = layers.forward->config.flag("return_sequences");
    const Expr turned = isSequence ? reversed(backward[0].value, 1) : backward[0].value;
    const Expr mask = isSequence ? call.mask() : Expr{};
    Flows flows;
    if (mode.is_null())
        flows = {Flow{forward[0].value, mask}, Flow{turned, mask}};
    else
        flows = {Flow{merged(mode.get<std::string>(), forward[0].value, turned), mask}};
    for (const Flows& made : {forward, backward})
        flows.insert(flows.end(), made.begin() + 1, made.end());
    return flows;
}

/// Layers whose result for a sample depends on the others of its batch, or which keep something from call to call.
bool dependsOnBatch(const Layer& layer) {
    if (layer.def->className == "BatchNormalization" || layer.config.flag("stateful")) return true;
    if (layer.model)
        for (const auto& inner : layer.model->layers())
            if (dependsOnBatch(*inner)) return true;
    const Json& wrapped = layer.config.json("layer");
    return wrapped.is_object() && wrapped.dump().find("BatchNormalization") != std::string::npos;
}

/// All steps as samples of one large batch.
Flows asOneBatch(Call& call, const LayerPtr& layer, Expr x) {
    Shape shape{sizeAt(x, 0) * sizeAt(x, 1)};
    for (int axis = 2; axis < x.rank(); ++axis)
        shape.append(x.shape()[axis]);
    Flow flow{reshape(x, shape), {}};
    if (const Expr mask = call.mask(); mask && mask.rank() > 2) {
        Shape rows{sizeAt(mask, 0) * sizeAt(mask, 1)};
        for (int axis = 2; axis < mask.rank(); ++axis)
            rows.append(mask.shape()[axis]);
        flow.mask = reshape(mask, rows);
    }
    Flows flows = call.run(layer, {flow});
    for (Flow& output : flows) {
        if (!output.value) return nothing(call);
        Shape apart{sizeAt(x, 0), sizeAt(x, 1)};
        for (int axis = 1; axis < output.value.rank(); ++axis)
            apart.append(output.value.shape()[axis]);
        output.value = reshape(output.value, apart);
    }
    return flows;
}

/// One call for each step, one after the other.
Flows stepByStep(Call& call, const LayerPtr& layer, Expr x) {
    const int64_t steps = call.knownSize(x, 1);
    std::vector<Expr> outputs;
    for (int64_t t = 0; t < steps; ++t) {
        Flow flow{squeezed(sliced(x, 1, t, 1), 1), {}};
        if (call.mask()) flow.mask = squeezed(sliced(call.mask(), 1, t, 1), 1);
        const Expr y = call.run(layer, {flow})[0].value;
        if (!y) return nothing(call);
        outputs.push_back(expanded(y, 1));
    }
    return outputs.empty() ? nothing(call) : Flows{Flow{concatenated(outputs, 1), {}}};
}

Flows callTimeDistributed(Call& call) {
    if (!needRankAtLeast(call, 0, 3)) return nothing(call);
    const LayerPtr layer = call.childFrom("layer");
    if (!layer) return nothing(call);
    const Expr x = call.input();
    const bool isInSteps = dependsOnBatch(*layer) && sizeAt(x, 1).isKnown();
    return isInSteps ? stepByStep(call, layer, x) : asOneBatch(call, layer, x);
}
} // namespace

void registerWrappers(Catalogues& catalogues) {
    LayerDef both =
        layerDef("Bidirectional", "recurrent", MaskRule::Own,
                 "A recurrent layer forwards and one backwards over the same steps.",
                 {required(objectParameter("layer", nullptr, "the recurrent layer")),
                  jsonParameter("merge_mode", "concat", "how outputs become one: concat, sum, mul, ave; none: both"),
                  jsonParameter("weights", nullptr, "not taken: weights come from a checkpoint"),
                  objectParameter("backward_layer", nullptr, "the layer for the way back; none: the same backwards")},
                 callBidirectional);
    both.inputNames = {"sequences"};
    both.maxInputs = 0;
    catalogues.layers.add(std::move(both));
    catalogues.layers.add(layerDef("TimeDistributed", "recurrent", MaskRule::Pass,
                                   "The same layer at every step of (B, T, ...).",
                                   {required(objectParameter("layer", nullptr, "the layer"))}, callTimeDistributed));
}

} // namespace td::nn
