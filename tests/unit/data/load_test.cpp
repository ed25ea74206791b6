// Whole data sets: their numbers are those of dataset.json or were counted by numpy.
#include "engine/data/statistics.h"
#include "tests/unit/data/data_files.h"

#include <cmath>

namespace td::data {
namespace {

LoadedData loaded(const std::string& path, const LoadOptions& options = {}) {
    auto data = load(path, options);
    EXPECT_TRUE(data) << (data ? "" : describe(data.error()));
    return data ? *std::move(data) : LoadedData();
}

TEST(Load, irisByItsDescription) {
    const LoadedData iris = loaded(dataFile("iris"));
    EXPECT_EQ(iris.name, "iris");
    EXPECT_EQ(iris.title, "Iris flowers");
    EXPECT_EQ(iris.kind, "csv");
    EXPECT_EQ(iris.problems.total(), 0) << textOf(iris.problems);
    EXPECT_EQ(iris.train.rows(), 119);
    ASSERT_TRUE(iris.test);
    EXPECT_EQ(iris.test->rows(), 31);
    ASSERT_EQ(iris.train.columns().size(), 2u);
    EXPECT_EQ(iris.train.columns()[0].type, (TensorType{DType::F32, {4}}));
    EXPECT_EQ(iris.train.columns()[0].parts,
              (std::vector<std::string>{"sepal_length", "sepal_width", "petal_length", "petal_width"}));
    EXPECT_EQ(iris.train.columns()[1].classes, (std::vector<std::string>{"setosa", "versicolor", "virginica"}));
    EXPECT_EQ(iris.train.columns()[1].type, (TensorType{DType::I32, {}}));
    ASSERT_EQ(iris.found.size(), 5u);
    EXPECT_EQ(iris.found[0].min, 4.3);
    EXPECT_EQ(iris.found[0].max, 7.9);
    EXPECT_NEAR(iris.found[2].mean, 3.758, 1e-12);
    EXPECT_NEAR(iris.found[2].deviation, 1.75940407, 1e-8);
    for (const auto& [name, count] : iris.found[4].classes)
        EXPECT_EQ(count, 50) << name;
    EXPECT_FLOAT_EQ(static_cast<float>(all(iris.train, "features").at(0)), 4.9F); // row 0 is for testing
}

TEST(Load, irisStandardizedByItsTrainingPart) {
    const LoadedData iris = loaded(std::string(TD_SOURCE_DIR) + "/resources/datasets/iris.json");
    const auto statistics = statisticsOf(iris.train, "features");
    ASSERT_TRUE(statistics);
    for (const Statistics& each : *statistics) {
        EXPECT_NEAR(each.mean, 0, 1e-6);
        EXPECT_NEAR(each.deviation(), 1, 1e-6);
    }
    // row 0: 5.1, by numpy's mean and deviation of the training rows
    EXPECT_NEAR(all(*iris.test, "features").at(0), (5.1 - 5.83865546) / 0.83707265, 1e-6);
    EXPECT_EQ(iris.preprocess, std::vector<std::string>{"standardize features"});
}

TEST(Load, irisWithoutADescriptionFindsItsLabel) {
    const LoadedData iris = loaded(dataFile("iris/data.csv"), {.validationFraction = 0.2, .seed = 1});
    EXPECT_FALSE(iris.test);
    EXPECT_EQ(iris.train.rows(), 120);
    ASSERT_TRUE(iris.validation);
    std::vector<int> counts(3);
    for (const double label : valuesOf(all(*iris.validation, "species")))
        ++counts[static_cast<size_t>(label)];
    EXPECT_EQ(counts, (std::vector<int>{10, 10, 10}));
    const LoadedData other = loaded(dataFile("iris/data.csv"), {.label = "petal_width"});
    EXPECT_EQ(other.train.columns()[1].name, "petal_width");
    EXPECT_EQ(other.train.columns()[0].parts.size(), 6u); // three numbers, three classes of species
    const auto unknown = load(dataFile("iris/data.csv"), {.label = "colour"});
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().fact("column"), "colour");
}

TEST(Load, aPieceOfMnist) {
    const LoadedData mnist = loaded(dataFile("mnist500"));
    EXPECT_EQ(mnist.kind, "idx");
    EXPECT_EQ(mnist.train.rows(), 400);
    ASSERT_TRUE(mnist.test);
    EXPECT_EQ(mnist.test->rows(), 100);
    EXPECT_EQ(mnist.train.columns()[0].type, (TensorType{DType::F32, {28, 28, 1}}));
    EXPECT_NEAR(mnist.found[0].mean, 32.00464795918367, 1e-9);
    EXPECT_NEAR(mnist.found[0].deviation, 77.07577767305808, 1e-9);
    const int64_t counts[] = {39, 52, 42, 41, 44, 30, 36, 42, 30, 44};
    std::vector<int64_t> seen(10);
    for (const double label : valuesOf(all(mnist.train, "label")))
        ++seen[static_cast<size_t>(label)];
    EXPECT_EQ(seen, std::vector<int64_t>(std::begin(counts), std::end(counts)));
    double sum = 0;
    for (const double value : valuesOf(all(mnist.train, "image")))
        sum += value;
    EXPECT_NEAR(sum / (400 * 784), 32.3632493622449 / 255, 1e-7);
    EXPECT_EQ(mnist.preprocess, std::vector<std::string>{"rescale image"});
}

TEST(Load, theShippedMnistIsWhole) {
    const LoadedData mnist = loaded(std::string(TD_SOURCE_DIR) + "/resources/datasets/mnist");
    EXPECT_EQ(mnist.name, "mnist");
    EXPECT_EQ(mnist.train.rows(), 60000);
    ASSERT_TRUE(mnist.test);
    EXPECT_EQ(mnist.test->rows(), 10000);
    EXPECT_EQ(mnist.found[1].classes[1], (std::pair<std::string, int64_t>{"1", 6742 + 1135}));
    EXPECT_EQ(mnist.train.columns()[1].classes.size(), 10u);
}

TEST(Load, sunspotsAsWindows) {
    const LoadedData series = loaded(std::string(TD_SOURCE_DIR) + "/resources/datasets/sunspots.json");
    EXPECT_EQ(series.kind, "series");
    EXPECT_EQ(series.train.columns()[0].type, (TensorType{DType::F32, {22, 1}}));
    EXPECT_EQ(series.train.rows(), 247 - 22); // every target of the first 247 years that has 22 before it
    ASSERT_TRUE(series.test);
    EXPECT_EQ(series.test->rows(), 62);
    EXPECT_NEAR(series.found[0].mean, 49.75210355987054, 1e-9);
    const auto first = valuesOf(all(series.train, "window"));
    EXPECT_NEAR(first[0], 0.05, 1e-7);  // 1700: 5.0
    EXPECT_NEAR(first[21], 0.26, 1e-7); // 1721: 26
    EXPECT_NEAR(all(series.train, "target").at(0), 0.22, 1e-7);
    EXPECT_NEAR(all(*series.test, "target").at(61), 0.029, 1e-7); // 2008: 2.9
}

TEST(Load, theRepeatedLastValueErrsAsMuchAsMeasured) {
    // dataset.json's sources measured 25.4435 as the mean absolute error of repeating the last value.
    const LoadedData series = loaded(std::string(TD_SOURCE_DIR) + "/resources/datasets/sunspots.json");
    const auto window = valuesOf(all(*series.test, "window")), target = valuesOf(all(*series.test, "target"));
    double error = 0;
    for (size_t i = 0; i < target.size(); ++i)
        error += std::abs(window[i * 22 + 21] - target[i]) * 100;
    EXPECT_NEAR(error / static_cast<double>(target.size()), 25.4435, 1e-4);
}

/// A NumPy archive cannot be written here: one array of one file.
std::string npy(const std::vector<double>& values, int64_t columns) {
    std::string header = "{'descr': '<f8', 'fortran_order': False, 'shape': (" +
                         std::to_string(static_cast<int64_t>(values.size()) / columns) + ", " +
                         std::to_string(columns) + "), }";
    header.append(117 - header.size(), ' ').append("\n");
    std::string bytes =
        std::string("\x93NUMPY\x01\x00", 8) + static_cast<char>(header.size()) + std::string(1, '\0') + header;
    return bytes.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(double));
}

