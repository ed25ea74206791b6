#include "app/cli/verbs.h"

#include <algorithm>
#include <cstdio>
#include <iterator>

namespace td::cli {
namespace {

constexpr Verb kVerbs[] = {
    {"inspect", "say everything that is in some run logs",
     "Usage: tensordesk inspect [--json] PATH...\n\n"
     "Reads every event file below each PATH (a folder or a file; NAME:PATH names it) at full resolution and prints\n"
     "each run with its files, tags, points, steps and values.\n\n"
     "  --json   everything as JSON: {\"runs\": {RUN: {\"format\", \"files\", \"tags\", ...}}}\n"
     "  --help   this text\n",
     runInspect},
    {"doctor", "find what is damaged or odd in some run logs",
     "Usage: tensordesk doctor [--json] PATH...\n\n"
     "Looks for damaged records, restarts, two writers in a folder, repeated and falling steps, clock jumps, values "
     "that\n"
     "are no numbers, and equal run names; says for each what was done and what you can do.\n\n"
     "  --json   as JSON: {\"runs\", \"files\", \"points\", \"issues\": [...]}\n"
     "  --help   this text\n\n"
     "Exit code: 0 when nothing needs attention, 1 when something does, 2 when nothing could be read.\n",
     runDoctor},
    {"chart", "draw or export the points of a tag",
     "Usage: tensordesk chart --tag TAG... [options] PATH...\n\n"
     "  --tag TAG          a scalar tag; may be given several times\n"
     "  --run REGEX        only runs in whose name the regular expression (RE2) is found\n"
     "  --out FILE         .svg .pdf .png (a picture), .csv .json (all points); without it CSV goes to standard "
     "output\n"
     "  --size WxH         size of the picture in pixels (960x540)\n"
     "  --smoothing W      weight of the debiased moving average, 0 to 0.999 (0)\n"
     "  --x AXIS           step, relative or wall (step)\n"
     "  --log-y            logarithmic vertical axis\n"
     "  --help             this text\n",
     runChart},
    {"ops", "list the operations that models are made of",
     "Usage: tensordesk ops [--json] [NAME...]\n\n"
     "Prints every operation with how gradients flow through it and what computes it, or all about those named.\n\n"
     "  --json   as JSON: {\"ops\": [{\"name\", \"family\", \"inputs\", \"attributes\", \"gradient\", \"kernels\", ...}]}\n"
     "  --help   this text\n",
     runOps},
    {"screenshots", "paint every view of the window into files",
     "Usage: tensordesk screenshots --out DIR [PATH]\n\n"
     "Starts the window program without a display and saves each view in each of its states, light and dark, in\n"
     "each language, as PNG with an index.json.\n\n"
     "  --out DIR   the folder to write to; it is made if it is not there\n"
     "  --help      this text\n",
     runScreenshots},
    {"help", "list the verbs, or explain one", "Usage: tensordesk help [VERB]\n", runHelp},
    {"version", "print the version", "Usage: tensordesk version\n", runVersion},
};

} // namespace

std::span<const Verb> verbs() {
    return kVerbs;
}

const Verb* findVerb(std::string_view name) {
    const auto at = std::find_if(std::begin(kVerbs), std::end(kVerbs), [&](const Verb& v) { return name == v.name; });
    return at == std::end(kVerbs) ? nullptr : at;
}

int wrongUsage(const Verb& verb, const std::string& sentence) {
    std::fprintf(stderr, "tensordesk %s: %s\nTry 'tensordesk %s --help'.\n", verb.name, sentence.c_str(), verb.name);
    return kWrongUsage;
}

} // namespace td::cli
