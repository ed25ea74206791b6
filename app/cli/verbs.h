#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace td::cli {

/// What a program that was started by this one, or a script, may rely on.
enum ExitCode : int {
    kFine = 0,
    kIssuesFound = 1,   ///< done, and something in the input is damaged or odd
    kUnusableInput = 2, ///< nothing could be done with what was given
    kWrongUsage = 64,   ///< the command line itself; nothing was tried (EX_USAGE)
};

/// One verb of the command line: `tensordesk NAME …`.
struct Verb {
    const char* name;
    const char* summary; ///< one line of the list of verbs
    const char* usage;   ///< what `tensordesk NAME --help` prints
    int (*run)(const std::vector<std::string>& arguments);
};

[[nodiscard]] std::span<const Verb> verbs();
[[nodiscard]] const Verb* findVerb(std::string_view name);

/// Prints a sentence about a wrong command line and where to read more; returns kWrongUsage.
int wrongUsage(const Verb& verb, const std::string& sentence);

int runInspect(const std::vector<std::string>& arguments);
int runDoctor(const std::vector<std::string>& arguments);
int runChart(const std::vector<std::string>& arguments);
int runOps(const std::vector<std::string>& arguments);
int runTrain(const std::vector<std::string>& arguments);
int runEvaluate(const std::vector<std::string>& arguments);
int runPredict(const std::vector<std::string>& arguments);
int runSummary(const std::vector<std::string>& arguments);
int runData(const std::vector<std::string>& arguments);
int runScreenshots(const std::vector<std::string>& arguments);
int runHelp(const std::vector<std::string>& arguments);
int runVersion(const std::vector<std::string>& arguments);

} // namespace td::cli
