#include "engine/nn/model_reader.h"

#include "engine/nn/expression.h"
#include "engine/nn/layer_names.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace td::nn {

namespace {
constexpr size_t kDeepestBlocks = 32;
constexpr int64_t kMostLayers = 100'000;

tl::unexpected<Error> unusable(std::string where, std::string expected) {
    return failure(ErrorCode::InvalidArgument, {{"where", std::move(where)}, {"expected", std::move(expected)}});
}

template <class Keys>
Json keysBeyond(const Json& json, const Keys& known) {
    Json rest = Json::object();
    for (const auto& [key, value] : json.items())
        if (std::find(known.begin(), known.end(), key) == known.end()) rest[key] = value;
    return rest;
}

/// An error inside of a use of a block: its layer by path, and the innermost block by name.
tl::unexpected<Error> inside(Error error, const std::string& use, const Block& block) {
    bool hasLayer = false, hasBlock = false;
    for (Fact& fact : error.facts) {
        hasBlock |= fact.name == "block";
        if (fact.name != "layer") continue;
        fact.value = use + "/" + fact.value;
        hasLayer = true;
    }
    if (!hasBlock) error.facts.insert(error.facts.begin(), {"block", block.name});
    if (!hasLayer) error.facts.insert(error.facts.begin(), {"layer", use});
    return failure(std::move(error));
}

/// What all levels of a file share.
struct File {
    const Catalogues& catalogues;
    Blocks blocks = {};
    std::vector<const Block*> open = {}; ///< the uses around, outermost first
    int64_t layers = 0;                  ///< made so far
};

/// Layers that see each other by name: those of the model, or those of one use of a block.
class ScopeReader {
public:
    /// `values`: of the block's parameters; null for the model itself.
    ScopeReader(File& file, const Config* values)
        : m_file(file)
        , m_values(values) {}

    Result<Model> readWhole(const Json& json) {
        for (const auto& [key, expected] : {std::pair{"inputs", R"(a list such as [{"name": "x", "shape": [4]}])"},
                                            std::pair{"layers", R"(a list such as [{"class_name": "Dense", ...}])"}})
            if (!json.contains(key) || !json[key].is_array() || json[key].empty())
                return unusable(key, std::string(json.contains(key) ? "" : "it is missing; ").append(expected));
        m_model.name = json.value("name", std::string("model"));
        for (const auto& entry : json["inputs"])
            TD_TRY(readInput(entry));
        m_model.extra = keysBeyond(json, kModelKeys);
        m_model.blocks = m_file.blocks;
        return readLayers(json);
    }

    Result<Model> readUse(const Block& block, const std::string& use) {
        m_model.name = use;
        for (const auto& input : block.inputs)
            TD_TRY(addInput({input, {DType::F32, Shape{Dim::symbol("B")}}}, "inputs"));
        return readLayers(block.definition);
    }

private:
    using Places = std::map<std::string, Place, std::less<>>;

    Result<Model> readLayers(const Json& json) {
        m_last = {-1, 0};
        for (const auto& entry : json["layers"])
            TD_TRY(readCall(entry));
        TD_TRY(readOutputs(json.value("outputs", Json::array())));
        TD_TRY(m_model.finish());
        return std::move(m_model);
    }

    Result<void> readInput(const Json& entry) {
        const auto where = "inputs[" + std::to_string(m_model.inputs.size()) + "]";
        if (!entry.is_object() || !entry.contains("shape") || !entry["shape"].is_array())
            return unusable(where, "{\"name\", \"shape\": [sizes without the batch]}");
        ModelInput input{entry.value("name", std::string("input")), {DType::F32, Shape{Dim::symbol("B")}}};
        const auto dtype = dtypeNamed(entry.value("dtype", std::string("float32")));
        if (!dtype) return unusable(where, "a \"dtype\" such as \"float32\" or \"int32\"");
        input.type.dtype = *dtype;
        for (const auto& size : entry["shape"]) {
            const auto dim = readDim(size, input.type.shape.rank(), input.name);
            if (!dim)
                return unusable(where,
                                "sizes: whole numbers, null for any, or a name for one that several inputs share");
            input.type.shape.append(*dim);
        }
        return addInput(std::move(input), where);
    }

