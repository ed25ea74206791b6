#include "app/cli/arguments.h"
#include "app/cli/output.h"
#include "app/cli/verbs.h"
#include "app/cli/window_program.h"

namespace td::cli {
namespace {

constexpr Option kOptions[] = {{"out", Option::Kind::Value}};

} // namespace

int runScreenshots(const std::vector<std::string>& words) {
    const Verb& verb = *findVerb("screenshots");
    const Arguments arguments(words, kOptions);
    if (arguments.problem()) return wrongUsage(verb, *arguments.problem());
    if (arguments.has("help")) return print(verb.usage) ? kFine : kUnusableInput;
    if (!arguments.has("out")) return wrongUsage(verb, "Say where to write with --out.");
    if (arguments.operands().size() > 1) return wrongUsage(verb, "Give one folder of runs at most.");
    std::vector<std::string> passed{"--screenshots", arguments.value("out")};
    passed.insert(passed.end(), arguments.operands().begin(), arguments.operands().end());
    return becomeWindow(passed, Display::Offscreen);
}

} // namespace td::cli
