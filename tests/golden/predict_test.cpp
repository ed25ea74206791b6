#include "tests/support/program_run.h"
#include "tests/support/scratch.h"

#include <cmath>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sstream>

/// `tensordesk train`, `predict` and `evaluate` as a shell sees them: raw data are prepared as the training's were.
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

using Outcome = td::test::ProgramRun;

Outcome run(const std::string& words) {
    return td::test::runProgram(words);
}

/// The first output of each line that is a prediction.
std::vector<std::vector<double>> outputsOf(const std::string& words) {
    std::vector<std::vector<double>> outputs;
    const Outcome outcome = run("predict --json --threads 1 " + words);
    EXPECT_EQ(outcome.code, 0) << outcome.text;
    std::istringstream lines(outcome.text);
    for (std::string line; std::getline(lines, line);) {
        const json parsed = json::parse(line, nullptr, false);
        if (parsed.is_object() && parsed.contains("outputs")) outputs.push_back(parsed["outputs"][0]);
    }
    return outputs;
}

void expectNear(const std::vector<double>& found, const std::vector<double>& expected) {
    ASSERT_EQ(found.size(), expected.size());
    for (size_t i = 0; i < found.size(); ++i)
        EXPECT_NEAR(found[i], expected[i], 1e-6) << i;
}

class Trained : public testing::Test {
protected:
    std::string write(const std::string& name, const std::string& text) {
        const fs::path path = folder / name;
        fs::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << text;
        return "'" + path.string() + "'";
    }
    void copy(const std::string& from, const std::string& to) {
        fs::create_directories((folder / to).parent_path());
        fs::copy_file(std::string(TD_TEST_DATA) + "/" + from, folder / to);
    }
    void train(const std::string& model, const std::string& data) {
        const Outcome outcome = run("train " + write("model.json", model) + " --data " + data +
                                    " --epochs 1 --threads 1 --json --logdir " + runFolder());
        ASSERT_EQ(outcome.code, 0) << outcome.text;
    }
    [[nodiscard]] std::string runFolder() const { return "'" + (folder / "run").string() + "'"; }
    [[nodiscard]] std::string at(const std::string& name) const { return "'" + (folder / name).string() + "'"; }

    td::test::Scratch folder;
};

std::string classifier(const std::string& input, const std::string& layers, int classes) {
    return R"({"format": "tensordesk-model", "version": 1, "name": "m", "inputs": [)" + input + R"(], "layers": [)" +
           layers + R"({"class_name": "Dense", "config": {"units": )" + std::to_string(classes) +
           R"(, "activation": "softmax"}}], "training": {"loss": "sparse_categorical_crossentropy", "seed": 1}})";
}

TEST_F(Trained, irisPredictsARawRowAsItPredictsItsFile) {
    const std::string iris = "'" TD_SOURCE_DIR "/resources/datasets/iris.json'";
    train(classifier(R"({"name": "features", "shape": [4]})", "", 3), iris);
    const auto all = outputsOf(runFolder() + " --limit 1 " + iris);
    ASSERT_EQ(all.size(), 1u);
    const auto row = outputsOf(runFolder() + " 5.1,3.5,1.4,0.2"); // row 0, the first that tests
    ASSERT_EQ(row.size(), 1u);
    expectNear(row[0], all[0]);
    expectNear(outputsOf(runFolder() + " 5.1,3.5,1.4,0.2,setosa")[0], all[0]);
    expectNear(outputsOf(at("run/checkpoints/latest.tdck") + " 5.1,3.5,1.4,0.2")[0], row[0]);
    expectNear(outputsOf(runFolder() + " " +
                         write("new.csv", "petal_width,petal_length,sepal_width,sepal_length\n"
                                          "0.2,1.4,3.5,5.1\n"))[0],
               all[0]);
    const Outcome wrong = run("predict " + runFolder() + " 5.1,3.5");
    EXPECT_EQ(wrong.code, 2);
    EXPECT_NE(wrong.text.find("4 values: sepal_length, sepal_width, petal_length, petal_width"), std::string::npos)
        << wrong.text;
}

