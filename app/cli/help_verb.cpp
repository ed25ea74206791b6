#include "app/cli/output.h"
#include "app/cli/verbs.h"

namespace td::cli {
namespace {

std::string overview() {
    std::string text = "Usage: tensordesk [PATH...]         open the window\n"
                       "       tensordesk VERB [ARGUMENT...]\n\n";
    for (const Verb& verb : verbs()) {
        std::string name = verb.name;
        name.resize(13, ' ');
        text += "  " + name + verb.summary + "\n";
    }
    return text + "\n'tensordesk VERB --help' explains a verb. '--' ends options; a path that looks like a verb is "
                  "written ./PATH.\n"
                  "Exit codes: 0 fine, 1 done with issues found, 2 unusable input, 64 wrong usage.\n";
}

} // namespace

int runHelp(const std::vector<std::string>& words) {
    if (words.empty()) return print(overview()) ? kFine : kUnusableInput;
    if (words.front() == "--help" || words.front() == "-h")
        return print(findVerb("help")->usage) ? kFine : kUnusableInput;
    const Verb* verb = findVerb(words.front());
    if (!verb || words.size() > 1)
        return wrongUsage(*findVerb("help"), verb ? "Name one verb." : "There is no verb '" + words.front() + "'.");
    return print(verb->usage) ? kFine : kUnusableInput;
}

int runVersion(const std::vector<std::string>& words) {
    if (!words.empty() && words.front() == "--help") return print(findVerb("version")->usage) ? kFine : kUnusableInput;
    if (!words.empty()) return wrongUsage(*findVerb("version"), "This verb takes no arguments.");
    return print("tensordesk " TD_VERSION "\n") ? kFine : kUnusableInput;
}

} // namespace td::cli
