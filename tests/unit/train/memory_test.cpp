#include "engine/nn/model_json.h"
#include "engine/train/training_memory.h"
#include "tests/unit/train/line_up.h"

#include <gtest/gtest.h>

/// What training needs, told before the first step, beside what a trainer then allocates.
namespace td::test {

namespace {
constexpr int64_t kRows = 16;
constexpr size_t kHidden = (6 * 12 + 12) * sizeof(float); ///< kernel and bias of "hidden"

train::TrainingMemory memoryOf(const nn::Model& model, const train::Setup& setup, const train::StepFeeds& feeds,
                               int threads = 1) {
    train::TrainerOptions options;
    options.threads = threads;
    options.seed = 11;
    auto memory = train::trainingMemory(model, setup, feeds, options);
    EXPECT_TRUE(memory) << describe(memory.error());
    return memory.value_or(train::TrainingMemory{});
}

/// Bytes of the plan that a trainer runs this batch with.
runtime::MemoryNeed needOfTrainer(const train::Setup& setup, const data::Batch& batch, int threads) {
    const auto trainer = trainerOf(setup, threads);
    EXPECT_TRUE(trainer->trainOnBatch(batch));
    std::vector<Extents> extents;
    for (const auto id : trainer->session()->graph().inputs()) {
        const auto& name = trainer->session()->graph().value(id).name;
        extents.push_back(name == "x"        ? batch.features[0].extents()
                          : name == "target" ? batch.labels[0].extents()
                                             : Extents{});
    }
    auto plan = trainer->session()->plan(extents); // found, not made: the batch was run
    EXPECT_TRUE(plan) << describe(plan.error());
    return (*plan)->need();
}

train::LayerMemory sumOf(const train::TrainingMemory& memory) {
    train::LayerMemory sum = memory.other;
    for (const auto& [path, share] : memory.layers)
        if (path.find('/') == std::string::npos) sum += share;
    return sum;
}
} // namespace

TEST(TrainingMemory, isWhatATrainerAllocates) {
    auto loader = shuffledLoader(kRows);
    const data::Batch& batch = **loader.next();
    for (const auto& setup : {plainSetup(), fullSetup()})
        for (const int threads : {1, 3}) {
            const auto feeds = train::feedsOf(smallModel(), batch);
            ASSERT_TRUE(feeds) << describe(feeds.error());
            const auto told = memoryOf(smallModel(), setup, *feeds, threads);
            const auto found = needOfTrainer(setup, batch, threads);
            EXPECT_EQ(told.need.total(), found.total());
            EXPECT_EQ(told.need.variables, found.variables);
            EXPECT_EQ(told.need.arena, found.arena);
            EXPECT_EQ(told.need.scratch, found.scratch);
            EXPECT_GT(found.arena, 0u);
        }
}

TEST(TrainingMemory, sharesAddUpToTheWhole) {
    const auto feeds = train::expectedFeeds(smallModel(), fullSetup(), kRows);
    ASSERT_TRUE(feeds) << describe(feeds.error());
    const auto memory = memoryOf(smallModel(), fullSetup(), *feeds);
    const auto sum = sumOf(memory);
    EXPECT_EQ(sum.weights + sum.optimizer, memory.need.variables);
    EXPECT_EQ(sum.peak + memory.gaps, memory.need.arena);
}

TEST(TrainingMemory, ofALayerIsWhatItsSizesSay) {
    const auto feeds = train::expectedFeeds(smallModel(), fullSetup(), kRows);
    ASSERT_TRUE(feeds);
    const auto plain = memoryOf(smallModel(), plainSetup(), *feeds), full = memoryOf(smallModel(), fullSetup(), *feeds);
    EXPECT_EQ(plain.layers.at("hidden").weights, kHidden);
    EXPECT_EQ(plain.layers.at("hidden").optimizer, 2 * kHidden); // Adam's two moments
    EXPECT_EQ(full.layers.at("hidden").optimizer, 4 * kHidden);  // the average and the sum of gradients besides
    EXPECT_EQ(plain.layers.at("hidden").gradients, kHidden);
    EXPECT_GE(plain.layers.at("hidden").kept, kRows * 12 * sizeof(float)); // its output, for both layers around
    EXPECT_EQ(plain.layers.at("batch_normalization").weights, 4 * 12 * sizeof(float));
    EXPECT_EQ(plain.layers.at("batch_normalization").optimizer, 2 * 2 * 12 * sizeof(float));
}

TEST(TrainingMemory, growsWithTheBatchInWhatIsKeptAlone) {
    const auto at = [](int64_t rows) {
        return memoryOf(smallModel(), plainSetup(), *train::expectedFeeds(smallModel(), plainSetup(), rows));
    };
    const auto one = at(64), two = at(128);
    EXPECT_EQ(two.layers.at("hidden").kept, 2 * one.layers.at("hidden").kept);
    EXPECT_EQ(two.layers.at("hidden").gradients, one.layers.at("hidden").gradients);
    EXPECT_EQ(two.need.variables, one.need.variables);
}

TEST(TrainingMemory, whatLossesTakeIsWhatDataGive) {
    auto loader = shuffledLoader(kRows);
    const auto fed = train::feedsOf(smallModel(), **loader.next());
    const auto expected = train::expectedFeeds(smallModel(), plainSetup(), kRows);
    ASSERT_TRUE(fed && expected);
    EXPECT_EQ(expected->features, fed->features);
    EXPECT_EQ(expected->labels, fed->labels);
    train::Setup dense = plainSetup();
    dense.loss = "categorical_crossentropy";
    EXPECT_EQ(train::expectedFeeds(smallModel(), dense, kRows)->labels[0],
              (TensorType{DType::F32, Shape::of(Extents{kRows, 3})}));
}

TEST(TrainingMemory, insideOfBlocksIsToldByPath) {
    const auto model = nn::readModel(std::filesystem::path(TD_SOURCE_DIR) / "tests/golden/model-2.json");
    ASSERT_TRUE(model) << describe(model.error());
    const auto setup = train::setupFromJson(model->extra["training"]);
    const auto feeds = train::expectedFeeds(*model, *setup, kRows);
    ASSERT_TRUE(setup && feeds);
    const auto memory = memoryOf(*model, *setup, *feeds);
    const auto& first = memory.layers.at("first");
    EXPECT_EQ(first.weights, memory.layers.at("first/wide").weights + memory.layers.at("first/narrow").weights);
    EXPECT_EQ(memory.layers.at("first/wide/conv").weights, 3u * 3 * 4 * 8 * sizeof(float));
    EXPECT_GT(first.kept, 0u);
    EXPECT_EQ(memory.layers.at("second").optimizer, 0u); // it is not trained
}

TEST(TrainingMemory, sizesThatOnlyDataSayAreAskedFor) {
    nn::ModelBuilder builder("open");
    auto at = builder.input("words", {DType::I32, Shape{Dim::symbol("B"), Dim::symbol("T")}});
    at = builder.add("Embedding", {{"input_dim", 9}, {"output_dim", 2}}, {at});
    const auto model = builder.finish({at}).value();
    const auto feeds = train::expectedFeeds(model, plainSetup(), kRows);
    ASSERT_FALSE(feeds);
    EXPECT_EQ(feeds.error().fact("tensor"), "words");
}

} // namespace td::test