TEST_F(Trained, otherDataAreEvaluatedByTheMeansOfTraining) {
    const std::string iris = "'" TD_SOURCE_DIR "/resources/datasets/iris.json'";
    train(classifier(R"({"name": "features", "shape": [4]})", "", 3), iris);
    const json own = json::parse(run("evaluate --json --part test --threads 1 " + runFolder()).text);
    std::ifstream file(TD_SOURCE_DIR "/resources/datasets/iris/data.csv");
    std::string test, line;
    std::getline(file, test);
    test += "\n";
    for (uint32_t row = 0; std::getline(file, line); ++row)
        if (row * 2654435761u < 858993459u) test += line + "\n"; // as "hash20" says
    const json other =
        json::parse(run("evaluate --json --threads 1 " + runFolder() + " --data " + write("test.csv", test)).text);
    EXPECT_EQ(other["rows"], own["rows"]);
    EXPECT_NEAR(other["logs"]["loss"].get<double>(), own["logs"]["loss"].get<double>(), 1e-6);
}

TEST_F(Trained, categoriesAndGapsOfARowAreThoseOfTraining) {
    std::string table = "colour,size,grade\n";
    for (int i = 0; i < 24; ++i)
        table += std::string(i % 3 == 0 ? "red" : "blue") + "," + (i % 5 == 4 ? "" : std::to_string(i % 7)) + "," +
                 (i % 2 == 0 ? "good" : "bad") + "\n";
    train(classifier(R"({"name": "features", "shape": [3]})", "", 2), write("t.csv", table));
    const auto rows = outputsOf(runFolder() + " --limit 0 " + at("t.csv"));
    ASSERT_EQ(rows.size(), 24u);
    expectNear(outputsOf(runFolder() + " blue,2")[0], rows[2]);
    expectNear(outputsOf(runFolder() + " blue,")[0], rows[4]);
    expectNear(outputsOf(runFolder() + " green,2")[0], rows[2]); // as the most frequent one, and said so
    EXPECT_NE(run("predict " + runFolder() + " green,2").text.find("unknown-class"), std::string::npos);
}

TEST_F(Trained, picturesOfAnySizeAreBroughtToThatOfTraining) {
    copy("pictures/PNG_RGB_5x3_1_plain.png", "p/a/1.png");
    copy("pictures/PNG_L_5x3_1_plain.png", "p/b/1.png");
    copy("pictures/JPEG_RGB_5x3_1_plain.jpg", "new/x.jpg");
    copy("pictures/PNG_RGB_5x3_1_plain.png", "new/y.png");
    const std::string spec = write("p.json", R"({"format": "tensordesk-dataset", "version": 1, "source":
        {"path": "p", "size": [4, 6], "interpolation": "lanczos3", "pad_to_aspect_ratio": true}})");
    train(classifier(R"({"name": "image", "shape": [4, 6, 3]})", R"({"class_name": "Flatten"}, )", 2), spec);
    const auto known = outputsOf(runFolder() + " " + at("p"));
    ASSERT_EQ(known.size(), 2u);
    expectNear(outputsOf(runFolder() + " " + at("p/a/1.png"))[0], known[0]);
    const auto other = outputsOf(runFolder() + " " + at("new"));
    ASSERT_EQ(other.size(), 2u);
    expectNear(other[1], known[0]);
    EXPECT_NE(run("predict " + runFolder() + " " + at("new")).text.find("y.png: "), std::string::npos);
}