    Result<void> addInput(ModelInput input, const std::string& where) {
        if (m_places.contains(input.name)) return unusable(where, "a name that nothing else has");
        m_places[input.name] = {-1, static_cast<int>(m_model.inputs.size())};
        m_model.inputs.push_back(std::move(input));
        return {};
    }

    static std::optional<Dim> readDim(const Json& size, int axis, const std::string& input) {
        if (size.is_number_integer() && size.get<int64_t>() >= 0) return Dim(size.get<int64_t>());
        if (size.is_string()) return Dim::parse(size.get<std::string>());
        if (!size.is_null()) return std::nullopt;
        return freeSize(axis, input);
    }

    /// "name" or "name:2"
    Result<Place> placeOf(const Json& reference, const std::string& who) const {
        if (!reference.is_string()) return unusable(who, "inputs: names of inputs or layers above");
        auto name = reference.get<std::string>();
        int output = 0;
        if (const auto colon = name.rfind(':'); colon != std::string::npos) {
            output = std::atoi(name.c_str() + colon + 1);
            name.resize(colon);
        }
        const auto found = find(name);
        if (found == m_places.end())
            return failure(ErrorCode::NotFound,
                           {{"layer", who}, {"input", name}, {"expected", "an input or a layer above this one"}});
        Place place = found->second;
        if (place.call >= 0) place.output = output;
        return place;
    }

    /// By name; a file may still call a layer without a name by its older one.
    [[nodiscard]] Places::const_iterator find(const std::string& name) const {
        const auto found = m_places.find(name);
        if (found != m_places.end()) return found;
        return std::find_if(m_places.begin(), m_places.end(),
                            [&](const auto& place) { return olderName(place.first) == name; });
    }

    Result<void> readCall(const Json& given) {
        if (!given.is_object()) return unusable("layers[" + std::to_string(m_model.calls.size()) + "]", "an object");
        auto entry = withValues(given);
        if (!entry) return failure(entry.error());
        auto layer = layerOf(*entry);
        if (!layer) return failure(layer.error());
        LayerCall call{*layer, {}};
        const auto own = entry->value("name", std::string());
        const auto who = own.empty() ? (*layer)->name : own;
        if (!entry->contains("inputs")) call.inputs = {m_last};
        for (const auto& reference : entry->value("inputs", Json::array())) {
            auto place = placeOf(reference, who);
            if (!place) return failure(place.error());
            call.inputs.push_back(*place);
        }
        const Json named = entry->value("named", Json::object());
        for (const auto& [name, reference] : named.items()) {
            auto place = placeOf(reference, who);
            if (!place) return failure(place.error());
            call.named.emplace_back(name, *place);
        }
        call.options = entry->value("options", Json::object());
        call.extra = keysBeyond(*entry, kCallKeys);
        TD_TRY(checkPorts(call, who));
        if (m_places.contains(who))
            return failure(ErrorCode::InvalidArgument, {{"layer", who}, {"expected", "a name that nothing else has"}});
        m_last = {static_cast<int>(m_model.calls.size()), 0};
        m_places[who] = m_last;
        m_model.calls.push_back(std::move(call));
        return {};
    }

    /// Within a block: arguments and settings with the parameters' values in them.
    Result<Json> withValues(Json entry) const {
        if (!m_values) return entry;
        for (const char* key : {"config", "options"}) {
            if (!entry.contains(key)) continue;
            auto replaced = substituted(entry[key], *m_values);
            if (!replaced) {
                Error error = replaced.error();
                error.facts.insert(error.facts.begin(), {"layer", nameIn(entry)});
                return failure(std::move(error));
            }
            entry[key] = *std::move(replaced);
        }
        return entry;
    }

