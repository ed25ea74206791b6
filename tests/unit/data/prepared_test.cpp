#include "engine/data/label_units.h"
#include "engine/data/prepared.h"
#include "tests/support/scratch.h"
#include "tests/unit/data/data_files.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace td::data {
namespace {

using test::Scratch;

void write(const Scratch& folder, const std::string& name, const std::string& text) {
    const auto path = folder / name;
    std::filesystem::create_directories(path.parent_path());
    ASSERT_TRUE(writeFileAtomically(path, text));
}

LoadedData learnt(const std::filesystem::path& path) {
    auto data = load(path);
    EXPECT_TRUE(data) << (data ? "" : describe(data.error()));
    return data ? *std::move(data) : LoadedData();
}

/// What a model would get for this input.
std::vector<double> seen(const LoadedData& training, const std::string& input, const std::string& column) {
    auto data = loadPrepared(training.preparation, input, {.labels = Labels::NotNeeded});
    EXPECT_TRUE(data) << (data ? "" : describe(data.error()));
    return data ? valuesOf(all(data->train, column)) : std::vector<double>();
}

constexpr const char* kTable = "size,\"the city\",grade,kind\n"
                               "1,north,a,x\n2,south,b,y\n3,north,,x\n,south,b,y\n5,north,b,x\n"
                               "1,north,a,x\n2,south,b,y\n3,north,a,x\n4,south,b,y\n5,north,b,x\n";
constexpr const char* kTableSpec = R"({"format": "tensordesk-dataset", "version": 1, "source": {"path": "t.csv"},
    "label": "kind", "preprocess": [{"map": "standardize"}, {"map": "gaussian_noise", "deviation": 9}]})";

struct Table : Scratch {
    Table() {
        write(*this, "t.csv", kTable);
        write(*this, "t.json", kTableSpec);
        training = learnt(*this / "t.json");
    }
    LoadedData training;
};

TEST(Prepared, aRowBecomesWhatItWasInTraining) {
    const Table table;
    ASSERT_EQ(table.training.train.rows(), 10);
    // mean 26/9, filled: deviation by numpy; north 0.6 +- sqrt(0.24); of the grades, b fills the gap
    const double mean = 26.0 / 9, variance = (2 * 1 + 2 * 4 + 2 * 9 + 16 + 2 * 25 + mean * mean) / 10 - mean * mean;
    const std::vector<double> expected{(2 - mean) / std::sqrt(variance), -0.6 / std::sqrt(0.24), 0.6 / std::sqrt(0.24)};
    const auto found = seen(table.training, "2,south,b", "features");
    ASSERT_EQ(found.size(), 5u);
    for (size_t i = 0; i < 3; ++i)
        EXPECT_NEAR(found[i], expected[i], 1e-6) << i;
    EXPECT_EQ(seen(table.training, "2,south,b,y", "features"), found); // with the label, as the file has it
    EXPECT_EQ(seen(table.training, " 2 , \"south\", ", "features"), found);
    EXPECT_NEAR(seen(table.training, ",south,b", "features")[0], 0, 1e-6); // the mean fills it
}

TEST(Prepared, aFileIsReadByTheNamesAndClassesOfTraining) {
    const Table table;
    write(table, "new.csv", "grade,the city,size,more\nb,south,2,1\nc,south,2,1\n");
    const auto found = seen(table.training, (table / "new.csv").string(), "features");
    const auto row = seen(table.training, "2,south,b", "features");
    ASSERT_EQ(found.size(), 10u);
    EXPECT_EQ(std::vector<double>(found.begin(), found.begin() + 5), row);
    EXPECT_EQ(std::vector<double>(found.begin() + 5, found.end()), row); // an unknown class is as missing
    const auto data =
        loadPrepared(table.training.preparation, (table / "new.csv").string(), {.labels = Labels::NotNeeded});
    EXPECT_NE(textOf(data->problems).find("unknown-class line 3 field 1"), std::string::npos) << textOf(data->problems);
    write(table, "less.csv", "grade,size\nb,2\n");
    const auto less =
        loadPrepared(table.training.preparation, (table / "less.csv").string(), {.labels = Labels::NotNeeded});
    ASSERT_FALSE(less);
    EXPECT_EQ(less.error().fact("column"), "the city");
}

TEST(Prepared, whatIsNoRowSaysWhatARowWouldBe) {
    const Table table;
    for (const char* row : {"", "1", "1,2,3,4,5", "nothing.csv"}) {
        const auto data = loadPrepared(table.training.preparation, row, {.labels = Labels::NotNeeded});
        ASSERT_FALSE(data) << row;
        EXPECT_EQ(data.error().code, ErrorCode::NotFound) << row;
        EXPECT_NE(data.error().fact("expected").find("3 values: size, the city, grade"), std::string::npos)
            << describe(data.error());
    }
    EXPECT_EQ(loadPrepared("{", "1,2").error().code, ErrorCode::Corrupt);
}

