#include "views/scalars_present/run_groups.h"

#include "views/kit_present/name_order.h"

#include <re2/re2.h>

namespace td::scalars {

RunGroups::RunGroups(Grouping grouping, const std::string& pattern)
    : m_grouping(grouping) {
    if (grouping != Grouping::Pattern || pattern.empty()) return;
    auto expression = std::make_unique<const re2::RE2>(pattern, re2::RE2::Quiet);
    if (expression->ok()) m_pattern = std::move(expression);
}

RunGroups::~RunGroups() = default;

std::string RunGroups::of(std::string_view run) const {
    if (m_grouping == Grouping::Folder) return std::string(kit::namePrefix(run));
    if (m_grouping != Grouping::Pattern || !m_pattern) return {};
    re2::StringPiece found[2];
    const int wanted = m_pattern->NumberOfCapturingGroups() > 0 ? 2 : 1;
    const re2::StringPiece text(run.data(), run.size());
    if (!m_pattern->Match(text, 0, run.size(), re2::RE2::UNANCHORED, found, wanted)) return {};
    return found[wanted - 1].as_string();
}

std::string RunGroups::problemOf(const std::string& pattern) {
    const re2::RE2 expression(pattern, re2::RE2::Quiet);
    return expression.ok() ? std::string() : expression.error();
}

} // namespace td::scalars
