#include "engine/base/file.h"
#include "engine/train/job.h"
#include "tests/unit/train/line_up.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <unistd.h>

namespace td::test {

namespace {
/// Iris as a person has it: a CSV file with a header, and a model file.
struct Files : Scratch {
    Files() {
        model = path / "model.json";
        csv = std::filesystem::path(TD_SOURCE_DIR) / "resources/datasets/iris.json";
        std::ofstream(model)
            << R"({"format": "tensordesk-model", "version": 1, "name": "iris", "inputs": [{"name": "features", "shape": [4]}],
            "layers": [{"class_name": "Dense", "config": {"units": 8, "activation": "tanh"}}, {"class_name": "Dense", "name": "out", "config": {"units": 3, "activation": "softmax"}}],
            "training": {"optimizer": {"class_name": "Adam", "config": {"learning_rate": 0.05}}, "loss": "sparse_categorical_crossentropy", "metrics": ["accuracy"], "epochs": 3, "batch_size": 16}})";
    }
    std::filesystem::path model, csv;
};

train::JobOptions optionsOf(const Files& files) {
    train::JobOptions options;
    options.model = files.model;
    options.data = files.csv;
    options.folder = files.path / "run";
    return options;
}
} // namespace

TEST(Job, LearnsIrisAndLeavesARunFolder) {
    const Files files;
    train::JobOptions options = optionsOf(files);
    options.epochs = 40;
    auto job = train::Job::prepare(options);
    ASSERT_TRUE(job) << describe(job.error());
    const auto result = (*job)->run();
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_EQ(result->epochs.size(), 40u);
    const auto test = (*job)->test();
    ASSERT_TRUE(test);
    EXPECT_GE(test->at("accuracy"), 0.9); // logistic regression reaches 0.968 on this split
    for (const char* file : {"model.json", "history.csv", "checkpoints/latest.tdck", "checkpoints/best.tdck"})
        EXPECT_TRUE(std::filesystem::exists(files.path / "run" / file)) << file;
    EXPECT_FALSE(std::filesystem::is_empty(files.path / "run/train"));
}

TEST(Job, GoesOnFromItsFolderBitForBit) {
    const Files files;
    train::JobOptions options = optionsOf(files);
    options.epochs = 6;
    auto whole = train::Job::prepare(options);
    ASSERT_TRUE(whole && (*whole)->run());
    options.folder = files.path / "two";
    options.epochs = 2;
    ASSERT_TRUE(train::Job::prepare(options).value()->run());
    // As a kill leaves it: with an epoch that no checkpoint has, and half a line.
    std::ofstream(files.path / "two/history.csv", std::ios::app | std::ios::binary) << "2,0.5,0.5,0.5\r\n3,0.";
    train::JobOptions resumed;
    resumed.resume = files.path / "two";
    resumed.epochs = 6;
    auto rest = train::Job::prepare(resumed);
    ASSERT_TRUE(rest) << describe(rest.error());
    ASSERT_TRUE((*rest)->run());
    const auto expected = (*whole)->trainer().copyWeights();
    for (const auto& [path, weight] : (*rest)->trainer().copyWeights())
        EXPECT_EQ(weight, expected.at(path)) << path;
    EXPECT_EQ(readWholeFile(files.path / "two/history.csv").value(),
              readWholeFile(files.path / "run/history.csv").value());
}

TEST(Job, AMemoryLimitIsMetBeforeTheFirstStepOrNotAtAll) {
    const Files files;
    train::JobOptions options = optionsOf(files);
    options.changes = {{"layers.0.config.units", "4096"}};
    options.memoryLimitBytes = 100'000; // weights and moments alone are more
    auto job = train::Job::prepare(options);
    ASSERT_TRUE(job) << describe(job.error());
    const auto refused = (*job)->run();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::TooLarge);
    EXPECT_EQ(refused.error().fact("limit"), "100000");
    EXPECT_GT(std::stoll(std::string(refused.error().fact("memory"))), 100'000);
    EXPECT_EQ((*job)->trainer().step(), 0);
    EXPECT_FALSE(std::filesystem::exists((*job)->latest()));
    job->reset();
    options.memoryLimitBytes = hostBufferBytes() + 100'000'000;
    job = train::Job::prepare(options);
    ASSERT_TRUE(job && (*job)->run() && (*job)->test());
}