TEST(Prepared, otherDataAreMeasuredByTheMeansOfTraining) {
    const Table table;
    write(table, "other.csv", "size,the city,grade,kind\n2,south,b,y\n2,south,b,z\n");
    const auto other = loadPrepared(table.training.preparation, (table / "other.csv").string());
    ASSERT_TRUE(other) << describe(other.error());
    EXPECT_EQ(other->train.rows(), 1); // z is no class
    EXPECT_EQ(valuesOf(all(other->train, "kind")), std::vector<double>{1});
}

TEST(Prepared, aPreparationReadsAsASpecificationOfTheSameData) {
    const Table table;
    const auto again = nlohmann::json::parse(table.training.preparation);
    EXPECT_EQ(again["preprocess"][0]["mean"].size(), 5u);
    EXPECT_EQ(again["columns"]["grade"]["fill"], "b");
    EXPECT_EQ(again["columns"]["the city"]["classes"], (nlohmann::json{"north", "south"}));
    EXPECT_EQ(again["source"]["names"], (nlohmann::json{"size", "the city", "grade", "kind"}));
    write(table, "data.json", table.training.preparation);
    const auto data = learnt(table / "data.json");
    EXPECT_EQ(textOf(data.problems), "");
    EXPECT_EQ(valuesOf(all(data.train, "features")), valuesOf(all(table.training.train, "features")));
    EXPECT_EQ(data.preparation, table.training.preparation);
}

TEST(Prepared, textsKeepTheirWords) {
    const Scratch folder;
    write(folder, "t/good/1.txt", "fine fine day");
    write(folder, "t/bad/1.txt", "day of rain");
    write(folder, "t.json", R"({"format": "tensordesk-dataset", "version": 1,
        "source": {"path": "t", "sequence_length": 3, "padding": "pre", "truncating": "pre"}})");
    const LoadedData training = learnt(folder / "t.json");
    EXPECT_EQ(valuesOf(all(training.train, "text")), (std::vector<double>{2, 4, 5, 3, 3, 2}));
    EXPECT_EQ(seen(training, "What rain", "text"), (std::vector<double>{0, 1, 5}));
    EXPECT_EQ(seen(training, "of of day fine rain", "text"), (std::vector<double>{2, 3, 5}));
    write(folder, "new/b.txt", "rain");
    write(folder, "new/a.txt", "sun");
    EXPECT_EQ(seen(training, (folder / "new").string(), "text"), (std::vector<double>{0, 0, 1, 0, 0, 5}));
    write(folder, "words.txt", "day\nrain\n");
    write(folder, "w.json", R"({"format": "tensordesk-dataset", "version": 1,
        "source": {"path": "t", "sequence_length": 3, "vocabulary": "words.txt"}})");
    EXPECT_EQ(valuesOf(all(learnt(folder / "w.json").train, "text")), (std::vector<double>{2, 1, 3, 1, 1, 2}));
}

TEST(Prepared, picturesOfAnySize) {
    const Scratch folder;
    const std::string pictures = std::string(TD_TEST_DATA) + "/pictures/";
    const std::string colours = readWholeFile(pictures + "PNG_RGB_5x3_1_plain.png").value_or("");
    write(folder, "t/a/1.png", colours);
    write(folder, "t/b/1.jpg", readWholeFile(pictures + "JPEG_RGB_5x3_1_plain.jpg").value_or(""));
    write(folder, "t.json", R"({"format": "tensordesk-dataset", "version": 1, "source": {"path": "t", "size": [4, 4],
        "interpolation": "bicubic", "antialias": true, "crop_to_aspect_ratio": true}})");
    const LoadedData training = learnt(folder / "t.json");
    ASSERT_EQ(training.train.columns()[0].type, (TensorType{DType::F32, {4, 4, 3}}));
    const auto pixels = valuesOf(all(training.train, "image"));
    EXPECT_EQ(seen(training, (folder / "t/a/1.png").string(), "image"),
              std::vector<double>(pixels.begin(), pixels.begin() + 48));
    EXPECT_EQ(seen(training, (folder / "t").string(), "image"), pixels);
    const LoadedData digits = learnt(dataFile("mnist500")); // arrays: a picture becomes one of theirs
    EXPECT_EQ(seen(digits, (folder / "t/a/1.png").string(), "image").size(), 784u);
}

