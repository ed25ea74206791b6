#include "app/cli/ops_text.h"

#include <nlohmann/json.hpp>

namespace td::cli {

namespace {
using Json = nlohmann::ordered_json;

Json dtypesJson(DTypeSet types) {
    Json names = Json::array();
    for (int d = 0; d < kDTypes; ++d)
        if (types.has(static_cast<DType>(d))) names.push_back(name(static_cast<DType>(d)));
    return names;
}

Json inputJson(const graph::InputDef& input) {
    constexpr const char* kArities[] = {"one", "optional", "many"};
    return {
        {"name", input.name}, {"dtypes", dtypesJson(input.dtypes)}, {"arity", kArities[static_cast<int>(input.arity)]}};
}

/// "like" names the input, "attribute" the attribute, whose type it is; with neither the type is always the same.
Json outputJson(const graph::OpDef& op, size_t output) {
    const graph::OutputType type = op.typeOfOutput(output);
    Json json = {{"name", op.outputs[output]}};
    const bool isLikeInput = type.attribute.empty() && type.dtypes == DTypeSet();
    json["dtypes"] = dtypesJson(isLikeInput ? op.inputs[static_cast<size_t>(type.input)].dtypes : type.dtypes);
    if (isLikeInput) json["like"] = op.inputs[static_cast<size_t>(type.input)].name;
    if (!type.attribute.empty()) json["attribute"] = type.attribute;
    return json;
}

/// "kind": "own" where the operation counts by a formula of its own. Bytes are those of inputs and outputs, each once.
Json costJson(const graph::OpDef& op) {
    const bool isView = op.traits.isView;
    return {{"kind", isView               ? "view"
                     : op.cost != nullptr ? "own"
                                          : "elements"},
            {"flops", op.flopsText()},
            {"bytes", isView ? "0" : "inputs and outputs once"}};
}

struct ValueJson {
    Json operator()(DType value) const { return std::string(name(value)); }
    Json operator()(const Shape& value) const { return value.toString(); }
    Json operator()(const Tensor& value) const { return toString(value.type()); }
    template <class T>
    Json operator()(const T& value) const {
        return value;
    }
};

Json attributeJson(const graph::AttributeDef& attribute) {
    Json json = {{"name", attribute.name}, {"kind", graph::name(attribute.kind)}, {"required", attribute.isRequired}};
    if (!attribute.isRequired) json["default"] = std::visit(ValueJson(), attribute.fallback);
    json["about"] = attribute.about;
    return json;
}

Json gradientJson(const graph::OpDef& op) {
    Json json = {{"kind", gradientKind(op)}};
    if (!op.isDifferentiable()) json["reason"] = op.notDifferentiable;
    return json;
}

/// Outputs that must, or may, be an input's memory.
Json aliasesJson(const graph::OpDef& op) {
    Json json = Json::array();
    for (const auto& [aliases, isMust] : {std::pair{&op.mustAlias, true}, std::pair{&op.mayAlias, false}})
        for (const graph::Alias& alias : *aliases)
            json.push_back({{"output", alias.output}, {"input", alias.input}, {"must", isMust}});
    return json;
}

Json kernelsJson(const graph::OpDef& op, const kernels::KernelRegistry& kernels) {
    Json json = Json::array();
    for (const kernels::KernelDef* kernel : kernelsOf(op, kernels))
        json.push_back({{"device", "cpu"}, {"variant", kernel->variant}});
    return json;
}

Json opJson(const graph::OpDef& op, const kernels::KernelRegistry& kernels) {
    Json inputs = Json::array(), outputs = Json::array(), attributes = Json::array();
    for (const graph::InputDef& input : op.inputs)
        inputs.push_back(inputJson(input));
    for (size_t i = 0; i < op.outputs.size(); ++i)
        outputs.push_back(outputJson(op, i));
    for (const graph::AttributeDef& attribute : op.attributes)
        attributes.push_back(attributeJson(attribute));
    return {{"name", op.name},
            {"family", op.family},
            {"about", op.about},
            {"inputs", inputs},
            {"outputs", outputs},
            {"attributes", attributes},
            {"traits",
             {{"elementwise", op.traits.isElementwise},
              {"commutative", op.traits.isCommutative},
              {"view", op.traits.isView},
              {"random", op.traits.isRandom}}},
            {"gradient", gradientJson(op)},
            {"decomposes", op.decompose != nullptr},
            {"cost", costJson(op)},
            {"aliases", aliasesJson(op)},
            {"kernels", kernelsJson(op, kernels)}};
}
} // namespace

std::string opsJson(OpList ops, const kernels::KernelRegistry& kernels) {
    Json all = Json::array();
    for (const graph::OpDef* op : ops)
        all.push_back(opJson(*op, kernels));
    return Json{{"ops", all}}.dump(2) + "\n";
}

} // namespace td::cli
