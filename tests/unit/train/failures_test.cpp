#include "tests/unit/train/line_up.h"

#include "engine/data/memory_source.h"
#include "engine/train/feed.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sys/resource.h>
#include <unistd.h>

namespace td::test {

namespace {
data::Dataset dataOf(Tensor features, Tensor labels) {
    auto source =
        data::MemorySource::create({{"x", {}, data::Role::Feature, {}, {}}, {"y", {}, data::Role::Label, {}, {}}},
                                   {std::move(features), std::move(labels)});
    return data::Dataset::of(source.value());
}

/// Bytes of this process's address space.
rlim_t addressesInUse() {
    std::ifstream file("/proc/self/statm");
    rlim_t pages = 0;
    file >> pages;
    return pages * static_cast<rlim_t>(sysconf(_SC_PAGESIZE));
}

Result<train::FitResult> fitOn(train::Trainer& trainer, data::Dataset data, const train::FitOptions& options = {},
                               const train::Callbacks& callbacks = {}) {
    auto loader = shuffledLoader(8, std::move(data));
    return trainer.fit(loader, nullptr, options, callbacks);
}
} // namespace

TEST(TrainingFails, ALossThatIsNoNumberNamesItsStepAndKeepsTheLastCheckpoint) {
    const Scratch scratch;
    const auto trainer = trainerOf(plainSetup());
    Tensor features = Tensor::zeros(DType::F32, {32, 6});
    features.set(20 * 6, NAN);
    auto saving = std::make_shared<train::FunctionCallback>();
    saving->onStepEnd = [&](train::Run& run, const train::Logs&) {
        return run.save(scratch.path / "last.tdck", false);
    };
    const auto result = fitOn(*trainer, dataOf(features, Tensor::zeros(DType::I32, {32})), {}, {saving});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().fact("loss"), "nan");
    EXPECT_FALSE(result.error().fact("step").empty());
    if (std::filesystem::exists(scratch.path / "last.tdck")) {
        const auto kept = train::readCheckpoint(scratch.path / "last.tdck");
        ASSERT_TRUE(kept);
        for (const auto& [name, tensor] : kept->tensors)
            for (int64_t i = 0; i < tensor.elements(); ++i)
                EXPECT_TRUE(std::isfinite(tensor.at(i))) << name;
    }
}

TEST(TrainingFails, APatternThatFreezesNothingIsNamedWithTheNearestLayer) {
    train::Setup setup = plainSetup();
    for (const char* met : {"hidden", "hidden/kernel", "hid*", "*/bias", "batch_normalization"}) {
        setup.frozen = {met};
        EXPECT_TRUE(train::Trainer::create(smallModel(), setup, {})) << met;
    }
    setup.frozen = {"class", "hiden"};
    const auto trainer = train::Trainer::create(smallModel(), setup, {});
    ASSERT_FALSE(trainer);
    EXPECT_EQ(trainer.error().code, ErrorCode::NotFound);
    EXPECT_EQ(trainer.error().fact("frozen"), "hiden");
    EXPECT_EQ(trainer.error().fact("nearest"), "hidden");
    EXPECT_NE(trainer.error().fact("expected").find("class"), std::string::npos);
}

TEST(TrainingFails, ALabelOutOfRangeIsNamed) {
    const auto trainer = trainerOf(plainSetup());
    Tensor labels = Tensor::zeros(DType::I32, {32});
    labels.set(3, 7);
    const auto result = fitOn(*trainer, dataOf(Tensor::zeros(DType::F32, {32, 6}), labels));
    ASSERT_FALSE(result);
    EXPECT_NE(describe(result.error()).find("7"), std::string::npos) << describe(result.error());
}

TEST(TrainingFails, DataOfAnotherShapeNamesInputAndBoth) {
    const auto trainer = trainerOf(plainSetup());
    const auto result = fitOn(*trainer, dataOf(Tensor::zeros(DType::F32, {32, 5}), Tensor::zeros(DType::I32, {32})));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::ShapeMismatch);
    EXPECT_EQ(result.error().fact("input"), "x");
}

