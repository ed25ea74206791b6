#include "engine/graph/op_registry.h"
#include "engine/graph/text.h"
#include "engine/graph/text_values.h"

#include <map>
#include <set>

namespace td::graph {

namespace {
constexpr std::string_view kGradientOf = "gradient of #";

/// Reads one line after the other. Ids in the text are names: the graph gives its own, in the same order.
class Reader {
public:
    explicit Reader(const OpRegistry& ops)
        : m_graph(ops) {}

    Result<void> line(std::string_view text) {
        ++m_line;
        TextCursor cursor(text);
        if (cursor.isAtEnd() || cursor.take("//")) return {};
        TD_TRY(cursor.take("output ") ? output(cursor) : cursor.take("update ") ? update(cursor) : definition(cursor));
        if (!cursor.isAtEnd()) return wrong(cursor, "the end of the line");
        return {};
    }

    [[nodiscard]] Graph take() { return std::move(m_graph); }

private:
    /// What stands behind the colon for one output.
    struct Written {
        TensorType type;
        Layout layout = Layout::Plain;
    };

    [[nodiscard]] tl::unexpected<Error> wrong(const TextCursor& cursor, const char* expected) const {
        return failure(ErrorCode::Corrupt,
                       {{"line", std::to_string(m_line)}, {"expected", expected}, {"found", cursor.rest()}});
    }

    Result<ValueId> use(TextCursor& cursor) {
        if (cursor.take("_")) return ValueId::None;
        const auto number = cursor.take("%") ? cursor.integer() : std::nullopt;
        const auto place = number ? m_values.find(*number) : m_values.end();
        if (place == m_values.end()) return wrong(cursor, "a value that stands above, as %1");
        return place->second;
    }

    Result<void> output(TextCursor& cursor) {
        const auto name = cursor.string();
        if (!name) return wrong(cursor, "a name in quotes");
        const auto value = use(cursor);
        if (!value) return failure(value.error());
        if (*value == ValueId::None) return wrong(cursor, "a value that stands above, as %1");
        m_graph.addOutput(*name, *value);
        return {};
    }

    Result<void> update(TextCursor& cursor) {
        const auto variable = use(cursor);
        if (!variable) return failure(variable.error());
        const auto value = use(cursor);
        if (!value) return failure(value.error());
        if (*variable == ValueId::None || *value == ValueId::None ||
            m_graph.value(*variable).kind != ValueKind::Variable)
            return wrong(cursor, "a variable and its next value");
        if (!m_updated.insert(*variable).second) return wrong(cursor, "a variable that has no update yet");
        m_graph.addUpdate(*variable, *value);
        return {};
    }

    Result<void> definition(TextCursor& cursor) {
        std::vector<int64_t> names;
        do {
            const auto number = cursor.take("%") ? cursor.integer() : std::nullopt;
            if (!number || m_values.contains(*number)) return wrong(cursor, "a new value, as %1");
            names.push_back(*number);
        } while (cursor.take(","));
        if (!cursor.take("=")) return wrong(cursor, "=");
        if (cursor.take("input ")) return input(cursor, names.front());
        if (cursor.take("variable ")) return variable(cursor, names.front());
        if (cursor.take("constant ")) return constant(cursor, names.front());
        return node(cursor, names);
    }

    struct Named {
        std::string name;
        TensorType type;
    };
    Result<Named> named(TextCursor& cursor) {
        auto name = cursor.string();
        auto type = name ? cursor.type() : std::nullopt;
        if (!type) return wrong(cursor, "a name in quotes and a type, as float32(B,10)");
        if (!m_names.insert(*name).second) return wrong(cursor, "a name that no input or variable above has");
        return Named{*std::move(name), *std::move(type)};
    }

    Result<void> input(TextCursor& cursor, int64_t number) {
        auto made = named(cursor);
        if (!made) return failure(made.error());
        m_values[number] = m_graph.addInput(std::move(made->name), std::move(made->type));
        return {};
    }

    Result<void> variable(TextCursor& cursor, int64_t number) {
        auto made = named(cursor);
        if (!made) return failure(made.error());
        const bool isTrainable = cursor.take("trainable");
        const auto device = readDevice(cursor);
        if (!device) return failure(device.error());
        std::optional<Tensor> initial;
        if (cursor.take("=")) {
            initial = cursor.take("tensor ") ? cursor.tensor() : std::nullopt;
            if (!initial || initial->type() != made->type)
                return wrong(cursor, "a tensor of the variable's type, with its elements");
        }
        const ValueId id =
            m_graph.addVariable(std::move(made->name), std::move(made->type), isTrainable, initial.value_or(Tensor()));
        m_graph.value(id).device = *device;
        m_values[number] = id;
        return {};
    }

    /// The CPU where nothing is said.
    Result<Device> readDevice(TextCursor& cursor) {
        if (!cursor.take("on ")) return Device{};
        const auto device = cursor.device();
        if (!device) return wrong(cursor, "a device, as cuda:0");
        return *device;
    }

