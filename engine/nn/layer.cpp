#include "engine/nn/catalogues.h"
#include "engine/nn/layer_names.h"
#include "engine/nn/model.h"

namespace td::nn {

namespace {
const std::vector<Parameter>& commonParameters() {
    static const std::vector<Parameter> kCommon = {
        {"name", ParameterKind::Text, nullptr, "what the layer is called; unique within a model"},
        {"trainable", ParameterKind::Bool, true, "whether training changes its weights"},
        {"dtype", ParameterKind::Any, "float32", "element type of weights and computation"},
        {"activity_regularizer", ParameterKind::Object, nullptr, "added to the loss, from the layer's output"}};
    return kCommon;
}

bool isModel(const std::string& className) {
    return className == "Sequential" || className == "Functional" || className == "Model";
}

Result<LayerPtr> nestedModel(const Json& json, const Spec& spec, const Catalogues& catalogues) {
    auto model = modelFromKeras(json, catalogues);
    if (!model) return failure(model.error());
    auto layer = std::make_shared<Layer>();
    layer->def = catalogues.layers.find(model->isSequential ? "Sequential" : "Functional");
    layer->name = model->name;
    layer->isTrainable = model->isTrainable;
    layer->config = Config::complete({}, spec.config).value_or(Config{});
    layer->model = std::make_shared<const Model>(std::move(*model));
    return layer;
}

std::vector<std::string> classNames(const Catalogues& catalogues) {
    std::vector<std::string> names;
    for (const auto& [name, def] : catalogues.layers.all())
        names.push_back(name);
    return names;
}

tl::unexpected<Error> named(Error error, const std::string& layer, const std::string& className) {
    error.facts.insert(error.facts.begin(), {{"layer", layer}, {"class", className}});
    return failure(std::move(error));
}
} // namespace

const LayerDef& blockDef() {
    static const LayerDef kBlock = [] {
        LayerDef def;
        def.className = "Block";
        def.about = "Layers under one name, with parameters that their arguments are made of.";
        def.category = "core";
        def.masks = MaskRule::Own;
        def.maxInputs = 0;
        return def;
    }();
    return kBlock;
}

Result<LayerPtr> createLayer(const Json& json, const Catalogues& catalogues, std::string fallbackName) {
    auto spec = readSpec(json);
    if (!spec) return failure(spec.error());
    if (isModel(spec->name)) return nestedModel(json, *spec, catalogues);
    const LayerDef* def = catalogues.layers.find(spec->name);
    std::string name = spec->config.contains("name") && spec->config["name"].is_string()
                           ? spec->config["name"].get<std::string>()
                           : fallbackName;
    if (!def) {
        Error error = unknownName("class", spec->name, classNames(catalogues));
        error.facts.insert(error.facts.begin(), {"layer", name});
        return failure(std::move(error));
    }
    if (name.empty()) name = automaticName(catalogues, spec->name);
    if (name.find('/') != std::string::npos)
        return named(
            {ErrorCode::InvalidArgument, {{"argument", "name"}, {"value", name}, {"expected", "a name without '/'"}}},
            name, def->className);
    std::vector<Parameter> schema = def->parameters;
    schema.insert(schema.end(), commonParameters().begin(), commonParameters().end());
    auto config = Config::complete(schema, spec->config);
    if (!config) return named(config.error(), name, def->className);
    auto layer = std::make_shared<Layer>();
    layer->def = def;
    layer->name = std::move(name);
    layer->isTrainable = config->flag("trainable");
    layer->config = std::move(*config);
    return layer;
}

} // namespace td::nn
