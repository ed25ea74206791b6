#include "engine/train/checkpoint.h"
#include "tests/support/program_run.h"
#include "tests/support/scratch.h"

#include <array>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sstream>

/// A run's folder as version 1 wrote it (tests/golden/run-1, three epochs on iris): today's programs open it and go on.
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

/// What the program that wrote it said of the test part, and of the first row.
constexpr double kTestLoss = 0.17430688440799713, kTestAccuracy = 0.9354838728904724;
constexpr std::array kRow{0.9921581745147705, 0.007755697704851627, 8.606399205746129e-05};

const std::string kIris = " --data '" TD_SOURCE_DIR "/resources/datasets/iris.json'";

using Outcome = td::test::ProgramRun;

Outcome run(const std::string& words) {
    return td::test::runProgram(words);
}

/// A copy, as programs write into a run's folder.
class GoldenRun : public testing::Test {
protected:
    GoldenRun() { fs::copy(TD_SOURCE_DIR "/tests/golden/run-1", folder / "run-1", fs::copy_options::recursive); }
    [[nodiscard]] fs::path path() const { return folder / "run-1"; }
    [[nodiscard]] std::string quoted() const { return "'" + path().string() + "'"; }
    td::test::Scratch folder;
};

/// history.csv: by column, one number an epoch.
std::map<std::string, std::vector<double>> historyOf(const fs::path& file) {
    std::ifstream in(file);
    std::string line, name;
    const auto next = [&] {
        if (!std::getline(in, line)) return false;
        if (line.ends_with('\r')) line.pop_back(); // as CSV ends lines
        return true;
    };
    if (!next()) return {};
    std::vector<std::string> names;
    for (std::istringstream header(line); std::getline(header, name, ',');)
        names.push_back(name);
    std::map<std::string, std::vector<double>> columns;
    while (next()) {
        std::istringstream row(line);
        for (size_t i = 0; std::getline(row, name, ',') && i < names.size(); ++i)
            columns[names[i]].push_back(std::stod(name));
    }
    return columns;
}

TEST_F(GoldenRun, isMeasuredAsItWasWhenItWasWritten) {
    const Outcome test = run("evaluate --json --threads 1 " + quoted() + kIris);
    ASSERT_EQ(test.code, 0) << test.text;
    const json found = json::parse(test.text);
    EXPECT_EQ(found["rows"], 31);
    EXPECT_NEAR(found["logs"]["loss"].get<double>(), kTestLoss, 1e-5);
    EXPECT_NEAR(found["logs"]["accuracy"].get<double>(), kTestAccuracy, 1e-6);
}

TEST_F(GoldenRun, predictsARawRow) {
    const Outcome row = run("predict --json --threads 1 " + quoted() + " 5.1,3.5,1.4,0.2");
    ASSERT_EQ(row.code, 0) << row.text;
    const json outputs = json::parse(row.text)["outputs"][0];
    for (size_t i = 0; i < kRow.size(); ++i)
        EXPECT_NEAR(outputs[i].get<double>(), kRow[i], 1e-5);
}

TEST_F(GoldenRun, goesOnWhereItStopped) {
    const Outcome more = run("train --resume " + quoted() + kIris + " --epochs 4 --threads 1 --json");
    ASSERT_EQ(more.code, 0) << more.text;
    const auto checkpoint = td::train::readCheckpoint(path() / "checkpoints/latest.tdck");
    ASSERT_TRUE(checkpoint) << describe(checkpoint.error());
    EXPECT_EQ(checkpoint->training["epoch"], 4);
    EXPECT_EQ(checkpoint->training["step"], 32); // eight of 16 rows an epoch
    const auto history = historyOf(path() / "history.csv");
    ASSERT_EQ(history.at("loss").size(), 4u);
    EXPECT_LT(history.at("loss")[3], history.at("loss")[2]);
}

TEST_F(GoldenRun, itsEventLogHoldsItsHistory) {
    const Outcome inspected = run("inspect --json " + quoted());
    ASSERT_EQ(inspected.code, 0) << inspected.text;
    const json log = json::parse(inspected.text)["runs"]["train"];
    const auto history = historyOf(path() / "history.csv");
    ASSERT_EQ(history.at("loss").size(), 3u);
    const json scalar = log["tags"]["epoch_loss"];
    EXPECT_EQ(scalar["points"], 3) << log.dump(1).substr(0, 2000);
    EXPECT_NEAR(scalar["last"].get<double>(), history.at("loss")[2], 1e-5);
}

} // namespace
