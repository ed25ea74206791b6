// keras_fixtures DIR [--require FILE] [--only TEXT]: runs every case below DIR through the engine, prints one JSON line a class and, last, the counts.
// Exit code 1 on any failure, or where a class that FILE names (one GROUP/CLASS or GROUP a line) was skipped or is not there.
#include "tests/numeric/families.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>

namespace td::fixtures {
namespace {

struct Counts {
    int passed = 0, failed = 0, skipped = 0;
    std::vector<std::string> reasons;
};

void count(Counts& counts, const Outcome& outcome, const std::string& name) {
    (outcome.verdict == Verdict::Passed   ? counts.passed
     : outcome.verdict == Verdict::Failed ? counts.failed
                                          : counts.skipped)++;
    if (outcome.verdict == Verdict::Passed || counts.reasons.size() >= 50) return;
    counts.reasons.push_back((outcome.verdict == Verdict::Failed ? "failed " : "skipped ") + name + ": " +
                             outcome.reason);
}

/// A case whose values are not of the types that its family has is a failure of its own, not of the whole.
Outcome outcomeOf(const Json& test, const Runners& runners) {
    try {
        const auto family = test["family"].get<std::string>();
        const auto runner = runners.find(family);
        return runner == runners.end() ? skipped("family " + family + " is not run") : runner->second(test);
    } catch (const Json::exception& thrown) {
        return failed(std::string("it cannot be read: ").append(thrown.what()));
    }
}

Counts runFile(const std::filesystem::path& path, const Runners& runners) {
    Counts counts;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        if (line.empty()) continue;
        const Json test = Json::parse(line, nullptr, false);
        if (!test.is_object() || !test.contains("family")) {
            count(counts, failed("not a case"), path.filename());
            continue;
        }
        const Json name = test.value("name", Json());
        count(counts, outcomeOf(test, runners), name.is_string() ? name.get<std::string>() : name.dump());
    }
    return counts;
}

std::set<std::string> readRequired(const char* path) {
    std::set<std::string> required;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);)
        if (!line.empty() && line[0] != '#') required.insert(line);
    return required;
}

struct Arguments {
    std::filesystem::path folder;
    std::set<std::string> required;
    std::string only;
};

bool readArguments(int argc, char** argv, Arguments& into) {
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--require") == 0 && i + 1 < argc)
            into.required = readRequired(argv[++i]);
        else if (std::strcmp(argv[i], "--only") == 0 && i + 1 < argc)
            into.only = argv[++i];
        else
            into.folder = argv[i];
    }
    return std::filesystem::is_directory(into.folder);
}

int run(const Arguments& arguments) {
    Runners runners;
    registerCallbackFixtures(runners);
    registerLayerFixtures(runners);
    registerModelFixtures(runners);
    registerLossFixtures(runners);
    registerMetricFixtures(runners);
    registerOptimizerFixtures(runners);
    registerScheduleFixtures(runners);
    registerPartFixtures(runners);
    registerUtilityFixtures(runners);
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(arguments.folder))
        if (entry.path().extension() == ".jsonl") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    Counts total;
    std::set<std::string> whole; // classes of which nothing was skipped
    bool isSkippedRequired = false;
    for (const auto& path : files) {
        const auto group = path.parent_path().filename().string(), name = group + "/" + path.stem().string();
        if (!arguments.only.empty() && name.find(arguments.only) == std::string::npos) continue;
        const Counts counts = runFile(path, runners);
        std::puts(Json{{"class", name},
                       {"passed", counts.passed},
                       {"failed", counts.failed},
                       {"skipped", counts.skipped},
                       {"reasons", counts.reasons}}
                      .dump(-1, ' ', false, Json::error_handler_t::replace)
                      .c_str());
        total.passed += counts.passed;
        total.failed += counts.failed;
        total.skipped += counts.skipped;
        if (counts.skipped == 0) whole.insert({name, group});
        if (counts.skipped > 0 && (arguments.required.contains(name) || arguments.required.contains(group)))
            isSkippedRequired = true;
    }
    for (const auto& name : arguments.required)
        if (!whole.contains(name) && arguments.only.empty()) {
            std::printf("required and not run: %s\n", name.c_str());
            isSkippedRequired = true;
        }
    std::printf("%d passed, %d failed, %d skipped\n", total.passed, total.failed, total.skipped);
    return total.failed > 0 || isSkippedRequired ? 1 : 0;
}

} // namespace
} // namespace td::fixtures

int main(int argc, char** argv) {
    td::fixtures::Arguments arguments;
    if (td::fixtures::readArguments(argc, argv, arguments)) return td::fixtures::run(arguments);
    std::fputs("usage: keras_fixtures DIR [--require FILE] [--only TEXT]\n", stderr);
    return 64;
}