    Result<LayerPtr> layerOf(const Json& entry) {
        if (entry.contains("use")) return used(entry["use"]);
        if (++m_file.layers > kMostLayers)
            return failure(
                ErrorCode::TooLarge,
                {{"layer", nameIn(entry)}, {"expected", "at most " + std::to_string(kMostLayers) + " layers in all"}});
        return entry.contains("block") ? blockUse(entry)
                                       : createLayer(withName(entry), m_file.catalogues, nameIn(entry));
    }

    Result<LayerPtr> blockUse(const Json& entry) {
        const auto name = nameIn(entry);
        const auto wrong = [&](ErrorCode code, std::string expected) {
            return failure(code,
                           {{"layer", name}, {"block", entry["block"].dump()}, {"expected", std::move(expected)}});
        };
        if (!entry["block"].is_string()) return wrong(ErrorCode::InvalidArgument, "the name of a block");
        const auto found = m_file.blocks.find(entry["block"].get<std::string>());
        if (found == m_file.blocks.end()) return wrong(ErrorCode::NotFound, "a block of this file");
        if (name.find('/') != std::string::npos) return wrong(ErrorCode::InvalidArgument, "a name without '/'");
        if (m_file.open.size() >= kDeepestBlocks)
            return wrong(ErrorCode::InvalidArgument,
                         "at most " + std::to_string(kDeepestBlocks) + " blocks inside each other");
        const Block& block = *found->second;
        auto values = blockArguments(block, entry.value("config", Json()));
        if (!values) {
            Error error = values.error();
            error.facts.insert(error.facts.begin(), {"layer", name});
            return failure(std::move(error));
        }
        m_file.open.push_back(&block);
        auto model = ScopeReader(m_file, &*values).readUse(block, name);
        m_file.open.pop_back();
        if (!model) return inside(model.error(), name, block);
        auto layer = std::make_shared<Layer>();
        layer->def = &blockDef();
        layer->name = name;
        layer->isTrainable = values->flag("trainable");
        layer->config = *std::move(values);
        layer->model = std::make_shared<const Model>(*std::move(model));
        layer->block = found->second;
        return layer;
    }

    static Result<void> checkPorts(const LayerCall& call, const std::string& who) {
        if (!call.layer->block || call.inputs.size() == call.layer->block->inputs.size()) return {};
        return failure(ErrorCode::InvalidArgument,
                       {{"layer", who},
                        {"block", call.layer->block->name},
                        {"inputs", std::to_string(call.inputs.size())},
                        {"expected", std::to_string(call.layer->block->inputs.size()) + " inputs"}});
    }

    static Json withName(Json entry) {
        if (entry.contains("name")) entry["config"]["name"] = entry["name"];
        return entry;
    }

    /// The name that an entry gives its layer, else that of its class or block, numbered.
    std::string nameIn(const Json& entry) const {
        if (const auto own = entry.value("name", std::string()); !own.empty()) return own;
        const auto block = entry.value("block", Json());
        const auto base = block.is_string()
                              ? block.get<std::string>()
                              : automaticName(m_file.catalogues, entry.value("class_name", std::string()));
        std::string name = base;
        for (int i = 1; m_places.contains(name); ++i)
            name = base + "_" + std::to_string(i);
        return name;
    }

    Result<LayerPtr> used(const Json& reference) const {
        auto place = placeOf(reference, "use");
        if (!place) return failure(place.error());
        if (place->call < 0) return unusable("use", "the name of a layer above");
        return m_model.calls[static_cast<size_t>(place->call)].layer;
    }

    Result<void> readOutputs(const Json& outputs) {
        if (outputs.empty()) m_model.outputs = {m_last};
        for (const auto& reference : outputs) {
            auto place = placeOf(reference, "outputs");
            if (!place) return failure(place.error());
            m_model.outputs.push_back(*place);
        }
        return {};
    }

    File& m_file;
    const Config* m_values;
    Model m_model;
    Place m_last;
    Places m_places;
};
} // namespace

Result<Model> readModelBody(const Json& json, const Catalogues& catalogues) {
    auto blocks = readBlocks(json.value("blocks", Json()));
    if (!blocks) return failure(blocks.error());
    File file{catalogues, *std::move(blocks)};
    return ScopeReader(file, nullptr).readWhole(json);
}

} // namespace td::nn
