#include "app/cli/output.h"
#include "app/cli/verbs.h"
#include "app/cli/window_program.h"

#include <filesystem>

using namespace td::cli;

namespace {

/// Words that are no verb are paths for the window. A word that is neither is a spelling mistake.
int openWindow(const std::vector<std::string>& words) {
    if (!words.empty() && !words.front().starts_with("-") && words.front().find_first_of("/:.") == std::string::npos) {
        std::error_code error;
        if (!std::filesystem::exists(words.front(), error)) {
            complain("'" + words.front() + "' is neither a verb nor a path that is there. Try 'tensordesk help'.");
            return kWrongUsage;
        }
    }
    return becomeWindow(words, Display::Usual);
}

} // namespace

int main(int argc, char** argv) {
    std::vector<std::string> words(argv + 1, argv + argc);
    if (words.empty()) return openWindow(words);
    if (words.front() == "--help" || words.front() == "-h") return runHelp({});
    if (words.front() == "--version") return runVersion({});
    if (const Verb* verb = findVerb(words.front())) return verb->run({words.begin() + 1, words.end()});
    return openWindow(words);
}
