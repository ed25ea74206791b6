#include "app/cli/arguments.h"
#include "app/cli/loading.h"
#include "app/cli/output.h"
#include "app/cli/verbs.h"
#include "engine/runlog/inspect.h"

#include <algorithm>

namespace td::cli {
namespace {

constexpr Option kOptions[] = {{"json", Option::Kind::Flag}};

bool isDamage(const runlog::Issue& issue) {
    return runlog::severity(issue.code) == runlog::Severity::Damage;
}

bool hasDamage(const runlog::StoreSnapshot& store) {
    return std::any_of(store.issues.begin(), store.issues.end(), isDamage) ||
           std::any_of(store.runs.begin(), store.runs.end(),
                       [](const auto& run) { return std::any_of(run->issues.begin(), run->issues.end(), isDamage); });
}

} // namespace

int runInspect(const std::vector<std::string>& words) {
    const Verb& verb = *findVerb("inspect");
    const Arguments arguments(words, kOptions);
    if (arguments.problem()) return wrongUsage(verb, *arguments.problem());
    if (arguments.has("help")) return print(verb.usage) ? kFine : kUnusableInput;
    if (arguments.operands().empty()) return wrongUsage(verb, "Say which folder or file to read.");
    const Loaded loaded = load(arguments.operands());
    if (!loaded.snapshot) return kUnusableInput;
    const auto written = arguments.has("json") ? runlog::inspectJson(*loaded.snapshot, loaded.roots, print)
                                               : runlog::inspectText(*loaded.snapshot, print);
    if (!written) {
        complain("The output could not be written: " + describe(written.error()) + ".");
        return kUnusableInput;
    }
    return exitCodeOf(loaded, hasDamage(*loaded.snapshot));
}

} // namespace td::cli
