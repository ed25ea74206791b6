#include "engine/graph/ops/fused.h"

#include "engine/graph/op_registry.h"

#include <algorithm>
#include <charconv>

/// Reading the text of a fused program.
namespace td::graph {

namespace {
constexpr size_t kMostInstructions = 4096;

tl::unexpected<Error> unreadable(std::string_view found, std::string expected) {
    return failure(
        ErrorCode::InvalidArgument,
        {{"attribute", "program"}, {"found", std::string(found.substr(0, 80))}, {"expected", std::move(expected)}});
}

std::vector<std::string_view> pieces(std::string_view text, char separator) {
    std::vector<std::string_view> found;
    while (true) {
        const size_t end = text.find(separator);
        found.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return found;
        text.remove_prefix(end + 1);
    }
}

template <class T>
std::optional<T> number(std::string_view text) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

class FusedReader {
public:
    FusedReader(int inputs, const OpRegistry& ops)
        : m_inputs(inputs)
        , m_ops(ops) {}

    Result<FusedProgram> read(std::string_view text) {
        const size_t bar = text.find('|');
        if (bar == std::string_view::npos) return unreadable(text, "instructions|outputs");
        for (const std::string_view piece : pieces(text.substr(0, bar), ';')) {
            if (m_program.instructions.size() >= kMostInstructions) return unreadable(piece, "fewer instructions");
            TD_TRY(instruction(piece));
        }
        return outputs(text.substr(bar + 1));
    }

private:
    Result<FusedProgram> outputs(std::string_view text) {
        for (const std::string_view piece : pieces(text, ',')) {
            const auto output = argument(piece);
            if (!output) return failure(output.error());
            m_program.outputs.push_back(*output);
        }
        return std::move(m_program);
    }

    /// op[attributes](arguments)
    Result<void> instruction(std::string_view text) {
        const size_t open = text.find('(');
        if (open == std::string_view::npos || !text.ends_with(')')) return unreadable(text, "operation(arguments)");
        std::string_view head = text.substr(0, open);
        const std::string_view inside = text.substr(open + 1, text.size() - open - 2);
        std::string_view attributes;
        if (const size_t bracket = head.find('['); bracket != std::string_view::npos) {
            if (!head.ends_with(']')) return unreadable(text, "a closing bracket");
            attributes = head.substr(bracket + 1, head.size() - bracket - 2);
            head = head.substr(0, bracket);
        }
        const OpDef* op = m_ops.find(head);
        if (op == nullptr || !op->traits.isElementwise || op->name == "fused_elementwise")
            return unreadable(head, "an elementwise operation");
        FusedProgram::Instruction made{op->name, {}, {}};
        TD_TRY(readAttributes(made, *op, attributes));
        for (const std::string_view piece : pieces(inside, ',')) {
            const auto read = argument(piece);
            if (!read) return failure(read.error());
            made.arguments.push_back(*read);
        }
        m_program.instructions.push_back(std::move(made));
        return {};
    }

    Result<void> readAttributes(FusedProgram::Instruction& made, const OpDef& op, std::string_view text) {
        if (text.empty()) return {};
        for (const std::string_view piece : pieces(text, ',')) {
            const size_t equals = std::min(piece.find('='), piece.size());
            const std::string_view key = piece.substr(0, equals);
            const auto def = std::find_if(op.attributes.begin(), op.attributes.end(),
                                          [&](const AttributeDef& attribute) { return attribute.name == key; });
            const auto value = number<double>(piece.substr(std::min(equals + 1, piece.size())));
            if (def == op.attributes.end() || !value)
                return unreadable(piece, "an attribute of " + op.name + "=number");
            if (def->kind == AttributeKind::Bool)
                made.attributes.set(def->name, *value != 0);
            else
                made.attributes.set(def->name, *value);
        }
        return {};
    }

    /// "i3" or "t0", of what is there by now.
    Result<FusedProgram::Argument> argument(std::string_view text) {
        const auto index = number<int>(text.substr(std::min<size_t>(1, text.size())));
        const bool isInput = text.starts_with('i');
        const int limit = isInput ? m_inputs : static_cast<int>(m_program.instructions.size());
        if (!index || (!isInput && !text.starts_with('t')) || *index < 0 || *index >= limit)
            return unreadable(text, "an input i0, i1 … or an earlier result t0, t1 …");
        return FusedProgram::Argument{isInput, *index};
    }

    int m_inputs;
    const OpRegistry& m_ops;
    FusedProgram m_program;
};
} // namespace

Result<FusedProgram> parseFused(std::string_view text, int inputs, const OpRegistry& ops) {
    return FusedReader(inputs, ops).read(text);
}

} // namespace td::graph