TEST(Prepared, seriesSeeTheirEnd) {
    const LoadedData training = learnt(std::string(TD_SOURCE_DIR) + "/resources/datasets/sunspots.json");
    const auto windows = seen(training, dataFile("sunspots/data.csv"), "window");
    EXPECT_EQ(windows.size(), (309u - 22 + 1) * 22);
    EXPECT_NEAR(windows.back(), 0.029, 1e-7); // 2008: 2.9, which no example of the training sees
}

TEST(Prepared, numbersOfOneExample) {
    const LoadedData digits = learnt(dataFile("mnist500"));
    std::string row = "255";
    for (int i = 1; i < 784; ++i)
        row += ",0";
    EXPECT_EQ(seen(digits, row, "image").front(), 1);
    EXPECT_EQ(loadPrepared(digits.preparation, "1,2", {.labels = Labels::NotNeeded}).error().code, ErrorCode::NotFound);
}

TEST(LabelUnits, areThoseOfTheDataAgain) {
    const auto units = [](const std::string& steps) {
        return LabelUnits::of(
            R"({"format": "tensordesk-dataset", "version": 1, "source": {"path": "x.csv", "kind": "csv"},
            "label": ["price", "area"], "preprocess": )" +
            steps + "}");
    };
    const auto known = units(R"([{"map": "standardize", "column": "features", "mean": [7], "deviation": [9]},
        {"map": "standardize", "column": "area", "mean": [10, 20], "deviation": [2, 4]},
        {"map": "rescale", "column": "area", "scale": 0.5, "offset": 3}])");
    ASSERT_TRUE(known) << describe(known.error());
    EXPECT_FALSE(known->changes(0));
    EXPECT_EQ(known->undone(0, 0, 5), 5);
    ASSERT_TRUE(known->changes(1)); // 14 -> (14 - 10) / 2 -> 2 * 0.5 + 3 = 4, and 32 -> 3 -> 4.5
    EXPECT_DOUBLE_EQ(known->undone(1, 0, 4), 14);
    EXPECT_DOUBLE_EQ(known->undone(1, 1, 4.5), 32);
    EXPECT_FALSE(known->changes(2));
    const auto classes =
        units(R"([{"map": "rescale", "column": "price", "scale": 2}, {"map": "one_hot", "column": "price"}])");
    ASSERT_TRUE(classes);
    EXPECT_FALSE(classes->changes(0)); // there is no way back to what stood in the data
    EXPECT_FALSE(LabelUnits::of("{"));
}

TEST(Prepared, examplesOfASeriesAreNamedByTheStepTheyTell) {
    const Scratch scratch;
    const auto namesOf = [&](const std::string& table, const char* more) {
        write(scratch, "s.csv", table);
        write(scratch, "s.json",
              std::string(R"({"format": "tensordesk-dataset", "version": 1, "source":
            {"path": "s.csv", "kind": "series", "column": "x", "window": 2)") +
                  more + "}}");
        const auto data = load(scratch / "s.json", {.labels = Labels::NotNeeded});
        EXPECT_TRUE(data) << (data ? "" : describe(data.error()));
        return data ? data->names : std::vector<std::string>();
    };
    const std::string yearly = "year,x\n1990,1\n1992,2\n1994,3\n1996,4\n";
    EXPECT_EQ(namesOf(yearly, ""), (std::vector<std::string>{"year 1994", "year 1996", "year 1998"}));
    EXPECT_EQ(namesOf(yearly, R"(, "horizon": 3, "stride": 2)"),
              (std::vector<std::string>{"year 1994 to 1998", "year 1998 to 2002"}));
    EXPECT_EQ(namesOf("year,x\n1990,1\n1992,2\n1993,3\n", ""), (std::vector<std::string>{"row 3", "row 4"}));
    EXPECT_EQ(namesOf("x\n1\n2\n4\n", R"(, "sampling_rate": 2)"), std::vector<std::string>{"row 5"});
}

TEST(Prepared, aStatedSizeSaysNothingOfMixedOnes) {
    const Scratch scratch;
    const std::string pictures = dataFile("bad/images/mixed_sizes");
    const auto problemsOf = [&](const char* size) {
        write(scratch, "p.json",
              R"({"format": "tensordesk-dataset", "version": 1, "source": {"path": ")" + pictures + "\"" + size + "}}");
        const auto data = load(scratch / "p.json");
        EXPECT_TRUE(data) << (data ? "" : describe(data.error()));
        return data ? textOf(data->problems) : std::string();
    };
    EXPECT_NE(problemsOf("").find("mixed-sizes"), std::string::npos);
    EXPECT_EQ(problemsOf(R"(, "size": [8, 8])").find("mixed-sizes"), std::string::npos);
}

} // namespace
} // namespace td::data
