#include "views/runs_present/tag_tree_presenter.h"

#include "views/kit_present/name_order.h"

#include <algorithm>
#include <map>

namespace td::runs {

bool TagTreePresenter::update(const kit::TagCatalog& catalog) {
    if (catalog.generation() == m_seenGeneration) return false;
    m_seenGeneration = catalog.generation();
    m_tags.clear();
    for (const auto* entry : catalog.entries())
        if (entry->kind() != runlog::TagKind::HParams) // the plugin's own: a tab shows what they say
            m_tags.push_back(*entry);
    m_tagCount = static_cast<uint32_t>(m_tags.size());
    const auto before = std::move(m_lines);
    rebuild();
    return before != m_lines;
}

/// Tags without a prefix stand first and by themselves; groups keep the order of their first tag.
void TagTreePresenter::rebuild() {
    m_lines.clear();
    std::vector<std::string> order;
    std::map<std::string, std::vector<const kit::TagEntry*>> groups;
    for (const auto& tag : m_tags) {
        if (!m_filter.matches(tag.name)) continue;
        const std::string prefix(kit::namePrefix(tag.name));
        auto& members = groups[prefix];
        if (members.empty() && !prefix.empty()) order.push_back(prefix);
        members.push_back(&tag);
    }
    for (const auto* tag : groups[""])
        m_lines.push_back(tagLine(*tag, false));
    for (const auto& prefix : order)
        appendGroup(prefix, groups[prefix]);
}

void TagTreePresenter::appendGroup(const std::string& prefix, const std::vector<const kit::TagEntry*>& members) {
    TagLine group;
    group.kind = TagLine::Kind::Group;
    group.name = group.label = prefix;
    group.count = static_cast<uint32_t>(members.size());
    group.expanded = m_expanded.contains(prefix) || !m_filter.isEmpty(); // a filter shows what it found
    m_lines.push_back(group);
    if (group.expanded)
        for (const auto* tag : members)
            m_lines.push_back(tagLine(*tag, true));
}

TagLine TagTreePresenter::tagLine(const kit::TagEntry& entry, bool indented) const {
    TagLine line;
    line.name = entry.name;
    line.label = std::string(indented ? kit::nameLeaf(entry.name) : std::string_view(entry.name));
    line.count = entry.runs();
    line.tagKind = entry.kind();
    line.indented = indented;
    line.pinned = std::find(m_pins.begin(), m_pins.end(), entry.name) != m_pins.end();
    return line;
}

bool TagTreePresenter::setFilter(const std::string& pattern) {
    const bool valid = m_filter.setPattern(pattern);
    if (valid) rebuild();
    return valid;
}

void TagTreePresenter::setExpanded(const std::string& group, bool expanded) {
    if (expanded)
        m_expanded.insert(group);
    else
        m_expanded.erase(group);
    rebuild();
}

void TagTreePresenter::setPinned(const std::string& tag, bool pinned) {
    std::erase(m_pins, tag);
    if (pinned) m_pins.push_back(tag);
    rebuild();
}

void TagTreePresenter::setPins(const std::vector<std::string>& tags) {
    m_pins = tags;
    rebuild();
}

} // namespace td::runs
