#include "app/cli/arguments.h"
#include "app/cli/loading.h"
#include "app/cli/output.h"
#include "app/cli/verbs.h"
#include "app/cli/window_program.h"
#include "engine/runlog/doctor_text.h"
#include "engine/runlog/point_export.h"

#include <cctype>
#include <charconv>
#include <re2/re2.h>

namespace td::cli {
namespace {

constexpr Option kOptions[] = {
    {"tag", Option::Kind::Values}, {"run", Option::Kind::Value},       {"out", Option::Kind::Value},
    {"size", Option::Kind::Value}, {"smoothing", Option::Kind::Value}, {"x", Option::Kind::Value},
    {"log-y", Option::Kind::Flag},
};

/// In lower case: "chart.SVG" is a picture too.
std::string extensionOf(const std::string& file) {
    std::string extension = std::filesystem::path(file).extension();
    for (char& c : extension) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return extension;
}

bool isPicture(const std::string& extension) {
    return extension == ".svg" || extension == ".pdf" || extension == ".png";
}

template <class T>
bool parsesAs(const std::string& text, T least, T most) {
    T v{};
    const auto end = std::from_chars(text.data(), text.data() + text.size(), v);
    return end.ec == std::errc() && end.ptr == text.data() + text.size() && v >= least && v <= most;
}

constexpr int kLargestSide = 20000;

bool isSize(const std::string& text) {
    const size_t x = text.find('x');
    return x != std::string::npos && parsesAs(text.substr(0, x), 1, kLargestSide) &&
           parsesAs(text.substr(x + 1), 1, kLargestSide);
}

/// Which option only changes how a picture looks, where none is asked for; empty when none.
std::string problemOfPoints(const Arguments& a) {
    if (isPicture(extensionOf(a.value("out")))) return {};
    for (const char* option : {"size", "smoothing", "x", "log-y"})
        if (a.has(option))
            return std::string("--").append(option).append(
                " changes how a picture looks; CSV and JSON hold every point as it was logged. "
                "Leave it out, or let the name after --out end in .svg, .pdf or .png.");
    return {};
}

/// What is wrong with the values of the options; empty when nothing is.
std::string problemOf(const Arguments& a) {
    const std::string extension = extensionOf(a.value("out"));
    const std::string axis = a.value("x");
    if (a.values("tag").empty()) return "Say which tag to draw with --tag.";
    if (a.operands().empty()) return "Say which folder or file to read.";
    if (a.has("out") && !isPicture(extension) && extension != ".csv" && extension != ".json")
        return "The name after --out must end in .svg, .pdf, .png, .csv or .json.";
    if (a.has("size") && !isSize(a.value("size")))
        return std::string("The size must look like 960x540, with sides from 1 to ")
            .append(std::to_string(kLargestSide))
            .append(" pixels.");
    if (a.has("smoothing") && !parsesAs(a.value("smoothing"), 0.0, 0.999))
        return "The smoothing must be a number from 0 to 0.999.";
    if (a.has("x") && axis != "step" && axis != "relative" && axis != "wall")
        return "The axis must be step, relative or wall.";
    if (a.has("run") && !RE2(a.value("run"), RE2::Quiet).ok())
        return "'" + a.value("run") + "' is no regular expression: " + RE2(a.value("run"), RE2::Quiet).error() + ".";
    return problemOfPoints(a);
}

struct Chosen {
    std::vector<runlog::PointSource> sources;
    const runlog::TagSnapshot* undrawable = nullptr; ///< the first asked for whose values are no numbers
};

Chosen chosen(const Arguments& a, const runlog::StoreSnapshot& store) {
    const RE2 pattern(a.value("run"), RE2::Quiet);
    Chosen out;
    for (const auto& run : store.runs) // in the order of the window's charts
        for (const std::string& tagName : a.values("tag")) {
            const runlog::TagSnapshot* tag = RE2::PartialMatch(run->name, pattern) ? run->tag(tagName) : nullptr;
            if (!tag || tag->kind != runlog::TagKind::Scalars) continue;
            if (!tag->undecodable.empty() && !out.undrawable) out.undrawable = tag;
            if (runlog::hasNumbers(*tag)) out.sources.push_back({run.get(), tag});
        }
    return out;
}

int writePoints(const Arguments& a) {
    const Loaded loaded = load(a.operands());
    if (!loaded.snapshot) return kUnusableInput;
    const auto [sources, undrawable] = chosen(a, *loaded.snapshot);
    if (undrawable) complain(runlog::undrawableText(*undrawable));
    if (sources.empty() && undrawable) return kIssuesFound;
    if (sources.empty()) {
        complain("No run has a scalar tag of that name. 'tensordesk inspect' lists the tags.");
        return kUnusableInput;
    }
    const std::filesystem::path out = a.value("out");
    const auto format = extensionOf(out) == ".json" ? runlog::PointFormat::Json : runlog::PointFormat::Csv;
    Result<void> written;
    if (out.empty()) {
        written = runlog::exportPoints(sources, format, print);
    } else {
        written = runlog::exportPointsToFile(sources, format, out);
    }
    if (written) return exitCodeOf(loaded, undrawable != nullptr);
    complain("The points could not be written: " + describe(written.error()) + ".");
    return kUnusableInput;
}

/// Why nothing can be written to this place; empty where it can be tried. Said before gigabytes are read.
std::string problemOfPlace(const std::filesystem::path& out) {
    std::error_code error;
    const auto folder = out.has_parent_path() ? out.parent_path() : std::filesystem::path(".");
    if (std::filesystem::is_directory(out, error)) return "'" + out.string() + "' is a folder. Name a file in it.";
    if (std::filesystem::is_directory(folder, error)) return {};
    if (std::filesystem::exists(folder, error))
        return "'" + folder.string() + "' is no folder, so nothing can be written into it. Choose another place.";
    return "The folder '" + folder.string() + "' is not there. Make it first, or choose another place.";
}

/// The request as the window program takes it: every option in two words, the paths behind `--`.
std::vector<std::string> windowWords(const Arguments& a) {
    std::vector<std::string> words{"--chart"};
    for (const Option& option : kOptions) {
        const std::string name = std::string("--") + option.name;
        if (option.kind == Option::Kind::Flag && a.has(option.name)) words.push_back(name);
        if (option.kind == Option::Kind::Flag) continue;
        for (const std::string& value : a.values(option.name)) words.insert(words.end(), {name, value});
    }
    words.push_back("--");
    words.insert(words.end(), a.operands().begin(), a.operands().end());
    return words;
}

} // namespace

int runChart(const std::vector<std::string>& words) {
    const Verb& verb = *findVerb("chart");
    const Arguments arguments(words, kOptions);
    if (arguments.problem()) return wrongUsage(verb, *arguments.problem());
    if (arguments.has("help")) return print(verb.usage) ? kFine : kUnusableInput;
    if (const std::string problem = problemOf(arguments); !problem.empty()) return wrongUsage(verb, problem);
    if (const std::string problem = arguments.has("out") ? problemOfPlace(arguments.value("out")) : std::string();
        !problem.empty()) {
        complain(problem);
        return kUnusableInput;
    }
    if (!isPicture(extensionOf(arguments.value("out")))) return writePoints(arguments);
    return becomeWindow(windowWords(arguments), Display::Offscreen);
}

} // namespace td::cli
