#include "engine/kernels/cpu/simd/elementwise_program.h"

#include "engine/graph/op_registry.h"

#include <charconv>
#include <string>

namespace td::simd {

namespace {
/// What lies before the first `mark`; `text` keeps what lies behind it.
std::string_view upTo(std::string_view& text, char mark) {
    const size_t at = text.find(mark);
    const std::string_view head = text.substr(0, at);
    text = at == std::string_view::npos ? std::string_view{} : text.substr(at + 1);
    return head;
}

std::optional<int> number(std::string_view text) {
    int value = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0) return {};
    return value;
}

/// "i2" is input 2, "t0" the result of line 0, which must be an earlier one.
std::optional<int> registerNamed(std::string_view text, int inputs, int lines) {
    if (text.empty()) return {};
    const std::optional<int> index = number(text.substr(1));
    if (!index) return {};
    if (text.front() == 'i' && *index < inputs) return *index;
    if (text.front() == 't' && *index < lines) return inputs + *index;
    return {};
}

std::optional<graph::Attribute> attributeOf(graph::AttributeKind kind, std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return {};
    if (kind == graph::AttributeKind::Bool) return graph::Attribute(value != 0);
    if (kind == graph::AttributeKind::Double) return graph::Attribute(value);
    if (kind == graph::AttributeKind::Int) return graph::Attribute(static_cast<int64_t>(value));
    return {};
}

std::optional<graph::Attributes> attributesOf(const graph::OpDef& op, std::string_view text) {
    graph::Attributes attributes;
    while (!text.empty()) {
        std::string_view pair = upTo(text, ',');
        const std::string_view name = upTo(pair, '=');
        for (const graph::AttributeDef& def : op.attributes) {
            if (def.name != name) continue;
            auto value = attributeOf(def.kind, pair);
            if (!value) return {};
            attributes.set(def.name, *std::move(value));
        }
    }
    auto completed = op.completed(std::move(attributes));
    if (!completed) return {};
    return *std::move(completed);
}

/// "add" or "leaky_relu[negative_slope=0.1]"
std::optional<StepKind> kindNamed(std::string_view text) {
    const std::string_view name = upTo(text, '[');
    const graph::OpDef* op = graph::builtinOps().find(name);
    if (!op) return {};
    const auto attributes = attributesOf(*op, upTo(text, ']'));
    if (!attributes) return {};
    const auto kind = stepFor(name, *attributes, DType::F32);
    const bool isFloat = kind && kind->code < StepCode::Equal;
    return isFloat ? kind : std::nullopt;
}

std::optional<ElementwiseProgram::Line> lineOf(std::string_view text, const ElementwiseProgram& program) {
    // Attributes may hold parentheses, operands do not.
    const size_t open = text.rfind('(');
    if (open == std::string_view::npos || !text.ends_with(')')) return {};
    const auto kind = kindNamed(text.substr(0, open));
    if (!kind) return {};
    ElementwiseProgram::Line line{*kind, {-1, -1, -1}};
    std::string_view operands = text.substr(open + 1, text.size() - open - 2);
    int count = 0;
    for (; !operands.empty() && count < 3; ++count) {
        const auto found = registerNamed(upTo(operands, ','), program.inputs, static_cast<int>(program.lines.size()));
        if (!found) return {};
        line.operands[static_cast<size_t>(count)] = *found;
    }
    if (count != kind->operands || !operands.empty()) return {};
    return line;
}
} // namespace

ElementwiseProgram singleStep(StepKind kind) {
    ElementwiseProgram program;
    program.inputs = kind.operands;
    ElementwiseProgram::Line line{kind, {-1, -1, -1}};
    for (int i = 0; i < kind.operands; ++i)
        line.operands[static_cast<size_t>(i)] = i;
    program.lines.push_back(line);
    program.outputs = {kind.operands};
    return program;
}

std::optional<ElementwiseProgram> parseProgram(std::string_view text, int inputs) {
    ElementwiseProgram program;
    program.inputs = inputs;
    std::string_view lines = upTo(text, '|');
    while (!lines.empty()) {
        const auto line = lineOf(upTo(lines, ';'), program);
        if (!line) return {};
        program.lines.push_back(*line);
    }
    while (!text.empty()) {
        const auto output = registerNamed(upTo(text, ','), inputs, static_cast<int>(program.lines.size()));
        if (!output) return {};
        program.outputs.push_back(*output);
    }
    return program;
}

} // namespace td::simd