TEST_F(Trained, textsAreReadWithTheVocabularyOfTraining) {
    write("t/good/1.txt", "fine fine day");
    write("t/bad/1.txt", "day of rain");
    const std::string spec = write("t.json", R"({"format": "tensordesk-dataset", "version": 1, "source":
        {"path": "t", "sequence_length": 4, "padding": "pre"}})");
    train(classifier(R"({"name": "text", "shape": [4], "dtype": "int32"})",
                     R"({"class_name": "Embedding", "config": {"input_dim": 6, "output_dim": 3}},
                        {"class_name": "Flatten"}, )",
                     2),
          spec);
    const auto known = outputsOf(runFolder() + " " + at("t"));
    ASSERT_EQ(known.size(), 2u); // bad, good
    expectNear(outputsOf(runFolder() + " 'Fine, fine day!'")[0], known[1]);
    expectNear(outputsOf(runFolder() + " " + at("t/bad/1.txt"))[0], known[0]);
    std::ifstream file(folder / "run/data.json");
    EXPECT_EQ(json::parse(file)["source"]["vocabulary"], (json{"", "[UNK]", "day", "fine", "of", "rain"}));
}

TEST_F(Trained, aSeriesIsToldInItsOwnUnitsWithItsYears) {
    const std::string root = TD_SOURCE_DIR "/resources/";
    const Outcome outcome = run("train '" + root + "models/sunspots.json' --data '" + root +
                                "datasets/sunspots.json' --epochs 1 --threads 1 --json --logdir " + runFolder());
    ASSERT_EQ(outcome.code, 0) << outcome.text;
    const std::string csv = " '" + root + "datasets/sunspots/data.csv'";
    std::istringstream lines(run("predict --json --limit 0 --threads 1 " + runFolder() + csv).text);
    std::vector<json> told;
    for (std::string line; std::getline(lines, line);)
        told.push_back(json::parse(line));
    ASSERT_EQ(told.size(), 309u - 22 + 1); // 1700 to 2008, and the year that follows
    EXPECT_EQ(told.front()["place"], "year 1722");
    EXPECT_EQ(told.back()["place"], "year 2009");
    for (const json& each : told) // scaled by 0.01 to learn from
        EXPECT_NEAR(each["outputs"][0][0].get<double>(), each["scaled_outputs"][0][0].get<double>() * 100, 1e-4);
    const Outcome text = run("predict --limit 2 --threads 1 " + runFolder() + csv);
    EXPECT_TRUE(text.text.starts_with("year 2008: ")) << text.text;
    EXPECT_NE(text.text.find("\nyear 2009: "), std::string::npos) << text.text;
}

TEST_F(Trained, whatIsNoSuchRowIsRefused) {
    const std::string iris = "'" TD_SOURCE_DIR "/resources/datasets/iris.json'";
    train(classifier(R"({"name": "features", "shape": [4]})", "", 3), iris);
    for (const std::string row : {"garbage", "a,b,c,d", "5.1,3.5,x1,0.2"}) {
        const Outcome outcome = run("predict --threads 1 " + runFolder() + " " + row);
        EXPECT_EQ(outcome.code, 2) << row << ": " << outcome.text;
        EXPECT_NE(outcome.text.find("a row "), std::string::npos) << outcome.text;
    }
    fs::create_directories(folder / "empty");
    const Outcome outcome = run("evaluate --threads 1 " + runFolder() + " --data " + at("empty"));
    EXPECT_EQ(outcome.code, 2);
    EXPECT_NE(outcome.text.find("a folder without a dataset.json"), std::string::npos) << outcome.text;
    EXPECT_NE(outcome.text.find("CSV"), std::string::npos) << outcome.text;
}

TEST_F(Trained, evaluateSaysWhichWeightsItMeasures) {
    const std::string iris = "'" TD_SOURCE_DIR "/resources/datasets/iris.json'";
    train(classifier(R"({"name": "features", "shape": [4]})", "", 3), iris);
    const Outcome text = run("evaluate --threads 1 " + runFolder());
    EXPECT_EQ(text.code, 0) << text.text;
    EXPECT_NE(text.text.find("checkpoints/best.tdck (epoch 1) on "), std::string::npos) << text.text;
    const json own = json::parse(run("evaluate --json --threads 1 " + at("run/checkpoints/latest.tdck")).text);
    EXPECT_EQ(own["weights"], (folder / "run/checkpoints/latest.tdck").string());
    EXPECT_EQ(own["epoch"], 1);
}

