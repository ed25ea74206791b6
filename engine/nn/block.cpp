#include "engine/nn/block.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

namespace td::nn {

namespace {
using KindName = std::pair<std::string_view, ParameterKind>;
constexpr std::array<KindName, 7> kKinds = {{{"int", ParameterKind::Int},
                                             {"real", ParameterKind::Real},
                                             {"bool", ParameterKind::Bool},
                                             {"text", ParameterKind::Text},
                                             {"sizes", ParameterKind::Sizes},
                                             {"object", ParameterKind::Object},
                                             {"any", ParameterKind::Any}}};

const Parameter& trainable() {
    static const Parameter kTrainable{"trainable", ParameterKind::Bool, true, "whether training changes its weights"};
    return kTrainable;
}

tl::unexpected<Error> unusable(const std::string& block, std::vector<Fact> facts) {
    facts.insert(facts.begin(), {"block", block});
    return failure(ErrorCode::InvalidArgument, std::move(facts));
}

std::string textOf(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool isName(const std::string& text) {
    return !text.empty() && std::isdigit(static_cast<unsigned char>(text[0])) == 0 &&
           std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
}

std::optional<ParameterKind> kindNamed(const std::string& name) {
    for (const auto& [known, kind] : kKinds)
        if (known == name) return kind;
    return std::nullopt;
}

Result<Parameter> readParameter(const std::string& block, const Json& json) {
    if (!json.is_object())
        return unusable(block, {{"where", "parameters"}, {"expected", "a list of {\"name\", \"type\", \"default\"}"}});
    Parameter parameter{textOf(json, "name")};
    if (!isName(parameter.name) || parameter.name == trainable().name)
        return unusable(block, {{"parameter", parameter.name},
                                {"expected", "a name of letters, digits and '_', other than trainable"}});
    const auto kind = kindNamed(textOf(json, "type"));
    if (!kind)
        return unusable(block, {{"parameter", parameter.name},
                                {"type", json.value("type", Json()).dump()},
                                {"expected", "int, real, bool, text, sizes, object or any"}});
    parameter.kind = *kind;
    parameter.about = textOf(json, "about");
    for (const auto& choice : json.value("choices", Json::array()))
        if (choice.is_string()) parameter.choices.push_back(choice.get<std::string>());
    if (const Json count = json.value("count", Json()); count.is_number_unsigned())
        parameter.count = count.get<size_t>();
    parameter.isRequired = !json.contains("default");
    if (parameter.isRequired && parameter.about.empty()) parameter.about = "a value, as there is no default";
    if (parameter.isRequired) return parameter;
    parameter.standard = json["default"];
    auto checked = Config::complete({parameter}, {{parameter.name, parameter.standard}});
    if (checked) {
        parameter.standard = checked->json(parameter.name);
        return parameter;
    }
    Error error = checked.error();
    error.facts.insert(error.facts.begin(), {{"block", block}, {"where", "default"}});
    return failure(std::move(error));
}

Result<std::vector<std::string>> readInputs(const std::string& block, const Json& definition) {
    const auto given = definition.find("inputs");
    if (given == definition.end()) return std::vector<std::string>{"input"};
    std::vector<std::string> names;
    if (given->is_array())
        for (const auto& input : *given)
            names.push_back(input.is_object()   ? textOf(input, "name")
                            : input.is_string() ? input.get<std::string>()
                                                : "");
    if (names.empty() || std::find(names.begin(), names.end(), "") != names.end())
        return unusable(block, {{"where", "inputs"}, {"expected", "a list of names"}});
    return names;
}

Result<Block> readBlock(const std::string& name, const Json& definition) {
    if (name.empty() || name.find('/') != std::string::npos)
        return unusable(name, {{"expected", "a name without '/'"}});
    if (!definition.is_object()) return unusable(name, {{"expected", "an object with \"layers\""}});
    const auto layers = definition.find("layers");
    if (layers == definition.end() || !layers->is_array() || layers->empty())
        return unusable(name, {{"where", "layers"}, {"expected", "a list that is not empty"}});
    Block block{name, textOf(definition, "about"), {}, {}, definition};
    const Json parameters = definition.value("parameters", Json::array());
    if (!parameters.is_array()) return unusable(name, {{"where", "parameters"}, {"expected", "a list"}});
    for (const auto& entry : parameters) {
        auto parameter = readParameter(name, entry);
        if (!parameter) return failure(parameter.error());
        for (const auto& other : block.parameters)
            if (other.name == parameter->name)
                return unusable(name, {{"parameter", other.name}, {"expected", "a name that no other has"}});
        block.parameters.push_back(*std::move(parameter));
    }
    auto inputs = readInputs(name, definition);
    if (!inputs) return failure(inputs.error());
    block.inputs = *std::move(inputs);
    return block;
}

/// The walk through the blocks that blocks use; a block that is met below itself ends it.
class CircleSearch {
public:
    explicit CircleSearch(const Blocks& blocks)
        : m_blocks(blocks) {}

    Result<void> visit(const std::string& name) {
        const auto found = m_blocks.find(name);
        if (found == m_blocks.end() || m_done.contains(name)) return {};
        const bool isOpen = std::find(m_open.begin(), m_open.end(), name) != m_open.end();
        m_open.push_back(name);
        if (isOpen) return unusable(name, {{"found", chain(name)}, {"expected", "a block that does not use itself"}});
        constexpr size_t kMostOpen = 1000; // as deep as the walk goes; a use is refused far before
        if (m_open.size() > kMostOpen) return unusable(name, {{"expected", "fewer blocks inside each other"}});
        for (const auto& layer : found->second->definition["layers"])
            if (layer.is_object()) TD_TRY(visit(textOf(layer, "block")));
        m_open.pop_back();
        m_done[name] = true;
        return {};
    }

private:
    /// From where the circle begins: "a > b > a".
    [[nodiscard]] std::string chain(const std::string& name) const {
        std::string text = name;
        for (auto at = std::find(m_open.begin(), m_open.end(), name) + 1; at != m_open.end(); ++at)
            text += " > " + *at;
        return text;
    }

    const Blocks& m_blocks;
    std::vector<std::string> m_open;
    std::map<std::string, bool, std::less<>> m_done;
};
} // namespace

Result<Blocks> readBlocks(const Json& json) {
    Blocks blocks;
    if (json.is_null()) return blocks;
    if (!json.is_object())
        return failure(ErrorCode::InvalidArgument, {{"where", "blocks"}, {"expected", "an object of blocks by name"}});
    for (const auto& [name, definition] : json.items()) {
        auto block = readBlock(name, definition);
        if (!block) return failure(block.error());
        blocks[name] = std::make_shared<const Block>(*std::move(block));
    }
    CircleSearch search(blocks);
    for (const auto& [name, block] : blocks)
        TD_TRY(search.visit(name));
    return blocks;
}

Result<Config> blockArguments(const Block& block, const Json& given) {
    std::vector<Parameter> schema = block.parameters;
    schema.push_back(trainable());
    auto config = Config::complete(schema, given);
    if (config) return config;
    Error error = config.error();
    error.facts.insert(error.facts.begin(), {"block", block.name});
    return failure(std::move(error));
}

} // namespace td::nn
