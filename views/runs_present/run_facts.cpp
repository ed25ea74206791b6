#include "views/runs_present/run_facts.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace td::runs {

std::string textOf(const runlog::HParam& parameter) {
    using Type = runlog::HParam::Type;
    if (parameter.type == Type::Text) return parameter.text;
    if (parameter.type == Type::Bool) return parameter.flag ? "true" : "false";
    if (parameter.type == Type::Null) return "null";
    char digits[40];
    const auto [end, error] =
        std::to_chars(digits, digits + sizeof digits, parameter.number, std::chars_format::general);
    return error == std::errc() ? std::string(digits, end) : std::string();
}

RunFacts factsOf(const runlog::RunSnapshot& run, const std::optional<std::vector<runlog::Issue>>& issues) {
    RunFacts facts;
    facts.state = run.state;
    facts.loading = run.loading;
    double first = std::numeric_limits<double>::infinity(), last = 0;
    for (const auto& file : run.files) {
        facts.files.push_back({file.name, file.stamp.sizeBytes});
        facts.totalBytes += file.stamp.sizeBytes;
        if (file.firstWall > 0) first = std::min(first, file.firstWall);
        last = std::max(last, file.lastWall);
    }
    facts.durationS = last > first ? last - first : 0;
    facts.parameters = runlog::hparams(run);
    facts.problems = issues.value_or(run.issues);
    std::stable_sort(facts.problems.begin(), facts.problems.end(),
                     [](const auto& a, const auto& b) { return severity(a.code) > severity(b.code); });
    return facts;
}

} // namespace td::runs
