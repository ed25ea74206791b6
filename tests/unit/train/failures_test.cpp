#include "tests/unit/train/line_up.h"

#include "engine/data/memory_source.h"

#include <gtest/gtest.h>

#include <cmath>

namespace td::test {

namespace {
data::Dataset dataOf(Tensor features, Tensor labels) {
    auto source =
        data::MemorySource::create({{"x", {}, data::Role::Feature, {}, {}}, {"y", {}, data::Role::Label, {}, {}}},
                                   {std::move(features), std::move(labels)});
    return data::Dataset::of(source.value());
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

TEST(TrainingFails, WithoutALossThereIsNothingToTrainFor) {
    train::Setup setup = plainSetup();
    setup.loss = nullptr;
    const auto trainer = trainerOf(setup);
    const auto result = fitOn(*trainer, smallData());
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().fact("key"), "loss");
}

} // namespace td::test
