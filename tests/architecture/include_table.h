#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace td::architecture {

/// Which folder may include which: include_table.txt, read and followed to its end.
class IncludeTable {
public:
    /// `text` as in include_table.txt. Problems of the table itself (unreadable rows, circles) are in problems().
    explicit IncludeTable(std::string_view text);

    /// The row that a file in `folder` belongs to: the longest that is the folder or above it, "" where there is none.
    [[nodiscard]] std::string rowOf(const std::string& folder) const;
    /// Whether a file in `from` may include one in `to` (folders, not rows).
    [[nodiscard]] bool allows(const std::string& from, const std::string& to) const;
    [[nodiscard]] const std::vector<std::string>& problems() const { return m_problems; }

private:
    void readRow(std::string_view line);
    void followRow(const std::string& row, std::set<std::string>& seen) const;
    void findCircles();

    std::map<std::string, std::set<std::string>> m_below; ///< row -> rows directly below it
    std::vector<std::string> m_problems;
};

} // namespace td::architecture
