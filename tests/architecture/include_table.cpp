#include "tests/architecture/include_table.h"

#include <sstream>

namespace td::architecture {
namespace {

constexpr std::string_view kAnyView = "<view>";
constexpr std::string_view kPresent = "_present";

bool isAtOrBelow(const std::string& folder, const std::string& row) {
    return folder == row || (folder.starts_with(row) && folder[row.size()] == '/');
}

/// The view's name of views/<name> or views/<name>_present, "" for other folders.
std::string viewOf(const std::string& folder) {
    if (!folder.starts_with("views/")) return {};
    const std::string name = folder.substr(6, folder.find('/', 6) - 6);
    return name.ends_with(kPresent) ? name.substr(0, name.size() - kPresent.size()) : name;
}

} // namespace

IncludeTable::IncludeTable(std::string_view text) {
    std::istringstream lines{std::string(text)};
    for (std::string line; std::getline(lines, line);)
        if (!line.empty() && line[0] != '#') readRow(line);
    findCircles();
}

void IncludeTable::readRow(std::string_view line) {
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos) {
        m_problems.push_back("the table has a row without a colon: " + std::string(line));
        return;
    }
    std::istringstream head{std::string(line.substr(0, colon))};
    std::istringstream tail{std::string(line.substr(colon + 1))};
    std::string row;
    head >> row;
    auto& below = m_below[row];
    for (std::string folder; tail >> folder;)
        below.insert(folder);
}

void IncludeTable::findCircles() {
    for (const auto& [row, below] : m_below)
        for (const auto& folder : below) {
            std::set<std::string> seen;
            followRow(folder, seen);
            if (seen.contains(row)) m_problems.push_back("the table has a circle through " + row);
        }
}

void IncludeTable::followRow(const std::string& row, std::set<std::string>& seen) const {
    if (!seen.insert(row).second) return;
    if (const auto found = m_below.find(row); found != m_below.end())
        for (const auto& below : found->second)
            followRow(below, seen);
}

std::string IncludeTable::rowOf(const std::string& folder) const {
    std::string best;
    for (const auto& [row, below] : m_below)
        if (isAtOrBelow(folder, row) && row.size() > best.size()) best = row;
    if (!best.empty() || viewOf(folder).empty()) return best;
    const bool present = folder.substr(0, folder.find('/', 6)).ends_with(kPresent);
    return "views/" + std::string(kAnyView) + (present ? std::string(kPresent) : "");
}

bool IncludeTable::allows(const std::string& from, const std::string& to) const {
    const std::string fromRow = rowOf(from);
    const std::string toRow = rowOf(to);
    if (fromRow.empty() || toRow.empty()) return false;
    const bool anyView = toRow.find(kAnyView) != std::string::npos;
    if (fromRow == toRow && !anyView) return true;
    if (fromRow == toRow && viewOf(from) == viewOf(to)) return true;
    std::set<std::string> seen;
    followRow(fromRow, seen);
    seen.erase(fromRow);
    // A row for any view below another one means the same view; app/ names "views" and sees them all.
    if (anyView && !viewOf(from).empty()) return seen.contains(toRow) && viewOf(from) == viewOf(to);
    for (const auto& row : seen)
        if (isAtOrBelow(to, row) || row == toRow) return true;
    return false;
}

} // namespace td::architecture