TEST(Job, ClassesAreWeighedByNameOrNumber) {
    const Files files;
    const auto weightsWith = [&](const char* change) {
        train::JobOptions options = optionsOf(files);
        options.folder = files.path / change;
        options.changes = {{"training.class_weight", change}};
        auto job = train::Job::prepare(options);
        EXPECT_TRUE(job && (*job)->run()) << describe(job.error());
        return job ? (*job)->trainer().copyWeights() : train::TensorMap{};
    };
    const auto byName = weightsWith(R"({"virginica":5})"), byNumber = weightsWith(R"({"2":5})"),
               ofFirst = weightsWith(R"({"setosa":5})");
    for (const auto& [path, weight] : byName)
        EXPECT_EQ(weight, byNumber.at(path)) << path;
    EXPECT_NE(byName.at("out/kernel"), ofFirst.at("out/kernel"));
}

TEST(Job, ASizeThatLayersNeedComesFromTheData) {
    const Files files;
    train::JobOptions options = optionsOf(files);
    options.changes = {{"inputs.0.shape", "[null]"}};
    auto job = train::Job::prepare(options);
    ASSERT_TRUE(job) << describe(job.error());
    EXPECT_TRUE((*job)->run());
    EXPECT_EQ((*job)->trainer().model().inputs[0].type.shape.toString(), "(B,4)");
}

TEST(Job, AFolderIsOfOneTrainingAtATime) {
    const Files files;
    const train::JobOptions options = optionsOf(files);
    auto first = train::Job::prepare(options);
    ASSERT_TRUE(first);
    const auto second = train::Job::prepare(options);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().fact("file"), options.folder.string());
    EXPECT_NE(second.error().fact("found").find("another process"), std::string::npos);
    EXPECT_TRUE((*first)->run()); // nothing of it was taken away
    first->reset();
    train::JobOptions resumed;
    resumed.resume = options.folder;
    EXPECT_TRUE(train::Job::prepare(resumed));
}

TEST(Job, ComputingAgainLearnsTheSame) {
    const Files files;
    train::JobOptions options = optionsOf(files);
    auto plain = train::Job::prepare(options);
    options.folder = files.path / "again";
    options.changes = {{"training.recompute", "true"}};
    auto again = train::Job::prepare(options);
    ASSERT_TRUE(plain && again && (*plain)->run() && (*again)->run());
    const auto expected = (*plain)->trainer().copyWeights();
    for (const auto& [path, weight] : (*again)->trainer().copyWeights())
        EXPECT_EQ(weight, expected.at(path)) << path;
    options.changes = {{"training.recompute", "perhaps"}};
    EXPECT_EQ(train::Job::prepare(options).error().fact("key"), "training.recompute");
}

TEST(Job, WhatAKilledTrainingLeftAsideIsTakenAway) {
    const Files files;
    const auto folder = files.path / "run/checkpoints";
    std::filesystem::create_directories(folder);
    const std::string own = "latest.tdck." + std::to_string(::getpid()) + "-7.tmp";
    for (const std::string& name :
         {std::string("latest.tdck.999999999-0.tmp"), own, std::string("notes.tmp"), std::string("a.5-.tmp")})
        std::ofstream(folder / name) << "x";
    ASSERT_TRUE(train::Job::prepare(optionsOf(files)));
    EXPECT_FALSE(std::filesystem::exists(folder / "latest.tdck.999999999-0.tmp"));
    for (const std::string& name : {own, std::string("notes.tmp"), std::string("a.5-.tmp")})
        EXPECT_TRUE(std::filesystem::exists(folder / name)) << name;
}

TEST(Job, ValuesOfTheModelFileAreChangedByPath) {
    nn::Json json = {{"training", {{"batch_size", 1}}},
                     {"layers", nn::Json::array({{{"name", "a"}, {"config", {{"units", 2}}}}})}};
    ASSERT_TRUE(train::setByPath(json, "training.batch_size", "64"));
    ASSERT_TRUE(train::setByPath(json, "layers.a.config.units", "8"));
    ASSERT_TRUE(train::setByPath(json, "layers.0.config.activation", "relu"));
    EXPECT_EQ(json["training"]["batch_size"], 64);
    EXPECT_EQ(json["layers"][0]["config"], (nn::Json{{"units", 8}, {"activation", "relu"}}));
    const auto missing = train::setByPath(json, "layers.b.config", "1");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().fact("part"), "b");
}

