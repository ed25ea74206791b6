#include "app/cli/output.h"
#include "app/cli/verbs.h"
#include "app/cli/window_program.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <new>

using namespace td::cli;

namespace {

/// Words that are no verb are paths for the window. A word that is neither is a spelling mistake.
int openWindow(const std::vector<std::string>& words) {
    for (const std::string& word : words) {
        if (word == "--") break;
        if (!word.starts_with("-") || word == "-") continue;
        complain("There is no option '" + word + "'. A path that looks like one stands behind '--'.");
        std::fputs("Try 'tensordesk help'.\n", stderr);
        return kWrongUsage;
    }
    if (!words.empty() && !words.front().starts_with("-") && words.front().find_first_of("/:.") == std::string::npos) {
        std::error_code error;
        if (!std::filesystem::exists(words.front(), error)) {
            complain("'" + words.front() + "' is neither a verb nor a path that is there. Try 'tensordesk help'.");
            return kWrongUsage;
        }
    }
    return becomeWindow(words, Display::Usual);
}

/// Where nobody can catch it (a library of C, a thread), memory that is out still ends the program with a word and not with a crash.
[[noreturn]] void endWithoutMemory() {
    try {
        if (const auto thrown = std::current_exception()) std::rethrow_exception(thrown);
    } catch (const std::bad_alloc&) {
        std::fputs("tensordesk: There is not enough memory for this.\n", stderr);
        std::_Exit(kUnusableInput);
    } catch (...) { // our own mistake: leaves its traces
    }
    std::abort();
}

int run(const std::vector<std::string>& words) {
    if (words.empty()) return openWindow(words);
    if (words.front() == "--help" || words.front() == "-h") return runHelp({});
    if (words.front() == "--version") return runVersion({});
    if (const Verb* verb = findVerb(words.front())) return verb->run({words.begin() + 1, words.end()});
    return openWindow(words);
}

} // namespace

int main(int argc, char** argv) {
    // A file that may not grow any more (ulimit -f) is an error of the write, as a full disk is, and not the program's end.
    std::signal(SIGXFSZ, SIG_IGN);
    std::set_terminate(endWithoutMemory);
    try {
        return run({argv + 1, argv + argc});
    } catch (const std::bad_alloc&) {
        complain("There is not enough memory for this.");
        return kUnusableInput;
    }
}
