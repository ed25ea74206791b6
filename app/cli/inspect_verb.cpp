#include "app/cli/arguments.h"
#include "app/cli/loading.h"
#include "app/cli/output.h"
#include "app/cli/verbs.h"
#include "engine/runlog/inspect.h"
#include "engine/runlog/run_tree.h"

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

/// A file that was named on the command line, is not called an event log and holds no record: it is something else.
bool isNoLog(const runlog::RunSnapshot& run) {
    return run.files.size() == 1 && run.files[0].records == 0 && !runlog::isEventFileName(run.files[0].name);
}

runlog::StoreSnapshot logsOf(const runlog::StoreSnapshot& store) {
    runlog::StoreSnapshot logs = store;
    std::erase_if(logs.runs, [](const auto& run) { return isNoLog(*run); });
    return logs;
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
    const runlog::StoreSnapshot logs = logsOf(*loaded.snapshot);
    const auto written =
        arguments.has("json") ? runlog::inspectJson(logs, loaded.roots, print) : runlog::inspectText(logs, print);
    if (!written) {
        complain("The output could not be written: " + describe(written.error()) + ".");
        return kUnusableInput;
    }
    return exitCodeOf(loaded, hasDamage(logs) || logs.runs.size() < loaded.snapshot->runs.size());
}

} // namespace td::cli