    Result<void> constant(TextCursor& cursor, int64_t number) {
        auto name = cursor.string();
        const auto tensor = cursor.take("tensor ") ? cursor.tensor() : std::nullopt;
        if (!tensor) return wrong(cursor, "a tensor with its elements");
        const auto device = readDevice(cursor);
        if (!device) return failure(device.error());
        const ValueId id = m_graph.addConstant(*tensor, std::move(name).value_or(""));
        m_graph.value(id).device = *device;
        m_values[number] = id;
        return {};
    }

    Result<void> node(TextCursor& cursor, const std::vector<int64_t>& names) {
        const auto id =
            cursor.take("#") ? cursor.integer() : std::optional<int64_t>(static_cast<int64_t>(m_nodes.size()));
        const auto op = id ? cursor.word() : std::nullopt;
        if (!op || !cursor.take("(")) return wrong(cursor, "an operation and its inputs, as add(%0, %1)");
        const auto inputs = operands(cursor);
        if (!inputs) return failure(inputs.error());
        Attributes attributes;
        TD_TRY(readAttributes(cursor, attributes));
        std::vector<Written> types;
        TD_TRY(readTypes(cursor, types));
        const auto device = readDevice(cursor);
        if (!device) return failure(device.error());
        const auto from = readSource(cursor);
        if (!cursor.isAtEnd()) return wrong(cursor, "the end of the line");
        auto made = m_graph.addNode(*op, *inputs, std::move(attributes), from);
        if (!made) {
            Error error = made.error();
            error.facts.insert(error.facts.begin(), {"line", std::to_string(m_line)});
            return failure(std::move(error));
        }
        m_nodes[*id] = *made;
        m_graph.node(*made).device = *device;
        return name(cursor, *made, names, types);
    }

    Result<void> name(const TextCursor& cursor, NodeId made, const std::vector<int64_t>& names,
                      const std::vector<Written>& types) {
        const auto& outputs = m_graph.node(made).outputs;
        if (outputs.size() != names.size()) return wrong(cursor, "as many values as the operation has outputs");
        for (size_t i = 0; i < names.size(); ++i) {
            if (i < types.size() && !(m_graph.type(outputs[i]) == types[i].type))
                return wrong(cursor, "the type that the operation gives");
            if (i < types.size()) m_graph.value(outputs[i]).layout = types[i].layout;
            m_values[names[i]] = outputs[i];
        }
        return {};
    }

    Result<std::vector<ValueId>> operands(TextCursor& cursor) {
        std::vector<ValueId> inputs;
        while (!cursor.take(")")) {
            if (!inputs.empty() && !cursor.take(",")) return wrong(cursor, "a comma or the closing bracket");
            const auto value = use(cursor);
            if (!value) return failure(value.error());
            inputs.push_back(*value);
        }
        return inputs;
    }

    static bool canLieInBlocks(const TensorType& type) {
        const Dim channels = type.shape.rank() == 4 ? type.shape[3] : Dim(1);
        return channels.isKnown() && channels.value() % 16 == 0;
    }

    Result<void> readAttributes(TextCursor& cursor, Attributes& attributes) {
        while (!cursor.peek(':') && !cursor.peek('@') && !cursor.isNext(kGradientOf) && !cursor.isNext("on ") &&
               !cursor.isAtEnd()) {
            const auto key = cursor.word();
            const auto value = key && cursor.take("=") ? cursor.attribute() : std::nullopt;
            if (!value) return wrong(cursor, "an attribute, as axis=1");
            attributes.set(std::string(*key), *value);
        }
        return {};
    }

    Result<void> readTypes(TextCursor& cursor, std::vector<Written>& types) {
        if (!cursor.take(":")) return {};
        do {
            const auto type = cursor.type();
            if (!type) return wrong(cursor, "a type, as float32(B,10)");
            const bool isBlocked = cursor.take("blocked16");
            if (isBlocked && !canLieInBlocks(*type)) return wrong(cursor, "whole blocks of 16 channels");
            types.push_back({*type, isBlocked ? Layout::Blocked16 : Layout::Plain});
        } while (cursor.take(","));
        return {};
    }

    Source readSource(TextCursor& cursor) {
        Source source;
        if (cursor.take("@")) {
            source.layer = cursor.string().value_or("");
            source.call = cursor.string().value_or("");
        }
        if (cursor.take(kGradientOf)) {
            const auto place = m_nodes.find(cursor.integer().value_or(-1));
            if (place != m_nodes.end()) source.forward = place->second;
        }
        return source;
    }

    Graph m_graph;
    int m_line = 0;
    std::map<int64_t, ValueId> m_values;
    std::map<int64_t, NodeId> m_nodes;
    std::set<std::string> m_names; ///< of inputs and variables
    std::set<ValueId> m_updated;
};
} // namespace

Result<Graph> parseText(std::string_view text, const OpRegistry& ops) {
    Reader reader(ops);
    while (!text.empty()) {
        const size_t end = std::min(text.find('\n'), text.size());
        TD_TRY(reader.line(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    Graph graph = reader.take();
    if (const auto verified = graph.verify(); !verified) return failure(ErrorCode::Corrupt, verified.error().facts);
    return graph;
}

} // namespace td::graph