TEST(Load, rowsOfAnArrayThatHoldNoNumberAreLeftOutAndNamed) {
    const std::string folder = testing::TempDir() + "/td-nan";
    std::filesystem::create_directories(folder);
    ASSERT_TRUE(writeFileAtomically(folder + "/x.npy", npy({0, 1, NAN, 3, 4, 5, 6, INFINITY, 8, 9}, 2)));
    const LoadedData data = loaded(folder + "/x.npy");
    EXPECT_EQ(valuesOf(all(data.train, data.train.columns()[0].name)), (std::vector<double>{0, 1, 4, 5, 8, 9}));
    std::string found;
    for (const Problem& problem : data.problems.list())
        found += problem.found + "\n";
    EXPECT_NE(found.find("in row 1 of"), std::string::npos) << found;
    EXPECT_NE(found.find("in row 3 of"), std::string::npos) << found;
    std::filesystem::remove_all(folder);
}

TEST(Load, picturesThatAreNotReadAreToldOnce) {
    const std::string folder = testing::TempDir() + "/td-left-out", png = bytesOf("bad/images/ok_reference.png");
    for (const char* file :
         {"/a/1.png", "/b/1.png", "/a/2.webp", "/b/2.webp", "/b/deep/3.gif", "/beside.png", "/a/notes.txt"}) {
        std::filesystem::create_directories(std::filesystem::path(folder + file).parent_path());
        ASSERT_TRUE(writeFileAtomically(folder + file, png));
    }
    const LoadedData data = loaded(folder);
    EXPECT_EQ(data.train.rows(), 2);
    ASSERT_EQ(data.problems.total(), 2) << textOf(data.problems);
    EXPECT_EQ(data.problems.list()[0].found, "3 files of kinds that are not read: gif, webp (2)");
    EXPECT_EQ(data.problems.list()[1].found, "1 file beside the class folders");
    std::filesystem::remove_all(folder);
}

