#pragma once

#include "views/scalars_present/chart_settings.h"

#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace td::scalars {

/// Which group a run belongs to. A pattern that is none groups nothing.
///
/// Threads: any for const functions.
class RunGroups {
public:
    RunGroups(Grouping grouping, const std::string& pattern);
    ~RunGroups();
    RunGroups(const RunGroups&) = delete;
    RunGroups& operator=(const RunGroups&) = delete;

    /// The group's name; empty for a run that stands alone.
    [[nodiscard]] std::string of(std::string_view run) const;
    /// What is wrong with a pattern, in RE2's words; empty where it is valid.
    [[nodiscard]] static std::string problemOf(const std::string& pattern);

private:
    Grouping m_grouping;
    std::unique_ptr<const re2::RE2> m_pattern;
};

} // namespace td::scalars
