#include "tests/support/program_run.h"
#include "tests/unit/runlog/scratch.h"

#include <filesystem>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <string>
#include <unistd.h>

/// The `tensordesk` program as a shell sees it: what it prints and the code it ends with.
namespace {

const std::string kRuns = TD_TEST_DATA "/runs";

using Outcome = td::test::ProgramRun;

Outcome run(const std::string& words) {
    return td::test::runProgram(words);
}

TEST(CommandLine, helpNamesEveryVerbAndEachVerbExplainsItself) {
    const Outcome overview = run("help");
    EXPECT_EQ(overview.code, 0);
    for (const std::string verb : {"inspect", "doctor", "chart", "ops", "screenshots", "help", "version"}) {
        EXPECT_NE(overview.text.find("  " + verb + " "), std::string::npos) << verb;
        const Outcome one = run(verb + " --help");
        EXPECT_EQ(one.code, 0) << verb;
        EXPECT_TRUE(one.text.starts_with("Usage: tensordesk " + verb)) << one.text;
        EXPECT_EQ(run("help " + verb).text, one.text);
    }
    EXPECT_EQ(run("--help").text, overview.text);
    EXPECT_EQ(run("--version").text, run("version").text);
}

TEST(CommandLine, wrongUsageIsSixtyFourAndNamesTheHelp) {
    for (const std::string words :
         {"inspect", "inspect --jsn x", "doctor --json=1 x", "chart x", "chart --tag", "chart --tag a --size 9 x",
          "chart --tag a --x up x", "chart --tag a --out a.gif x", "chart --tag a --smoothing 2 x",
          "chart --tag a --run '(' x", "chart --tag a --out a.csv --smoothing 0.5 x", "chart --tag a --log-y x",
          "chart --tag a --out a.json --size 9x9 x", "chart --tag a --out a.svg --size 100000x100000 x", "ops relo",
          "screenshots", "help nothing", "version now"}) {
        const Outcome outcome = run(words);
        EXPECT_EQ(outcome.code, 64) << words << "\n" << outcome.text;
        EXPECT_NE(outcome.text.find("--help'"), std::string::npos) << words;
    }
    EXPECT_EQ(run("inspct").code, 64);
    const Outcome option = run("--bogus");
    EXPECT_EQ(option.code, 64);
    EXPECT_NE(option.text.find("'--bogus'"), std::string::npos) << option.text;
    EXPECT_NE(option.text.find("'tensordesk help'"), std::string::npos) << option.text;
    EXPECT_EQ(option.text.find("tensordesk-window"), std::string::npos) << "the command's own words";
}

TEST(CommandLine, chartSaysWhichSizesAreTaken) {
    EXPECT_NE(run("chart --tag a --out a.svg --size 100000x100000 x").text.find("1 to 20000"), std::string::npos);
}

TEST(CommandLine, valuesThatAreNoNumbersAreSaidNotDrawn) {
    namespace log = td::test;
    const log::Scratch scratch;
    const std::string complexTensor = "\x08\x08" + log::field(4, std::string(8, '\1'));
    const std::string plugin = log::field(9, log::field(1, log::field(1, "scalars")));
    log::append(
        scratch / "tfevents.1",
        log::version() +
            log::record(log::event(1e9, 1, log::field(1, log::field(1, "c") + log::field(8, complexTensor) + plugin))));
    const Outcome outcome = run("chart --tag c '" + scratch.path().string() + "'");
    EXPECT_EQ(outcome.code, 1);
    EXPECT_EQ(outcome.text, "tensordesk: The values of 'c' are complex64; they cannot be drawn.\n");
}

TEST(CommandLine, aTextIsNoRun) {
    const td::test::Scratch scratch;
    td::test::append(scratch / "notes.txt", std::string(200, 'x'));
    const Outcome outcome = run("inspect --json '" + (scratch / "notes.txt").string() + "'");
    EXPECT_EQ(outcome.code, 2);
    EXPECT_EQ(outcome.text.find("length-crc"), std::string::npos) << outcome.text;
    EXPECT_NE(outcome.text.find("no event log"), std::string::npos) << outcome.text;
}

TEST(CommandLine, theColumnsOfInspectStayApart) {
    const td::test::Scratch scratch;
    td::test::append(scratch / "tfevents.1",
                     td::test::version() + td::test::point("wide", -5, 1) + td::test::point("wide", INT64_MAX, 2));
    const Outcome outcome = run("inspect '" + scratch.path().string() + "'");
    EXPECT_NE(outcome.text.find("-5..9223372036854775807  2 "), std::string::npos) << outcome.text;
}

TEST(CommandLine, inputThatIsNotThereOrHoldsNothingIsTwo) {
    const Outcome missing = run("inspect --json /nowhere/at/all");
    EXPECT_EQ(missing.code, 2);
    EXPECT_NE(missing.text.find("/nowhere/at/all"), std::string::npos);
    EXPECT_EQ(run("doctor '" TD_SOURCE_DIR "/cmake'").code, 2);
    EXPECT_EQ(run("chart --tag nothing '" + kRuns + "/tf1/odd'").code, 2);
    for (const char* file : {"a.svg", "a.csv"}) {
        const Outcome nowhere =
            run(std::string("chart --tag loss --out /no/folder/").append(file) + " '" + kRuns + "'");
        EXPECT_EQ(nowhere.code, 2);
        EXPECT_NE(nowhere.text.find("The folder '/no/folder' is not there. Make it first"), std::string::npos)
            << nowhere.text;
    }
}

TEST(CommandLine, inspectSaysWithItsCodeWhetherRecordsAreDamaged) {
    EXPECT_EQ(run("inspect --json '" + kRuns + "/tf2/scalars'").code, 0);
    EXPECT_EQ(run("inspect '" + kRuns + "/damaged/payload_bit'").code, 1);
}

TEST(CommandLine, summaryUnfoldsBlocksAndTellsWhatTrainingNeeds) {
    const std::string model = "'" TD_SOURCE_DIR "/tests/golden/model-2.json'";
    const auto folded =
        nlohmann::json::parse(run("summary --threads 1 --json " + model + " 2>/dev/null | cat").text, nullptr, false);
    ASSERT_TRUE(folded.is_object());
    EXPECT_EQ(folded["layers"].size(), 5u);
    const auto& training = folded["training"];
    EXPECT_EQ(training["rows"], 16); // as the file says
    EXPECT_EQ(training["layers"].size(), 5u);
    int64_t parts = 0;
    for (const char* part : {"variable_bytes", "arena_bytes", "scratch_bytes", "constant_bytes", "output_bytes"})
        parts += training[part].get<int64_t>();
    EXPECT_EQ(training["total_bytes"], parts);
    EXPECT_EQ(training["peak_bytes"].get<int64_t>() + training["gap_bytes"].get<int64_t>(), training["arena_bytes"]);
    const Outcome unfolded = run("summary --expand --batch 4 " + model);
    EXPECT_EQ(unfolded.code, 0);
    for (const char* text : {"block residual", "\n    conv ", "batches of 4", "Kept", "In all"})
        EXPECT_NE(unfolded.text.find(text), std::string::npos) << text << "\n" << unfolded.text;
    EXPECT_EQ(run("summary --depth 0 " + model).code, 64);
    EXPECT_EQ(run("summary --data /nowhere " + model).code, 2);
}

TEST(CommandLine, doubleDashEndsOptions) {
    const Outcome outcome = run("inspect --json -- '" + kRuns + "/tf1/odd'");
    EXPECT_EQ(outcome.code, 0);
    EXPECT_TRUE(nlohmann::json::parse(outcome.text, nullptr, false)["runs"].contains("."));
    EXPECT_NE(run("inspect -- --json").text.find("'--json'"), std::string::npos); // taken for a path
}

TEST(CommandLine, severalRootsAreNamedAndKeepApart) {
    const auto runs = nlohmann::json::parse(
        run("inspect --json 'one:" + kRuns + "/tf1/odd' 'two:" + kRuns + "/tf1/odd'").text, nullptr, false)["runs"];
    ASSERT_EQ(runs.size(), 2u);
    EXPECT_EQ(runs.begin().key().substr(0, 3), "one");
}

TEST(CommandLine, opsListsEveryOperationWithAllThatIsKnownOfIt) {
    const Outcome listed = run("ops --json");
    EXPECT_EQ(listed.code, 0);
    const auto json = nlohmann::json::parse(listed.text, nullptr, false);
    ASSERT_TRUE(json.contains("ops"));
    EXPECT_GE(json["ops"].size(), 125u);
    for (const auto& op : json["ops"]) {
        for (const char* key : {"name", "family", "about", "inputs", "outputs", "attributes", "traits", "gradient",
                                "decomposes", "cost", "aliases", "kernels"})
            EXPECT_TRUE(op.contains(key)) << op["name"] << " " << key;
        for (const auto& input : op["inputs"])
            EXPECT_FALSE(input["dtypes"].empty()) << op["name"];
        for (const auto& output : op["outputs"])
            EXPECT_FALSE(output["dtypes"].empty()) << op["name"];
        EXPECT_NE(op["cost"]["flops"], "") << op["name"];
        for (const auto& attribute : op["attributes"])
            EXPECT_NE(attribute["required"].get<bool>(), attribute.contains("default")) << op["name"];
        const auto& gradient = op["gradient"];
        EXPECT_EQ(gradient["kind"] == "none", gradient.contains("reason")) << op["name"];
        EXPECT_EQ(op["kernels"].back()["variant"], "reference") << op["name"];
    }
}

TEST(CommandLine, opsExplainsOneOperation) {
    const auto json = nlohmann::json::parse(run("ops --json gelu").text, nullptr, false);
    ASSERT_EQ(json["ops"].size(), 1u);
    const auto& gelu = json["ops"][0];
    EXPECT_EQ(gelu["family"], "elementwise");
    EXPECT_EQ(gelu["inputs"][0]["dtypes"], nlohmann::json({"float32", "float64"}));
    EXPECT_EQ(gelu["attributes"][0]["name"], "approximate");
    EXPECT_EQ(gelu["attributes"][0]["default"], false);
    EXPECT_EQ(gelu["gradient"]["kind"], "emits");
    EXPECT_EQ(gelu["outputs"][0], nlohmann::json({{"name", "y"}, {"dtypes", {"float32", "float64"}}, {"like", "x"}}));
    EXPECT_EQ(gelu["cost"]["kind"], "elements");
    const auto places = nlohmann::json::parse(run("ops --json argmax topk matmul").text, nullptr, false)["ops"];
    EXPECT_EQ(places[0]["outputs"][0],
              nlohmann::json({{"name", "y"}, {"dtypes", {"int32", "int64"}}, {"attribute", "dtype"}}));
    EXPECT_EQ(places[1]["outputs"][1], nlohmann::json({{"name", "indices"}, {"dtypes", {"int32"}}}));
    EXPECT_EQ(places[2]["cost"]["flops"], "2 K for each element of y");
    const Outcome text = run("ops argmax matmul");
    EXPECT_EQ(text.code, 0);
    for (const char* part :
         {"argmax (reduce)", "none: the result is an index", "default int64", "transpose_b", "Kernels\n  cpu: "})
        EXPECT_NE(text.text.find(part), std::string::npos) << part << "\n" << text.text;
}

TEST(CommandLine, aRootGivenTwiceIsReadOnceAndSaidSo) {
    const std::string folder = "'" + kRuns + "/tf1/odd'";
    const Outcome twice = run("inspect " + folder + " " + folder), once = run("inspect " + folder);
    EXPECT_NE(twice.text.find("is given twice"), std::string::npos) << twice.text;
    EXPECT_NE(twice.text.find(once.text), std::string::npos) << twice.text;
    const Outcome inside = run("inspect '" + kRuns + "/tf1' " + folder);
    EXPECT_NE(inside.text.find("is inside '"), std::string::npos) << inside.text;
    EXPECT_NE(inside.text.find(run("inspect '" + kRuns + "/tf1'").text), std::string::npos) << inside.text;
}

TEST(CommandLine, doctorOfAnEmptyFolderSaysOneThing) {
    const Outcome empty = run("doctor '" TD_SOURCE_DIR "/cmake'");
    EXPECT_EQ(empty.code, 2);
    EXPECT_EQ(empty.text.find("nothing wrong"), std::string::npos) << empty.text;
    EXPECT_NE(empty.text.find("No event files were found"), std::string::npos) << empty.text;
}

TEST(CommandLine, doctorNamesTheDamageAndWhereItIs) {
    const Outcome text = run("doctor '" + kRuns + "/damaged/payload_bit'");
    EXPECT_EQ(text.code, 1);
    EXPECT_NE(text.text.find("byte 5493"), std::string::npos) << text.text;
    const auto json =
        nlohmann::json::parse(run("doctor --json '" + kRuns + "/damaged/payload_bit'").text, nullptr, false);
    EXPECT_EQ(json["issues"][0]["code"], "data-crc");
    EXPECT_EQ(json["issues"][0]["resumes_at"], 5560);
    EXPECT_EQ(run("doctor '" + kRuns + "/tf2/custom_scalars'").code, 0);
}

TEST(CommandLine, chartWritesEveryPointWithItsExactValue) {
    const Outcome csv = run("chart --tag dtype/int64_beyond_double '" + kRuns + "/tf2/scalars'");
    EXPECT_EQ(csv.code, 0);
    EXPECT_TRUE(csv.text.starts_with("run,tag,step,wall_time,value,superseded\n"));
    EXPECT_NE(csv.text.find("9007199254740993"), std::string::npos); // 2^53 + 1
    const auto file =
        std::filesystem::temp_directory_path() / ("tensordesk-chart-" + std::to_string(::getpid()) + ".json");
    EXPECT_EQ(run("chart --tag b --run . --out '" + file.string() + "' '" + kRuns + "/tf1/odd'").code, 0);
    FILE* in = std::fopen(file.c_str(), "r");
    ASSERT_NE(in, nullptr);
    const auto json = nlohmann::json::parse(in, nullptr, false);
    std::fclose(in);
    std::filesystem::remove(file);
    EXPECT_EQ(json[0]["points"].size(), 3u);
}

} // namespace
