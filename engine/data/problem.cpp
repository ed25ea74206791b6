#include "engine/data/problem.h"

namespace td::data {

std::string_view name(ProblemKind kind) {
    static constexpr std::string_view kNames[] = {
        "missing-field",  "surplus-field",   "not-a-number",   "not-finite",     "missing-value",  "overflow",
        "unclosed-quote", "encoding",        "odd-character",  "duplicate-name", "unnamed-column", "constant-column",
        "empty-column",   "text-column",     "label-variants", "comment-lines",  "unknown-class",  "truncated",
        "surplus-bytes",  "unreadable-file", "mixed-sizes",    "mixed-channels", "empty-class",    "not-an-array",
        "count-mismatch", "unknown-key"};
    static_assert(std::size(kNames) == static_cast<size_t>(ProblemKind::UnknownKey) + 1);
    return kNames[static_cast<size_t>(kind)];
}

void Problems::add(Problem problem) {
    ++m_total;
    if (m_list.size() < kKept) m_list.push_back(std::move(problem));
}

void Problems::add(const Problems& others) {
    for (const Problem& problem : others.m_list)
        if (m_list.size() < kKept) m_list.push_back(problem);
    m_total += others.m_total;
}

Error fileError(ErrorCode code, std::string_view problem, std::string_view file, std::vector<Fact> facts) {
    Error error(code, {{"file", std::string(file)}, {"problem", std::string(problem)}});
    error.facts.insert(error.facts.end(), facts.begin(), facts.end());
    return error;
}

} // namespace td::data