class Table : public testing::Test {
protected:
    LoadedData from(const std::string& text, const std::string& rest) {
        const std::string folder = testing::TempDir() + "/td-table";
        std::filesystem::create_directories(folder);
        EXPECT_TRUE(writeFileAtomically(folder + "/t.csv", text));
        EXPECT_TRUE(writeFileAtomically(folder + "/t.json", R"({"format": "tensordesk-dataset", "version": 1,
            "source": {"path": "t.csv"}, )" + rest + "}"));
        LoadedData data = loaded(folder + "/t.json");
        std::filesystem::remove_all(folder);
        return data;
    }
};

TEST_F(Table, classesOfALabelThatIsNotNamedHaveTheirOrder) {
    std::string text = "x,kind\n";
    for (int i = 0; i < 30; ++i)
        text += std::to_string(i) + "," + (i == 7 ? "odd" : i % 2 == 0 ? "low" : "high") + "\n";
    const LoadedData data = from(text, R"("classes": ["low", "high"])");
    ASSERT_EQ(data.train.columns()[1].classes, (std::vector<std::string>{"low", "high"}));
    EXPECT_EQ(all(data.train, "kind").at(0), 0);
    EXPECT_EQ(data.train.rows(), 29); // without the one of another class
    EXPECT_EQ(textOf(data.problems), "unknown-class line 9 field 2, missing-value line 9 field 2");
}

TEST_F(Table, daysAreTextHoweverTheyAreWritten) {
    const std::pair<const char*, const char*> forms[] = {
        {"", ".02.2024"}, {"2024-02-", ""}, {"2/", "/24"}, {"2024/02/", " 12:30"}};
    for (const auto& [before, after] : forms) {
        std::string text = "day,x,y\n";
        for (int i = 0; i < 60; ++i) {
            text.append(before).append(std::to_string(1 + i % 20)).append(after).append(",");
            text.append(std::to_string(i)).append(",").append(std::to_string(i % 2)).append("\n");
        }
        const LoadedData data = from(text, R"("label": "y")");
        EXPECT_EQ(data.train.columns()[0].type, (TensorType{DType::F32, {1}})) << before << after;
        ASSERT_EQ(data.problems.total(), 1) << textOf(data.problems);
        EXPECT_EQ(data.problems.list()[0].name, "day");
    }
}

