#include "app/cli/ops_text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>

namespace td::cli {

namespace {
std::string number(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.10g", value);
    return text.data();
}

template <class T, class F>
std::string joined(const std::vector<T>& items, F toText, std::string_view separator = ", ") {
    std::string text;
    for (const T& item : items)
        text += std::string(text.empty() ? "" : separator) + toText(item);
    return text;
}

std::string padded(std::string text, size_t width) {
    if (text.size() < width) text.append(width - text.size(), ' ');
    return text;
}

struct ValueWriter {
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(int64_t value) const { return std::to_string(value); }
    std::string operator()(double value) const { return number(value); }
    std::string operator()(const std::string& value) const { return value; }
    std::string operator()(const graph::Ints& value) const {
        return "[" + joined(value, [](int64_t item) { return std::to_string(item); }) + "]";
    }
    std::string operator()(const graph::Doubles& value) const { return "[" + joined(value, number) + "]"; }
    std::string operator()(DType value) const { return std::string(name(value)); }
    std::string operator()(const Shape& value) const { return value.toString(); }
    std::string operator()(const Tensor& value) const { return toString(value.type()); }
};

std::string typesText(DTypeSet types) {
    if (types == kAllTypes) return "any type";
    if (types == kNumbers) return "float32, float64, integers";
    if (types == kIntegers) return "integers";
    std::string text;
    for (int d = 0; d < kDTypes; ++d)
        if (types.has(static_cast<DType>(d)))
            text += (text.empty() ? "" : ", ") + std::string(name(static_cast<DType>(d)));
    return text;
}

std::string inputText(const graph::InputDef& input) {
    const char* mark = input.arity == graph::Arity::Optional ? "?" : input.arity == graph::Arity::Many ? "..." : "";
    return "  " + padded(input.name + mark, 20) + typesText(input.dtypes) + "\n";
}

std::string outputTypeText(const graph::OpDef& op, size_t output) {
    const graph::OutputType type = op.typeOfOutput(output);
    if (!type.attribute.empty()) return "what " + type.attribute + " says";
    if (type.dtypes != DTypeSet()) return typesText(type.dtypes);
    return "as " + op.inputs[static_cast<size_t>(type.input)].name;
}

std::string attributeText(const graph::AttributeDef& attribute) {
    const std::string fallback = attribute.isRequired ? "needed" : "default " + valueText(attribute.fallback);
    return "  " + padded(attribute.name, 20) + std::string(graph::name(attribute.kind)) + ", " + fallback + ": " +
           attribute.about + "\n";
}

std::string variantsText(const graph::OpDef& op, const kernels::KernelRegistry& kernels) {
    return joined(
        kernelsOf(op, kernels), [](const kernels::KernelDef* kernel) { return kernel->variant; }, " ");
}
} // namespace

std::string valueText(const graph::Attribute& value) {
    return std::visit(ValueWriter(), value);
}

std::string_view gradientKind(const graph::OpDef& op) {
    if (op.gradient != nullptr) return "emits";
    return op.isDifferentiable() ? "decomposition" : "none";
}

std::vector<const kernels::KernelDef*> kernelsOf(const graph::OpDef& op, const kernels::KernelRegistry& kernels) {
    return kernels.of(op.name, DeviceKind::Cpu);
}

std::string opsTable(OpList ops, const kernels::KernelRegistry& kernels) {
    std::map<std::string, std::string> families;
    size_t nameWidth = 0, kernelWidth = 0;
    for (const graph::OpDef* op : ops) {
        nameWidth = std::max(nameWidth, op->name.size() + 2);
        kernelWidth = std::max(kernelWidth, variantsText(*op, kernels).size() + 2);
    }
    for (const graph::OpDef* op : ops)
        families[op->family] += "  " + padded(op->name, nameWidth) + padded(std::string(gradientKind(*op)), 15) +
                                padded(variantsText(*op, kernels), kernelWidth) + op->about + "\n";
    std::string text = "  " + padded("operation", nameWidth) + padded("gradient", 15) + padded("kernels", kernelWidth) +
                       "what it does\n";
    for (const auto& [family, lines] : families)
        text += "\n" + family + "\n" + lines;
    return text;
}

std::string opText(const graph::OpDef& op, const kernels::KernelRegistry& kernels) {
    std::string text = op.name + " (" + op.family + ")\n  " + op.about + "\n\nInputs\n";
    for (const graph::InputDef& input : op.inputs)
        text += inputText(input);
    text += "Outputs\n";
    for (size_t i = 0; i < op.outputs.size(); ++i)
        text += "  " + padded(op.outputs[i], 20) + outputTypeText(op, i) + "\n";
    if (!op.attributes.empty()) text += "Attributes\n";
    for (const graph::AttributeDef& attribute : op.attributes)
        text += attributeText(attribute);
    text += "Gradient\n  " + std::string(gradientKind(op)) +
            (op.isDifferentiable() ? "" : ": " + op.notDifferentiable) + "\n";
    text += "Operations\n  " + op.flopsText() + "\n";
    return text + "Kernels\n  cpu: " + variantsText(op, kernels) + "\n";
}

} // namespace td::cli
