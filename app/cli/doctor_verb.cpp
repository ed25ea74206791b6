#include "app/cli/arguments.h"
#include "app/cli/loading.h"
#include "app/cli/output.h"
#include "app/cli/verbs.h"
#include "engine/runlog/doctor.h"
#include "engine/runlog/doctor_text.h"

#include <algorithm>

namespace td::cli {
namespace {

constexpr Option kOptions[] = {{"json", Option::Kind::Flag}};

/// Notes tell what is unusual and was understood; only the rest asks for attention.
bool needsAttention(const runlog::Issue& issue) {
    return runlog::severity(issue.code) != runlog::Severity::Note;
}

} // namespace

int runDoctor(const std::vector<std::string>& words) {
    const Verb& verb = *findVerb("doctor");
    const Arguments arguments(words, kOptions);
    if (arguments.problem()) return wrongUsage(verb, *arguments.problem());
    if (arguments.has("help")) return print(verb.usage) ? kFine : kUnusableInput;
    if (arguments.operands().empty()) return wrongUsage(verb, "Say which folder or file to look at.");
    const Loaded loaded = load(arguments.operands());
    if (!loaded.snapshot) return kUnusableInput;
    const auto issues = runlog::diagnose(*loaded.snapshot);
    const bool json = arguments.has("json");
    if (!print(json ? runlog::doctorJson(issues, *loaded.snapshot) : runlog::doctorText(issues, *loaded.snapshot)))
        return kUnusableInput;
    return exitCodeOf(loaded, std::any_of(issues.begin(), issues.end(), needsAttention));
}

} // namespace td::cli