TEST_F(Trained, dataSayWhatTheyMightBeAndThatTheyHoldNothing) {
    const Outcome spots = run("data '" TD_SOURCE_DIR "/resources/datasets/sunspots'");
    EXPECT_EQ(spots.code, 2) << spots.text; // one column of numbers: nothing to tell it from
    EXPECT_NE(spots.text.find("\"kind\": \"series\""), std::string::npos) << spots.text;
    const Outcome yearly = run("data " + write("s.csv", "year,rain,sun\n1,3.5,2\n2,2.5,4.5\n3,4.25,1\n"));
    EXPECT_EQ(yearly.code, 0) << yearly.text;
    EXPECT_NE(yearly.text.find("\"kind\": \"series\""), std::string::npos) << yearly.text;
    EXPECT_EQ(run("data '" TD_SOURCE_DIR "/resources/datasets/iris.json'").text.find("\"series\""), std::string::npos);
    const Outcome empty = run("data " + write("head.csv", "a,b,kind\n"));
    EXPECT_EQ(empty.code, 2) << empty.text;
    EXPECT_NE(empty.text.find("no row"), std::string::npos) << empty.text;
    std::string table = "n,remark,kind\n";
    for (int i = 0; i < 40; ++i)
        table += std::to_string(i) + ",remark number " + std::to_string(i * i) + "," + std::to_string(i % 2) + "\n";
    const Outcome text = run("data " + write("t.csv", table));
    EXPECT_NE(text.text.find("\"remark\" is text and is left out"), std::string::npos) << text.text;
}

TEST_F(Trained, aRowMayBeginWithAMinusAndTwoClassesHaveNames) {
    std::string table = "a,b,c,kind\n";
    for (int i = 0; i < 40; ++i)
        table += std::to_string(i % 7 - 3) + "," + std::to_string(i % 5 - 2) + "," + std::to_string(i % 3) + "," +
                 (i % 2 == 0 ? "calm" : "storm") + "\n";
    train(R"({"format": "tensordesk-model", "version": 1, "name": "m", "inputs": [{"name": "features", "shape": [3]}],
        "layers": [{"class_name": "Dense", "config": {"units": 1, "activation": "sigmoid"}}],
        "training": {"loss": "binary_crossentropy", "seed": 1}})",
          write("t.csv", table));
    const Outcome row = run("predict --threads 1 " + runFolder() + " -2,-2,0");
    EXPECT_EQ(row.code, 0) << row.text;
    EXPECT_TRUE(row.text.find(" calm (0.") != std::string::npos || row.text.find(" storm (0.") != std::string::npos)
        << row.text;
    EXPECT_EQ(run("predict --threads 1 " + runFolder() + " ''").code, 2);
    // Without parts all rows are measured, and a part that is not there is refused.
    const json whole = json::parse(run("evaluate --json --threads 1 " + runFolder()).text);
    EXPECT_EQ(whole["part"], "all");
    EXPECT_EQ(whole["rows"], 40);
    const Outcome part = run("evaluate --threads 1 --part validation " + runFolder());
    EXPECT_EQ(part.code, 2);
    EXPECT_NE(part.text.find("no part \"validation\""), std::string::npos) << part.text;
}

TEST_F(Trained, whatIsOnlyToldOfDataIsNoIssue) {
    std::string table = "n,same,kind\n";
    for (int i = 0; i < 40; ++i)
        table += std::to_string(i) + ",1," + std::to_string(i % 2) + "\n";
    const Outcome told = run("data " + write("same.csv", table));
    EXPECT_EQ(told.code, 0) << told.text;
    EXPECT_NE(told.text.find("same.csv, column \"same\": constant-column"), std::string::npos) << told.text;
    EXPECT_NE(told.text.find("1 place is not"), std::string::npos) << told.text;
    EXPECT_EQ(run("data " + write("wrong.csv", table + "x,1,1\n")).code, 1);
}

} // namespace
