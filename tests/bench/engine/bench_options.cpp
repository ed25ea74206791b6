#include "tests/bench/engine/bench_options.h"

#include "tests/bench/nets/nets.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace td::bench {

namespace {
constexpr int64_t kMostRows = 1'000'000, kMostThreads = 1024;

struct Switch {
    const char* name;
    bool BenchOptions::*field;
    const char* help;
};
constexpr Switch kSwitches[] = {
    {"--help", &BenchOptions::isHelpWanted, "says this"},
    {"--plan", &BenchOptions::isPlanShown, "prints the plan of memory and steps, and ends"},
    {"--passes", &BenchOptions::arePassesShown, "prints the graph before and after each pass, and ends"},
    {"--profile", &BenchOptions::isProfileShown, "prints where the time of a step goes, and no JSON line"},
    {"--spans", &BenchOptions::areSpansOn, "records spans while measuring"},
    {"--recompute", &BenchOptions::isRecomputing, "computes large cheap values again for the backward part"},
};

struct Number {
    const char* name;
    double least, most;
    void (*put)(BenchOptions& options, double value);
    const char* help;
};
constexpr Number kNumbers[] = {
    {"--batch", 1, kMostRows, [](BenchOptions& o, double v) { o.batch = static_cast<int64_t>(v); }, "rows in a batch"},
    {"--threads", 1, kMostThreads, [](BenchOptions& o, double v) { o.threads = static_cast<int>(v); }, "1 if left out"},
    {"--repeats", 1, 1000, [](BenchOptions& o, double v) { o.meter.repeats = static_cast<int>(v); },
     "windows, 5 if left out"},
    {"--seconds", 0.001, 3600, [](BenchOptions& o, double v) { o.meter.windowSeconds = v; },
     "of a window, 1.5 if left out"},
    {"--pass", 1, 1'000'000, [](BenchOptions& o, double v) { o.pass = static_cast<int>(v); },
     "number of the round, copied to the output"},
};

std::string listOfNets() {
    std::string all;
    for (const auto& net : netNames())
        all.append(all.empty() ? "" : ", ").append(net);
    return all;
}

std::string text(double value) {
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, value, std::chars_format::fixed).ptr;
    return {digits, end};
}

Result<void> putNumber(BenchOptions& options, const Number& number, std::string_view value) {
    double read = 0;
    const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), read);
    const bool isRead =
        problem == std::errc{} && end == value.data() + value.size() && read >= number.least && read <= number.most;
    if (!isRead)
        return failure(ErrorCode::InvalidArgument,
                       {{"option", number.name},
                        {"found", std::string(value)},
                        {"expected", "a number from " + text(number.least) + " to " + text(number.most)}});
    number.put(options, read);
    return {};
}

Result<void> checkWhole(const BenchOptions& options) {
    const auto nets = netNames();
    if (std::find(nets.begin(), nets.end(), options.net) == nets.end())
        return failure(ErrorCode::InvalidArgument,
                       {{"option", "--net"}, {"found", options.net}, {"expected", "one of " + listOfNets()}});
    if (options.batch == 0)
        return failure(ErrorCode::InvalidArgument, {{"option", "--batch"}, {"expected", "how many rows a batch has"}});
    return {};
}
} // namespace

Result<BenchOptions> readOptions(int argc, char** argv) {
    BenchOptions options;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        const auto isNamed = [&](const auto& option) { return word == option.name; };
        if (const auto* found = std::find_if(std::begin(kSwitches), std::end(kSwitches), isNamed);
            found != std::end(kSwitches)) {
            options.*found->field = true;
            continue;
        }
        if (word == "--json") continue; // there is no other form
        if (word == "--first-only") {
            options.meter.isFirstOnly = true;
            continue;
        }
        const auto* const number = std::find_if(std::begin(kNumbers), std::end(kNumbers), isNamed);
        if (word != "--net" && number == std::end(kNumbers))
            return failure(ErrorCode::InvalidArgument,
                           {{"option", std::string(word)}, {"expected", "what --help lists"}});
        const std::string_view value = i + 1 < argc ? argv[++i] : "";
        if (word == "--net")
            options.net = value;
        else
            TD_TRY(putNumber(options, *number, value));
    }
    if (!options.isHelpWanted) TD_TRY(checkWhole(options));
    return options;
}

std::string helpText() {
    std::string help = "Measures one net and prints one JSON line with the keys of the frameworks' benchmarks.\n  "
                       "--net NAME     one of " +
                       listOfNets() + "\n";
    const auto add = [&](std::string name, const char* about) {
        help.append("  ").append(name.append(15 - std::min<size_t>(15, name.size()), ' ')).append(about).append("\n");
    };
    for (const Number& number : kNumbers)
        add(std::string(number.name) + " N", number.help);
    for (const Switch& one : kSwitches)
        add(one.name, one.help);
    add("--first-only", "ends after the first step: for start times");
    add("--json", "the only form there is");
    return help;
}

} // namespace td::bench
