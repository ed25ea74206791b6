#include "engine/runtime/plan.h"

#include <cstdarg>
#include <cstdio>

namespace td::runtime {

using namespace graph;

namespace {
std::string formatted(const char* format, ...) __attribute__((format(printf, 1, 2)));
std::string formatted(const char* format, ...) {
    char line[512];
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    return line;
}

std::string placed(const Plan& plan, ValueId value) {
    const Storage& at = plan.memory().of(value);
    constexpr const char* kPlaces[] = {"input", "variable", "constant", "arena", "output"};
    const std::string device = at.device == Device{} ? "" : toString(at.device) + " ";
    if (at.place != Place::Arena) return device + kPlaces[static_cast<int>(at.place)];
    return device + formatted("arena+%zu", at.offset);
}
} // namespace

std::string Plan::toText() const {
    std::string text = formatted("%-5s %-24s %-28s %-28s %-22s %12s %14s\n", "node", "op", "layer", "kernel", "place",
                                 "bytes", "flop");
    for (const StepFacts& facts : m_facts) {
        const Node& node = m_graph.node(facts.node);
        const ValueId first = node.outputs.front();
        text += formatted("%-5u %-24s %-28s %-28s %-22s %12zu %14.0f\n", index(facts.node), node.op->name.c_str(),
                          node.source.layer.c_str(), node.op->traits.isView ? "view" : facts.implementation.c_str(),
                          (placed(*this, first) + (facts.isInPlace ? " in place" : "")).c_str(),
                          m_memory.of(first).bytes, facts.cost.flops);
    }
    text += formatted("variables %zu, constants %zu, packed %zu, arena %zu (at least %zu), scratch %zu, outputs %zu, "
                      "total %zu bytes\n",
                      m_need.variables, m_need.constants, m_need.packed, m_need.arena, m_memory.peakBytes,
                      m_need.scratch, m_need.outputs, m_need.total());
    for (const DeviceNeed& need : m_need.devices)
        text += formatted("%s: variables %zu, constants %zu, arena %zu, scratch %zu bytes\n",
                          toString(need.device).c_str(), need.variables, need.constants, need.arena, need.scratch);
    return text;
}

} // namespace td::runtime
