#include "tests/support/same_graph.h"

#include "engine/graph/op_def.h"
#include "engine/graph/op_registry.h"
#include "engine/graph/text.h"

#include <cstdio>
#include <cstdlib>
#include <map>

namespace td::test {

using namespace graph;

namespace {
/// Pairs values of two graphs as they are met; the first contradiction stays.
class Comparison {
public:
    Comparison(const Graph& a, const Graph& b)
        : m_a(a)
        , m_b(b) {}

    std::string run() {
        pairAll("inputs", m_a.inputs(), m_b.inputs());
        pairAll("variables", m_a.variables(), m_b.variables());
        if (m_a.order().size() != m_b.order().size()) say("the numbers of nodes");
        for (size_t i = 0; i < m_a.order().size() && m_found.empty(); ++i)
            compare(m_a.node(m_a.order()[i]), m_b.node(m_b.order()[i]));
        if (m_found.empty()) compareEnds();
        return m_found;
    }

private:
    void say(const std::string& what) {
        if (m_found.empty()) m_found = what;
    }

    void pairAll(const char* what, const std::vector<ValueId>& a, const std::vector<ValueId>& b) {
        if (a.size() != b.size()) return say(what);
        for (size_t i = 0; i < a.size(); ++i) {
            const Value &left = m_a.value(a[i]), &right = m_b.value(b[i]);
            if (left.name != right.name || left.type != right.type || left.isTrainable != right.isTrainable)
                say(what + (" " + left.name));
            if (left.device != right.device || !(left.constant == right.constant)) say("the start of " + left.name);
            m_pairs[a[i]] = b[i];
        }
    }

    void pair(ValueId a, ValueId b, const std::string& where) {
        if ((a == ValueId::None) != (b == ValueId::None)) return say(where);
        if (a == ValueId::None) return;
        const Value &left = m_a.value(a), &right = m_b.value(b);
        if (left.kind == ValueKind::Constant && right.kind == ValueKind::Constant) {
            if (!(left.constant == right.constant) || left.name != right.name) say(where + ": a constant");
            return;
        }
        const auto place = m_pairs.find(a);
        if (place == m_pairs.end() || place->second != b) say(where);
    }

    void compare(const Node& a, const Node& b) {
        const std::string where = a.op->name + " #" + std::to_string(index(a.id));
        const bool isSameSource = a.source.layer == b.source.layer && a.source.call == b.source.call;
        if (a.op != b.op || a.attributes != b.attributes || !isSameSource || a.device != b.device)
            say(where + ": what it is");
        if (a.inputs.size() != b.inputs.size() || a.outputs.size() != b.outputs.size()) return say(where);
        for (size_t i = 0; i < a.inputs.size(); ++i)
            pair(a.inputs[i], b.inputs[i], where + ": an input");
        for (size_t i = 0; i < a.outputs.size(); ++i) {
            if (m_a.type(a.outputs[i]) != m_b.type(b.outputs[i])) say(where + ": a type");
            if (m_a.value(a.outputs[i]).layout != m_b.value(b.outputs[i]).layout) say(where + ": a layout");
            m_pairs[a.outputs[i]] = b.outputs[i];
        }
    }

    void compareEnds() {
        if (m_a.outputs().size() != m_b.outputs().size()) return say("the outputs");
        for (size_t i = 0; i < m_a.outputs().size(); ++i) {
            if (m_a.outputs()[i].name != m_b.outputs()[i].name) say("an output's name");
            pair(m_a.outputs()[i].value, m_b.outputs()[i].value, "an output");
        }
        if (m_a.updates().size() != m_b.updates().size()) return say("the updates");
        for (size_t i = 0; i < m_a.updates().size(); ++i) {
            pair(m_a.updates()[i].variable, m_b.updates()[i].variable, "an update's variable");
            pair(m_a.updates()[i].value, m_b.updates()[i].value, "an update's value");
        }
    }

    const Graph &m_a, &m_b;
    std::map<ValueId, ValueId> m_pairs;
    std::string m_found;
};
} // namespace

std::string difference(const Graph& a, const Graph& b) {
    return Comparison(a, b).run();
}

std::string canonical(std::string_view text) {
    const auto once = parseText(text, builtinOps());
    if (!once) return describe(once.error());
    const auto twice = parseText(toText(*once), builtinOps());
    return twice ? toText(*twice) : describe(twice.error());
}

Graph graphOf(std::string_view text) {
    auto graph = parseText(text, builtinOps());
    if (graph) return *std::move(graph);
    std::fprintf(stderr, "%s\n", describe(graph.error()).c_str());
    std::abort();
}

} // namespace td::test
