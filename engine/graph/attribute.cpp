#include "engine/graph/attribute.h"

#include <algorithm>
#include <array>

namespace td::graph {

std::string_view name(AttributeKind kind) {
    constexpr std::array<std::string_view, 9> kNames = {"bool",    "int",   "double", "string", "ints",
                                                        "doubles", "dtype", "shape",  "tensor"};
    return kNames[static_cast<size_t>(kind)];
}

Attributes::Attributes(std::initializer_list<std::pair<std::string, Attribute>> entries) {
    for (const auto& [name, value] : entries)
        set(name, value);
}

void Attributes::set(std::string name, Attribute value) {
    const auto place =
        std::lower_bound(m_entries.begin(), m_entries.end(), name,
                         [](const auto& entry, const std::string& wanted) { return entry.first < wanted; });
    if (place != m_entries.end() && place->first == name)
        place->second = std::move(value);
    else
        m_entries.emplace(place, std::move(name), std::move(value));
}

const Attribute* Attributes::find(std::string_view name) const {
    const auto place =
        std::lower_bound(m_entries.begin(), m_entries.end(), name,
                         [](const auto& entry, std::string_view wanted) { return entry.first < wanted; });
    return place != m_entries.end() && place->first == name ? &place->second : nullptr;
}

} // namespace td::graph