TEST(TrainingFails, NoRowsAreSaidBeforeAnythingRuns) {
    auto loader = data::Loader::create(dataOf(Tensor::zeros(DType::F32, {0, 6}), Tensor::zeros(DType::I32, {0})), {});
    ASSERT_FALSE(loader);
    EXPECT_EQ(loader.error().code, ErrorCode::InvalidArgument);
}

TEST(TrainingFails, WhatCannotBeWrittenEndsTheTrainingAndIsNamed) {
    const auto trainer = trainerOf(plainSetup());
    auto saving = std::make_shared<train::FunctionCallback>();
    saving->onStepEnd = [&](train::Run& run, const train::Logs&) { return run.save("/dev/full", false); };
    const auto result = fitOn(*trainer, smallData(), {}, {saving});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().fact("file"), "/dev/full") << describe(result.error());
}

/// What a process may have from here on, until the end of the test.
class MemoryLimit {
public:
    explicit MemoryLimit(rlim_t bytes) {
        getrlimit(RLIMIT_AS, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        setrlimit(RLIMIT_AS, &limit);
    }
    ~MemoryLimit() { setrlimit(RLIMIT_AS, &m_before); }
    MemoryLimit(const MemoryLimit&) = delete;
    MemoryLimit& operator=(const MemoryLimit&) = delete;

private:
    rlimit m_before{};
};

TEST(TrainingFails, MemoryThatIsOutForAnOptimizerIsNamed) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "sanitizers need more addresses than any limit leaves";
#endif
    // A table as large as half of what is left: the weights fit, Adam's two slots of the same size do not.
    constexpr int64_t kWords = int64_t{1} << 26;
    nn::ModelBuilder builder("large");
    auto at = builder.input("x", {DType::F32, Shape{Dim::symbol("B"), Dim(1)}});
    at = builder.add("Dense",
                     {{"units", kWords}, {"name", "wide"}, {"use_bias", false}, {"kernel_initializer", "zeros"}}, {at});
    auto model = builder.finish({at}).value();
    train::Setup setup = plainSetup();
    setup.loss = "mse";
    setup.metrics = nn::Json::array();
    const MemoryLimit limit(addressesInUse() + 2 * sizeof(float) * kWords + (size_t{64} << 20));
    auto trainer = train::Trainer::create(std::move(model), setup, {});
    ASSERT_TRUE(trainer) << describe(trainer.error());
    data::Batch batch;
    batch.features = {Tensor::zeros(DType::F32, {1, 1})};
    batch.labels = {Tensor::zeros(DType::F32, {1, 1})};
    batch.rows = {0};
    const auto logs = (*trainer)->trainOnBatch(batch);
    ASSERT_FALSE(logs);
    EXPECT_EQ(logs.error().code, ErrorCode::TooLarge) << describe(logs.error());
    EXPECT_EQ(logs.error().fact("variable").substr(0, 10), "optimizer/") << describe(logs.error());
}

TEST(TrainingFails, MemoryThatIsOutForConvertedOrJoinedRowsIsAnError) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "sanitizers need more addresses than any limit leaves";
#endif
    const Tensor bytes = Tensor::zeros(DType::U8, {1 << 26, 1});
    const MemoryLimit limit(addressesInUse() + (size_t{64} << 20));
    const auto feed = train::fitted(bytes, "x", {DType::F32, *Shape::parse("(B,1)")});
    ASSERT_FALSE(feed);
    EXPECT_EQ(feed.error().code, ErrorCode::TooLarge);
    const auto joined = train::joined({{bytes}, {bytes}}, 2 << 26);
    ASSERT_FALSE(joined);
    EXPECT_EQ(joined.error().code, ErrorCode::TooLarge);
}

TEST(TrainingFails, WithoutALossThereIsNothingToTrainFor) {
    train::Setup setup = plainSetup();
    setup.loss = nullptr;
    const auto trainer = trainerOf(setup);
    const auto result = fitOn(*trainer, smallData());
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().fact("key"), "loss");
}

} // namespace td::test
