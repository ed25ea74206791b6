#include "engine/nn/emission.h"

#include "engine/nn/model.h"

#include <algorithm>

namespace td::nn {

namespace {
std::string joinedPath(const std::vector<std::string>& names) {
    std::string path;
    for (const auto& name : names)
        path += path.empty() ? name : "/" + name;
    return path;
}

/// The mask a layer's outputs have when it says nothing itself.
Expr passedMask(const LayerDef& def, const Flows& inputs) {
    return def.masks == MaskRule::Pass && !inputs.empty() ? inputs[0].mask : Expr{};
}

Error tooManyInputs(const Layer& layer, size_t given) {
    const auto& def = *layer.def;
    std::string expected =
        std::to_string(layer.model ? layer.model->inputs.size() : static_cast<size_t>(def.minInputs));
    if (layer.model)
        expected += " as in its model";
    else if (def.maxInputs <= 0)
        expected += " or more";
    else if (def.maxInputs != def.minInputs)
        expected += " to " + std::to_string(def.maxInputs);
    return {ErrorCode::InvalidArgument,
            {{"layer", layer.name},
             {"class", def.className},
             {"inputs", std::to_string(given)},
             {"expected", expected + " inputs"}}};
}

/// Keras writes the layer where one was given for the function: `activation=LeakyReLU(0.1)`.
bool isActivationLayer(const Catalogues& catalogues, const Json& json, const Spec& spec) {
    const LayerDef* def = spec.name.empty() || !json.is_object() ? nullptr : catalogues.layers.find(spec.name);
    if (!def || def->category != "activation") return false;
    const auto module = json.find("module");
    const bool isOfLayers = module != json.end() && *module == "keras.layers";
    return isOfLayers || !catalogues.activations.find(spec.name);
}

bool takes(const LayerDef& def, size_t inputs) {
    const int count = static_cast<int>(inputs);
    return count >= def.minInputs && (def.maxInputs <= 0 || count <= def.maxInputs);
}
} // namespace

Flows Emission::run(const Layer& layer, const Flows& inputs, const CallArguments& arguments) {
    const bool fits = layer.model ? inputs.size() == layer.model->inputs.size() : takes(*layer.def, inputs.size());
    if (!fits) {
        m_builder.fail(tooManyInputs(layer, inputs.size()));
        return {Flow{m_builder.wrap(graph::ValueId::None), {}}};
    }
    if (m_builder.error()) return {Flow{m_builder.wrap(graph::ValueId::None), {}}};
    const graph::Source around = m_builder.source();
    m_path.push_back(layer.name);
    m_frozenDepth += layer.isTrainable ? 0 : 1;
    m_builder.setSource({joinedPath(m_path), layer.def->className});
    Flows outputs;
    if (layer.model) {
        outputs = layer.model->emit(*this, inputs);
    } else {
        const size_t inner = m_losses.size();
        Call call(*this, layer, inputs, arguments);
        outputs = layer.def->call(call);
        const size_t own = m_losses.size();
        if (layer.def->masks != MaskRule::Own)
            for (auto& output : outputs)
                output.mask = passedMask(*layer.def, inputs);
        for (const auto& output : outputs)
            if (!layer.def->regularizesItself) call.regularizeActivity(output.value);
        const auto at = [this](size_t i) { return m_losses.begin() + static_cast<std::ptrdiff_t>(i); };
        std::rotate(at(inner), at(own), m_losses.end()); // Keras names a layer's own before those inside of it
    }
    if (m_options.onLayer && !m_builder.error()) m_options.onLayer(joinedPath(m_path), outputs);
    m_frozenDepth -= layer.isTrainable ? 0 : 1;
    m_path.pop_back();
    m_builder.setSource(around);
    return outputs;
}

Expr perSample(Expr loss, Expr output) {
    if (!loss || output.rank() == 0) return loss;
    const Dim& batch = output.shape()[0];
    if (batch.isKnown()) return loss / static_cast<double>(std::max<int64_t>(1, batch.value()));
    return loss / sum(broadcastTo(loss.builder->scalar(1, loss.dtype()), Shape{batch}));
}

Expr Emission::variable(std::string_view path) {
    if (const auto found = m_variables.find(path); found != m_variables.end()) return found->second;
    const Weight* weight = m_weights.find(path);
    if (!weight) return m_builder.wrap(graph::ValueId::None);
    const Expr variable = m_builder.variable(weight->path, {weight->dtype, Shape::of(weight->extents)},
                                             weight->isTrained(), weight->value);
    m_variables[weight->path] = variable;
    return variable;
}

std::vector<Expr> Emission::weightLosses() {
    std::vector<Expr> losses;
    for (const auto& weight : m_weights.all())
        if (weight.isTrained() && weight.regularizer && m_variables.contains(weight.path))
            losses.push_back(weight.regularizer.def->call(variable(weight.path), weight.regularizer.config));
    return losses;
}

Expr Emission::randomState() {
    if (!m_randomState)
        m_randomState =
            m_builder.variable(std::string(kRandomState), {DType::I64, {}}, false, Tensor::scalar(DType::I64, 0));
    return m_randomState;
}

void Emission::finish() {
    for (const auto& [path, next] : m_changes)
        if (next && m_variables.contains(path)) m_builder.graph().addUpdate(m_variables.at(path).id, next.id);
    if (m_randomState) m_builder.graph().addUpdate(m_randomState.id, (m_randomState + 1.0).id);
}

Flow Call::named(std::string_view name) const {
    for (const auto& [given, flow] : m_arguments.named)
        if (given == name) return flow;
    return {};
}

const Json& Call::option(std::string_view name) const {
    static const Json kNull = nullptr;
    const auto found = m_arguments.options.find(name);
    return found == m_arguments.options.end() ? kNull : *found;
}

int64_t Call::knownSize(Expr x, int axis) {
    if (!x) return 1;
    const int rank = x.rank();
    if (axis < -rank || axis >= rank) {
        fail(ErrorCode::ShapeMismatch,
             {{"input", toString(x.type())}, {"expected", "an axis " + std::to_string(axis)}});
        return 1;
    }
    const Dim& size = x.shape()[axis];
    if (size.isKnown()) return size.value();
    fail(ErrorCode::ShapeMismatch,
         {{"input", toString(x.type())}, {"expected", "a known size of axis " + std::to_string(axis)}});
    return 1;
}

void Call::fail(ErrorCode code, std::vector<Fact> facts) {
    facts.insert(facts.begin(), {{"layer", joinedPath(m_emission.m_path)}, {"class", m_layer.def->className}});
    builder().fail({code, std::move(facts)});
}

std::string Call::pathOf(std::string_view name) const {
    return joinedPath(m_emission.m_path) + "/" + std::string(name);
}

Expr Call::weight(std::string_view name, Extents extents, std::string_view prefix) {
    const auto argument = [&](const char* what) -> const Json& { return config().json(std::string(prefix) + what); };
    WeightSpec spec{std::string(name), std::move(extents)};
    if (const Json& initializer = argument("_initializer"); !initializer.is_null()) spec.initializer = initializer;
    spec.regularizer = argument("_regularizer");
    spec.constraint = argument("_constraint");
    return weight(spec);
}

Expr Call::weight(const WeightSpec& spec) {
    const std::string path = pathOf(spec.name);
    if (const auto changed = m_emission.m_changes.find(path); changed != m_emission.m_changes.end())
        return changed->second;
    const auto& catalogues = m_emission.m_catalogues;
    const auto part = [&](auto made) {
        if (!made) fail(made.error().code, made.error().facts);
        return made ? std::move(*made) : typename decltype(made)::value_type{};
    };
    Weight weight{path,
                  spec.dtype,
                  spec.extents,
                  spec.isTrainable,
                  isFrozen(),
                  part(catalogues.initializers.create(spec.initializer)),
                  part(catalogues.regularizers.create(spec.regularizer)),
                  part(catalogues.constraints.create(spec.constraint)),
                  {}};
    if (auto added = m_emission.m_weights.add(std::move(weight)); !added) fail(added.error().code, added.error().facts);
    return m_emission.variable(path);
}

void Call::change(std::string_view name, Expr next) {
    m_emission.m_changes[pathOf(name)] = next;
}

Randomness Call::random() {
    const std::string path = joinedPath(m_emission.m_path);
    const int draw = m_emission.m_draws[path]++;
    return {m_emission.randomState(),
            static_cast<int64_t>(seedOf(m_emission.m_options.seed, path + "#" + std::to_string(draw)))};
}

void Call::addLoss(Expr scalar) {
    m_emission.m_losses.push_back(scalar);
}

void Call::regularizeActivity(Expr output) {
    const Json& argument = config().json("activity_regularizer");
    if (argument.is_null() || !output) return;
    auto regularizer = m_emission.m_catalogues.regularizers.create(argument);
    if (!regularizer) return fail(regularizer.error().code, regularizer.error().facts);
    addLoss(perSample(regularizer->def->call(output, regularizer->config), output));
}

Expr Call::activated(Expr x, std::string_view argument) {
    return activatedBy(x, config().json(argument));
}

Expr Call::activatedBy(Expr x, const Json& json) {
    if (const auto spec = readSpec(json); spec && isActivationLayer(m_emission.m_catalogues, json, *spec)) {
        const Json own = spec->config.value("name", Json());
        return run(child(spec->name, own.is_string() ? own.get<std::string>() : snakeCase(spec->name), spec->config),
                   {Flow{x, {}}})
            .at(0)
            .value;
    }
    auto activation = m_emission.m_catalogues.activations.create(json);
    if (!activation) {
        fail(activation.error().code, activation.error().facts);
        return builder().wrap(graph::ValueId::None);
    }
    return *activation && x ? activation->def->call(x, activation->config) : x;
}

LayerPtr Call::child(std::string_view className, std::string name, Json config) {
    config["name"] = std::move(name);
    auto made = createLayer({{"class_name", className}, {"config", std::move(config)}}, m_emission.m_catalogues);
    if (made) return *made;
    fail(made.error().code, made.error().facts);
    return nullptr;
}

LayerPtr Call::childFrom(std::string_view argument, std::string fallbackName) {
    auto made = createLayer(config().json(argument), m_emission.m_catalogues, std::move(fallbackName));
    if (made) return *made;
    fail(made.error().code, made.error().facts);
    return nullptr;
}

Flows Call::run(const LayerPtr& child, const Flows& inputs, const CallArguments& arguments) {
    return child ? m_emission.run(*child, inputs, arguments) : Flows{Flow{}};
}

} // namespace td::nn
