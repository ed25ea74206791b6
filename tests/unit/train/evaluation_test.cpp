#include "tests/unit/train/line_up.h"

#include <gtest/gtest.h>

#include <cmath>

namespace td::test {

namespace {
/// Wishes a stop after so many batches that were measured, once.
struct StopWhileMeasuring : train::Callback {
    explicit StopWhileMeasuring(int64_t batches)
        : left(batches) {}
    [[nodiscard]] std::string name() const override { return "stop"; }
    void batchMeasured(train::Run& run) override {
        ++seen;
        if (--left == 0) run.stop("enough");
    }
    Result<void> epochEnd(train::Run&, train::Logs& logs) override {
        epochs.push_back(logs);
        return {};
    }
    Result<void> validated(train::Run&, const train::Logs& logs) override {
        validations.push_back(logs);
        return {};
    }
    int64_t left, seen = 0;
    std::vector<train::Logs> epochs, validations;
};

data::Loader inOrder() {
    data::LoaderOptions options;
    options.batch = 8;
    return std::move(data::Loader::create(smallData(), options)).value();
}

struct Ended {
    train::Checkpoint checkpoint;
    std::vector<train::Logs> epochs, validations;
    bool isStopped = false;
};

/// Trains with validation; stopped while the batch `stopAt` is measured, where that is not 0.
Ended trained(int64_t validateEvery, int64_t stopAt, const train::Checkpoint* from = nullptr) {
    auto trainer = trainerOf(fullSetup());
    if (from) {
        EXPECT_TRUE(trainer->resume(*from));
    }
    auto train = shuffledLoader(), validation = inOrder();
    const auto callback = std::make_shared<StopWhileMeasuring>(stopAt);
    train::FitOptions options;
    options.epochs = 3;
    options.validateEvery = validateEvery;
    const auto result = trainer->fit(train, &validation, options, {callback});
    EXPECT_TRUE(result) << describe(result.error());
    if (stopAt > 0) {
        EXPECT_EQ(callback->seen, stopAt); // it went no further
    }
    return {trainer->checkpoint(false), callback->epochs, callback->validations, result && result->isStopped};
}

void expectSameEnd(int64_t validateEvery, int64_t stopAt, int64_t validationsBefore) {
    const Ended whole = trained(validateEvery, 0);
    const Ended first = trained(validateEvery, stopAt);
    EXPECT_TRUE(first.isStopped);
    EXPECT_EQ(static_cast<int64_t>(first.epochs.size() + first.validations.size()), validationsBefore);
    Ended second = trained(validateEvery, 0, &first.checkpoint);
    EXPECT_EQ(second.checkpoint.tensors, whole.checkpoint.tensors);
    second.epochs.insert(second.epochs.begin(), first.epochs.begin(), first.epochs.end());
    second.validations.insert(second.validations.begin(), first.validations.begin(), first.validations.end());
    EXPECT_EQ(second.epochs, whole.epochs);
    EXPECT_EQ(second.validations, whole.validations);
}
} // namespace

TEST(Evaluation, aStopEndsAValidationAfterItsBatchAndGoingOnDoesItAnew) {
    expectSameEnd(0, 3, 0);      // in the first epoch's
    expectSameEnd(0, 25 + 7, 1); // in the second's
}

TEST(Evaluation, aStopInAValidationWithinAnEpochIsMadeUpFor) {
    expectSameEnd(5, 4, 0);
    expectSameEnd(5, 25 + 1, 1);
}

TEST(Evaluation, theControlStopsAValidationToo) {
    auto trainer = trainerOf(plainSetup());
    struct : train::Callback {
        [[nodiscard]] std::string name() const override { return "control"; }
        void batchMeasured(train::Run&) override {
            ++seen;
            control->stop();
        }
        train::Control* control = nullptr;
        int seen = 0;
    } callback;
    callback.control = &trainer->control();
    auto train = shuffledLoader(), validation = inOrder();
    const auto result =
        trainer->fit(train, &validation, {3}, {std::shared_ptr<train::Callback>(&callback, [](train::Callback*) {})});
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_TRUE(result->isStopped);
    EXPECT_EQ(callback.seen, 1);
    EXPECT_FALSE(trainer->control().takeStop()); // it was taken
}

TEST(Evaluation, whatEndedATrainingDoesNotEndItsTest) {
    auto trainer = trainerOf(plainSetup());
    auto train = shuffledLoader(), test = inOrder();
    const auto callback = std::make_shared<StopWhileMeasuring>(1);
    ASSERT_TRUE(trainer->fit(train, &test, {3}, {callback}));
    const auto logs = trainer->evaluate(test);
    ASSERT_TRUE(logs) << describe(logs.error());
    EXPECT_EQ(callback->seen, 1 + 25);
    callback->left = 5;
    const auto stopped = trainer->evaluate(test);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(callback->seen, 1 + 25 + 5);
}

TEST(Evaluation, withTakenOverWeightsGivesTheNumbersOfSharedOnes) {
    auto trainer = trainerOf(plainSetup());
    auto train = shuffledLoader(), test = inOrder();
    const auto fitted = trainer->fit(train, &test, {2}); // validates with shared weights
    ASSERT_TRUE(fitted);
    const auto logs = trainer->evaluate(test);
    ASSERT_TRUE(logs) << describe(logs.error());
    for (const auto& [name, value] : *logs)
        EXPECT_NEAR(value, fitted->epochs.back().at("val_" + name), 1e-6) << name;
    train::TensorMap zeros = trainer->copyWeights();
    for (auto& [name, weight] : zeros)
        weight = Tensor::zeros(weight.dtype(), weight.extents());
    ASSERT_TRUE(trainer->setWeights(zeros));
    EXPECT_NEAR(trainer->evaluate(test)->at("loss"), std::log(3.0), 1e-6); // nothing of the weights before is left
}

} // namespace td::test
