#include "tests/unit/train/line_up.h"

#include <gtest/gtest.h>

namespace td::test {

namespace {
using train::Trainer;

train::FitResult fit(Trainer& trainer, int64_t epochs, const train::Callbacks& callbacks = {}) {
    auto loader = shuffledLoader();
    train::FitOptions options;
    options.epochs = epochs;
    auto result = trainer.fit(loader, nullptr, options, callbacks);
    if (!result) ADD_FAILURE() << describe(result.error());
    return result.value_or(train::FitResult{});
}

/// All that a checkpoint of a training holds, compared bit for bit.
void expectSameState(const Trainer& a, const Trainer& b) {
    const auto left = a.checkpoint(false), right = b.checkpoint(false);
    ASSERT_EQ(left.tensors.size(), right.tensors.size());
    for (const auto& [name, tensor] : left.tensors)
        EXPECT_TRUE(right.tensors.contains(name) && tensor == right.tensors.at(name)) << name;
    EXPECT_EQ(left.training.dump(), right.training.dump());
}

/// Saves after so many steps and stops.
std::shared_ptr<train::Callback> stopAfter(int64_t steps, const std::filesystem::path& path) {
    auto callback = std::make_shared<train::FunctionCallback>();
    callback->onStepEnd = [steps, path](train::Run& run, const train::Logs&) -> Result<void> {
        if (run.step() != steps) return {};
        run.stop("test");
        return run.save(path, false);
    };
    return callback;
}
} // namespace

TEST(Resume, WholeEpochsGiveTheSameBits) {
    const Scratch scratch;
    const auto whole = trainerOf(fullSetup()), first = trainerOf(fullSetup()), second = trainerOf(fullSetup());
    const auto expected = fit(*whole, 6);
    fit(*first, 2);
    ASSERT_TRUE(first->save(scratch.path / "two.tdck", false));
    const auto checkpoint = train::readCheckpoint(scratch.path / "two.tdck");
    ASSERT_TRUE(checkpoint);
    ASSERT_TRUE(second->resume(*checkpoint));
    const auto found = fit(*second, 6);
    expectSameState(*whole, *second);
    ASSERT_EQ(found.epochs.size(), 4u);
    for (size_t i = 0; i < found.epochs.size();
         ++i) // the first one too, though the checkpoint holds sums of the one before
        EXPECT_EQ(found.epochs[i], expected.epochs[i + 2]) << i;
}

TEST(Resume, BehindAnEpochsLastStepItEndsAsItWouldHave) {
    const Scratch scratch;
    const auto whole = trainerOf(fullSetup()), first = trainerOf(fullSetup()), second = trainerOf(fullSetup());
    const auto expected = fit(*whole, 3);
    fit(*first, 3, {stopAfter(26, scratch.path / "end.tdck")}); // 13 steps an epoch
    ASSERT_TRUE(second->resume(train::readCheckpoint(scratch.path / "end.tdck").value()));
    const auto found = fit(*second, 3);
    expectSameState(*whole, *second);
    ASSERT_EQ(found.epochs.size(), 2u);
    EXPECT_EQ(found.epochs[0], expected.epochs[1]);
    EXPECT_EQ(found.epochs[1], expected.epochs[2]);
}

TEST(Resume, WhereNothingIsLeftToDoNothingIsLost) {
    const auto first = trainerOf(fullSetup()), second = trainerOf(fullSetup());
    fit(*first, 2);
    ASSERT_TRUE(second->resume(first->checkpoint(false)));
    expectSameState(*first, *second);
    fit(*second, 2);
    expectSameState(*first, *second);
}

TEST(Resume, TheMiddleOfAnEpochGivesTheSameBitsAndTheSameMeans) {
    const Scratch scratch;
    const auto whole = trainerOf(fullSetup()), first = trainerOf(fullSetup()), second = trainerOf(fullSetup());
    const auto expected = fit(*whole, 3);
    fit(*first, 3,
        {stopAfter(17, scratch.path / "middle.tdck")}); // 13 steps an epoch; an odd number of accumulated gradients
    const auto checkpoint = train::readCheckpoint(scratch.path / "middle.tdck");
    ASSERT_TRUE(checkpoint);
    EXPECT_EQ(checkpoint->training["step"], 17);
    ASSERT_TRUE(second->resume(*checkpoint));
    const auto found = fit(*second, 3);
    expectSameState(*whole, *second);
    ASSERT_EQ(found.epochs.size(), 2u);
    EXPECT_EQ(found.epochs[0], expected.epochs[1]);
}

TEST(Resume, TwoThreadsGiveTheSameBitsTwice) {
    const auto a = trainerOf(fullSetup(), 2), b = trainerOf(fullSetup(), 2);
    fit(*a, 2);
    fit(*b, 2);
    expectSameState(*a, *b);
}

TEST(Resume, CallbacksGoOnWithWhatTheyKnew) {
    const Scratch scratch;
    const auto make = [] {
        auto made = train::builtinCallbacks().create(
            "EarlyStopping", {{"monitor", "loss"}, {"patience", 3}, {"restore_best_weights", true}});
        return *made->def->create(made->config, {});
    };
    const auto first = trainerOf(plainSetup()), second = trainerOf(plainSetup());
    const auto kept = make(), fresh = make();
    auto saving = std::make_shared<train::FunctionCallback>();
    saving->onTrainEnd = [&](train::Run& run) { return run.save(scratch.path / "c.tdck", false); };
    fit(*first, 2, {kept, saving});
    const auto checkpoint = train::readCheckpoint(scratch.path / "c.tdck");
    ASSERT_TRUE(checkpoint);
    ASSERT_TRUE(second->resume(*checkpoint));
    fit(*second, 2, {fresh}); // no epoch is left, but states are given back
    EXPECT_EQ(fresh->state(), kept->state());
    EXPECT_FALSE(fresh->state()["best"].is_null());
    EXPECT_FALSE(fresh->tensors().empty());
    // What is saved when all is over, as the last checkpoint of a run is, knows it too.
    const auto after = first->checkpoint(false);
    EXPECT_EQ(after.training["callbacks"][kept->name()], kept->state());
    EXPECT_EQ(after.tensors.count("callbacks/" + kept->name() + "/" + kept->tensors().begin()->first), 1u);
}

TEST(Resume, WeightsAloneAreNoTraining) {
    const auto trainer = trainerOf(plainSetup());
    const auto resumed = trainer->resume(trainer->checkpoint(true));
    ASSERT_FALSE(resumed);
    EXPECT_EQ(resumed.error().code, ErrorCode::InvalidArgument);
}

} // namespace td::test
