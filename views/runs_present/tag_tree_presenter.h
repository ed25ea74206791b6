#pragma once

#include "views/kit_present/tag_catalog.h"
#include "views/kit_present/text_filter.h"

#include <set>
#include <string>
#include <vector>

namespace td::runs {

/// A line of the tags list.
struct TagLine {
    enum class Kind : uint8_t { Group, Tag } kind = Kind::Tag;
    std::string name;   ///< the group's prefix, or the whole tag
    std::string label;  ///< what is shown: the prefix, or what follows it
    uint32_t count = 0; ///< tags of a group, runs of a tag
    runlog::TagKind tagKind = runlog::TagKind::Empty;
    bool indented = false;
    bool expanded = false;
    bool pinned = false;
    bool operator==(const TagLine&) const = default;
};

/// The tags of all runs: groups by what stands before the first '/', in TensorBoard's order.
///
/// Threads: one.
class TagTreePresenter {
public:
    /// Reads the catalogue anew where it changed since the last call. Returns whether lines() changed.
    bool update(const kit::TagCatalog& catalog);
    [[nodiscard]] const std::vector<TagLine>& lines() const { return m_lines; }
    [[nodiscard]] uint32_t tagCount() const { return m_tagCount; }

    bool setFilter(const std::string& pattern); ///< false: invalid, the last good one stays
    [[nodiscard]] const kit::TextFilter& filter() const { return m_filter; }
    void setExpanded(const std::string& group, bool expanded);
    void setPinned(const std::string& tag, bool pinned);
    void setPins(const std::vector<std::string>& tags);
    [[nodiscard]] const std::vector<std::string>& pins() const { return m_pins; } ///< in the order they were pinned

private:
    void rebuild();
    void appendGroup(const std::string& prefix, const std::vector<const kit::TagEntry*>& members);
    [[nodiscard]] TagLine tagLine(const kit::TagEntry& entry, bool indented) const;

    std::vector<kit::TagEntry> m_tags; ///< a copy: the catalogue moves on while a view still shows this
    uint64_t m_seenGeneration = 0;
    uint32_t m_tagCount = 0;
    std::vector<TagLine> m_lines;
    std::set<std::string> m_expanded;
    std::vector<std::string> m_pins;
    kit::TextFilter m_filter;
};

} // namespace td::runs