TEST(Job, WhatCannotBeReadIsNamed) {
    const Files files;
    train::JobOptions options = optionsOf(files);
    options.data = files.path / "nothing.csv";
    EXPECT_EQ(train::Job::prepare(options).error().fact("file"), (files.path / "nothing.csv").string());
    options = optionsOf(files);
    options.model = files.path / "nothing.json";
    EXPECT_EQ(train::Job::prepare(options).error().fact("file"), (files.path / "nothing.json").string());
    options = optionsOf(files);
    options.changes = {{"training.batch_size", "\"many\""}};
    EXPECT_EQ(train::Job::prepare(options).error().fact("key"), "training.batch_size");
}

TEST(Job, TestsTheBestWeightsBesideTheLastAndPutsTheseBack) {
    const Files files;
    train::JobOptions options = optionsOf(files);
    options.epochs = 3;
    options.changes = {{"training.optimizer.config.learning_rate", "1.5"}}; // so that the last are not the best
    auto job = train::Job::prepare(options);
    ASSERT_TRUE(job) << describe(job.error());
    EXPECT_STREQ((*job)->watched(), "loss");
    const auto result = (*job)->run();
    ASSERT_TRUE(result) << describe(result.error());
    const auto last = (*job)->test();
    ASSERT_TRUE(last);
    const auto best = (*job)->testBest(*last);
    ASSERT_TRUE(best && *best);
    size_t least = 0;
    for (size_t i = 0; i < result->epochs.size(); ++i)
        if (result->epochs[i].at("loss") < result->epochs[least].at("loss")) least = i;
    EXPECT_EQ((*best)->epoch, static_cast<int64_t>(least) + 1);
    EXPECT_EQ((*best)->isPresent, least + 1 == result->epochs.size());
    EXPECT_EQ(*(*job)->test(), *last);
    const auto kept = train::readCheckpoint(options.folder / "checkpoints/best.tdck");
    ASSERT_TRUE(kept && (*job)->trainer().setWeights(kept->tensors));
    EXPECT_EQ(*(*job)->test(), (*best)->logs);
    EXPECT_TRUE((**(*job)->testBest((*best)->logs)).isPresent);
}

TEST(Job, AFailedStartTakesAwayWhatItMadeAndNothingElse) {
    const Files files;
    std::ofstream(files.path / "five.csv") << [] {
        std::string text = "a,b,c,d,kind\n";
        for (int i = 0; i < 40; ++i)
            text += "1,2,3," + std::to_string(i) + ",class" + std::to_string(i % 5) + "\n";
        return text;
    }();
    train::JobOptions options = optionsOf(files);
    options.data = files.path / "five.csv";
    const auto fails = [&] {
        auto job = train::Job::prepare(options);
        ASSERT_TRUE(job) << describe(job.error());
        const auto result = (*job)->run();
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().fact("file"), options.data.string()) << describe(result.error());
        EXPECT_EQ(result.error().fact("column"), "kind");
        EXPECT_EQ(result.error().fact("class"), "class" + std::string(result.error().fact("found")));
        EXPECT_EQ(result.error().fact("row"),
                  result.error().fact("found") == "3" ? "4" : "5"); // the first of its class
    };
    options.folder = files.path / "deep/er/run";
    fails();
    EXPECT_FALSE(std::filesystem::exists(files.path / "deep"));
    options.folder = files.path / "own";
    std::filesystem::create_directories(options.folder / "train");
    std::ofstream(options.folder / "notes.txt") << "mine";
    std::ofstream(options.folder / "train/events.out.tfevents.1.mine") << "mine";
    fails();
    std::set<std::string> left;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(options.folder))
        left.insert(std::filesystem::relative(entry.path(), options.folder).string());
    EXPECT_EQ(left, (std::set<std::string>{"notes.txt", "train", "train/events.out.tfevents.1.mine"}));
}

} // namespace td::test
