#include "engine/base/file.h"
#include "engine/runlog/inspect.h"

#include <cmath>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

/// `inspect --json` of the event logs in tests/data/runs beside EXPECTED.json, which TensorFlow's record reader, TensorBoard's
/// messages, numpy and Pillow made of the same files.
namespace td::runlog {
namespace {

using nlohmann::json;
const std::filesystem::path kRuns = TD_TEST_DATA "/runs";

json inspectAll(const std::filesystem::path& folder) {
    StoreOptions options;
    options.follow = false;
    options.useIndex = false;
    auto store = RunStore::open({{"", folder}}, options);
    if (!store) return nullptr;
    (*store)->waitUntilLoaded();
    std::string text;
    const std::vector<Root> roots{{"", std::filesystem::canonical(folder)}};
    const auto done = inspectJson(*(*store)->snapshot(), roots, [&](std::string_view piece) { return text += piece, true; });
    return done ? json::parse(text, nullptr, false) : json();
}

const json& inspected() {
    static const json runs = inspectAll(kRuns)["runs"];
    return runs;
}

const json& expected() {
    static const json part = json::parse(readWholeFile(kRuns / "EXPECTED.json").value())["tensorboard"];
    return part;
}

/// Keys that tell of other programs, or that only we have.
bool isOthers(const std::string& key) { return key.starts_with("rust_server_") || key.starts_with("tensorboard_") || key == "what"; }
bool isOurs(const std::string& key) { return key == "format" || key == "problems"; }

bool sameNumber(const json& a, const json& b) {
    if (a.is_number_float() || b.is_number_float()) {
        const double x = a.get<double>(), y = b.get<double>();
        return x == y || std::fabs(x - y) <= 1e-12 * std::max(std::fabs(x), std::fabs(y));
    }
    return a == b;
}

/// Every place at which two values differ, one a line.
void compare(const std::string& path, const json& want, const json& have, std::string& differences) {
    if (want.is_object() && have.is_object()) {
        for (const auto& [key, value] : want.items())
            if (!isOthers(key)) compare(path + " / " + key, value, have.value(key, json("(missing)")), differences);
        for (const auto& [key, value] : have.items())
            if (!want.contains(key) && !isOurs(key)) differences += path + " / " + key + ": not expected\n";
    } else if (want.is_array() && have.is_array() && want.size() == have.size()) {
        for (size_t i = 0; i < want.size(); ++i) compare(path + " / " + std::to_string(i), want[i], have[i], differences);
    } else if (!(want.is_number() && have.is_number() ? sameNumber(want, have) : want == have)) {
        differences += path + ": want " + want.dump().substr(0, 100) + ", have " + have.dump().substr(0, 100) + "\n";
    }
}

/// The entries that stand for a run or a projector configuration.
std::vector<std::string> entries() {
    std::vector<std::string> names;
    for (const auto& [name, entry] : expected().items())
        if (entry.is_object() && (entry.contains("tags") || name.ends_with("projector_config.pbtxt"))) names.push_back(name);
    return names;
}

TEST(InspectGolden, everyRunEqualsWhatTensorBoardsLibrariesRead) {
    ASSERT_GT(entries().size(), 60u);
    for (const std::string& name : entries()) {
        ASSERT_TRUE(inspected().contains(name)) << name;
        std::string differences;
        compare(name, expected()[name], inspected()[name], differences);
        EXPECT_EQ(differences, "");
    }
}

TEST(InspectGolden, noRunIsInvented) {
    for (const auto& [name, run] : inspected().items()) {
        EXPECT_TRUE(expected().contains(name) || name.starts_with("damaged") || name.starts_with("real")) << name;
        EXPECT_TRUE(run.contains("format"));
    }
}

/// A damaged file: what a reader keeps that goes on behind the damage.
void checkDamaged(const std::string& name) {
    const json& want = expected()["damaged"][name];
    const json& lenient = want["lenient"];
    const size_t slash = name.find('/');
    const json& run = inspected()["damaged/" + name.substr(0, slash)];
    const json& file = run["files"][name.substr(slash + 1)];
    EXPECT_EQ(file["bytes"], want["bytes"]);
    EXPECT_EQ(file["records"], lenient["records"]);
    uint64_t points = 0;
    double sum = 0;
    for (const auto& [tag, entry] : run["tags"].items())
        if (entry["plugin"] == "scalars") points += entry["points"].get<uint64_t>(), sum += entry["sum"].get<double>();
    EXPECT_EQ(points, lenient["scalar_points"].get<uint64_t>());
    EXPECT_NEAR(sum, lenient["scalar_sum"].get<double>(), 1e-9);
    json framing = json::array(), wanted = json::array();
    for (json problem : file["problems"])
        if (problem["code"] != "not-an-event") problem.erase("code"), framing.push_back(problem);
    for (const json& problem : lenient["problems"])
        if (!problem.contains("not_a_proto")) wanted.push_back(problem);
    EXPECT_EQ(framing, wanted);
    EXPECT_EQ(file["problems"].size(), lenient["problems"].size());
}

TEST(InspectGolden, damagedFilesKeepAllThatALenientReaderKeeps) {
    size_t seen = 0;
    for (const auto& [name, entry] : expected()["damaged"].items()) {
        if (name.find("tfevents") == std::string::npos) continue; // the growing pair has other names; tailing tests use it
        SCOPED_TRACE(name);
        checkDamaged(name);
        ++seen;
    }
    EXPECT_GE(seen, 16u);
}

TEST(InspectGolden, aPathIsOneRunNamedDot) {
    const json runs = inspectAll(kRuns / "tf1/odd")["runs"];
    ASSERT_EQ(runs.size(), 1u);
    EXPECT_EQ(runs["."]["tags"]["b"]["sum"], 21.0);
    EXPECT_EQ(runs["."]["log_message"][0]["level"], "WARN");
}

} // namespace
} // namespace td::runlog