TEST_F(Table, missingValuesAreFilledOrTheirRowsDropped) {
    const std::string text = "a,b,c,y\n1,red,4,0.5\n,red,5,1.5\n5,,6,2.5\n3,blue,NA,3.5\n2,red,7,\n";
    const LoadedData filled = from(text, R"("label": "y", "columns": {"b": {"type": "category"}})");
    EXPECT_EQ(filled.train.rows(), 4); // the row without a label is left out
    EXPECT_EQ(textOf(filled.problems), "missing-value line 6 field 4");
    EXPECT_EQ(filled.train.columns()[0].parts, (std::vector<std::string>{"a", "b=blue", "b=red", "c"}));
    EXPECT_EQ(valuesOf(all(filled.train, "features")),
              (std::vector<double>{1, 0, 1, 4, 3, 0, 1, 5, 5, 0, 1, 6, 3, 1, 0, 5}));
    EXPECT_EQ(valuesOf(all(filled.train, "y")), (std::vector<double>{0.5, 1.5, 2.5, 3.5}));
    const LoadedData dropped =
        from(text, R"("label": "y", "columns": {"a": {"missing": "drop"}, "c": {"missing": "drop"},
                                             "b": {"type": "ignore"}})");
    EXPECT_EQ(valuesOf(all(dropped.train, "features")), (std::vector<double>{1, 4, 5, 6}));
    EXPECT_EQ(textOf(dropped.problems),
              "missing-value line 3 field 1, missing-value line 5 field 3, missing-value line 6 field 4");
}

TEST_F(Table, inputsLabelsAndWeightsAreWhatTheSpecificationSays) {
    const LoadedData data = from("a,b,c,y,z,w\n1,2,3,4,5,6\n7,8,9,10,11,12\n",
                                 R"("label": ["y", "z"], "weight": "w", "inputs": {"left": ["a", "b"], "right": "c"})");
    const auto& columns = data.train.columns();
    ASSERT_EQ(columns.size(), 4u);
    EXPECT_EQ(columns[0].name, "left");
    EXPECT_EQ(columns[1].type, (TensorType{DType::F32, {1}}));
    EXPECT_EQ(columns[2].role, Role::Label);
    EXPECT_EQ(valuesOf(all(data.train, "label")), (std::vector<double>{4, 5, 10, 11}));
    EXPECT_EQ(columns[3].role, Role::Weight);
    EXPECT_EQ(columns[3].type.shape, Shape());
    EXPECT_EQ(valuesOf(all(data.train, "w")), (std::vector<double>{6, 12}));
}

TEST_F(Table, aCategoryWithoutAValueHasNoElement) {
    const LoadedData data = from(
        "a,e,y\n1,,3\n2,,5\n", R"("label": "y", "columns": {"e": {"type": "category"}}, "inputs": {"f": ["a", "e"]})");
    EXPECT_EQ(data.train.columns()[0].parts, std::vector<std::string>{"a"});
    EXPECT_EQ(valuesOf(all(data.train, "f")), (std::vector<double>{1, 2}));
}

TEST_F(Table, noiseIsForTrainingOnlyAndOneHotForLabels) {
    std::string text = "x,y\n";
    for (int i = 0; i < 100; ++i)
        text += std::to_string(i) + (i % 2 == 0 ? ",no\n" : ",yes\n");
    const LoadedData data = from(text, R"("split": {"validation": 0.2, "test": 0.2, "seed": 5, "stratify": true},
        "preprocess": [{"map": "one_hot"}, {"map": "gaussian_noise", "deviation": 0.1, "seed": 1}])");
    EXPECT_EQ(data.train.rows(), 60);
    EXPECT_EQ(data.validation->rows(), 20);
    EXPECT_EQ(data.test->rows(), 20);
    EXPECT_EQ(data.train.columns()[1].type, (TensorType{DType::F32, {2}}));
    double inTraining = 0, inTest = 0;
    for (const double value : valuesOf(all(data.train, "features")))
        inTraining += std::abs(value - std::round(value));
    for (const double value : valuesOf(all(*data.test, "features")))
        inTest += std::abs(value - std::round(value));
    EXPECT_GT(inTraining, 1);
    EXPECT_EQ(inTest, 0);
}

TEST(Load, whatIsNotThereOrNotKnownIsSaid) {
    EXPECT_EQ(load("/nowhere/at/all.csv").error().code, ErrorCode::NotFound);
    EXPECT_EQ(load(std::string(TD_SOURCE_DIR) + "/CMakePresets.json").error().fact("problem"), "UnknownFormat");
    EXPECT_EQ(load(std::string(TD_SOURCE_DIR) + "/LICENSE").error().fact("problem"), "UnknownKind");
    EXPECT_EQ(load(std::string(TD_SOURCE_DIR) + "/cmake").error().fact("problem"), "UnknownKind");
    EXPECT_FALSE(load(dataFile("iris"), {.validationFraction = 1}));
}

} // namespace
} // namespace td::data
