#include "tests/unit/train/line_up.h"

#include "engine/data/map.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <cstring>
#include <mutex>
#include <thread>

namespace td::test {

namespace {
/// A training on a thread of its own that tells how many steps are done.
class Running {
public:
    explicit Running(std::unique_ptr<train::Trainer> trainer, int64_t epochs = 1000000)
        : m_trainer(std::move(trainer)) {
        auto counter = std::make_shared<train::FunctionCallback>();
        counter->onStepEnd = [this](train::Run& run, const train::Logs&) -> Result<void> {
            const std::lock_guard lock(m_mutex);
            m_steps = run.step();
            m_rate = run.learningRate();
            m_changed.notify_all();
            return {};
        };
        m_thread = std::thread([this, epochs, counter] {
            auto loader = shuffledLoader();
            train::FitOptions options;
            options.epochs = epochs;
            m_result = m_trainer->fit(loader, nullptr, options, {counter});
            m_batch = loader.options().batch;
        });
    }
    ~Running() {
        if (m_thread.joinable()) stop();
    }

    train::Trainer& trainer() { return *m_trainer; }
    /// Waits until at least so many steps are done; returns how many are.
    int64_t waitFor(int64_t steps) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_steps >= steps; });
        return m_steps;
    }
    double rate() {
        const std::lock_guard lock(m_mutex);
        return m_rate;
    }
    const Result<train::FitResult>& stop() {
        m_trainer->control().stop();
        m_thread.join();
        return m_result;
    }

private:
    std::unique_ptr<train::Trainer> m_trainer;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    int64_t m_steps = 0, m_batch = 0;
    double m_rate = 0;
    std::thread m_thread;
    Result<train::FitResult> m_result;
};
} // namespace

TEST(Control, StopEndsTheTraining) {
    Running running(trainerOf(plainSetup()));
    running.waitFor(5);
    const auto& result = running.stop();
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->isStopped);
    EXPECT_EQ(result->reason, "stopped");
}

/// The data of a training that is told to stop when its `number`-th row is read: between the look at wishes and the step.
data::Dataset stoppingData(train::Control& control, int number) {
    auto left = std::make_shared<int>(number);
    const auto bind = [&control, left](const data::Column& input) -> Result<data::BoundMap> {
        const auto apply = [&control, left, bytes = data::exampleBytes(input)](const std::byte* in, std::byte* out,
                                                                               data::RowPlace) {
            std::memcpy(out, in, bytes);
            if (--*left == 0) control.stop();
            return true;
        };
        return data::BoundMap{input, apply};
    };
    return smallData().map("x", {"stopping", bind}).value();
}

class StoppedStep : public testing::TestWithParam<int> {};

/// The parameter is the number of steps that are done before.
TEST_P(StoppedStep, IsAsIfItHadNotBegun) {
    const auto whole = trainerOf(fullSetup()), stopped = trainerOf(fullSetup());
    data::LoaderOptions reading;
    reading.batch = 16;
    reading.isShuffled = true;
    reading.seed = 3;
    reading.prefetch = 0; // rows are read right before their step
    train::FitOptions options;
    options.epochs = 3;
    auto loader = shuffledLoader();
    ASSERT_TRUE(whole->fit(loader, nullptr, options));
    auto stopping = data::Loader::create(stoppingData(stopped->control(), 16 * GetParam() + 1), reading).value();
    const auto first = stopped->fit(stopping, nullptr, options);
    ASSERT_TRUE(first) << describe(first.error());
    EXPECT_TRUE(first->isStopped);
    EXPECT_EQ(first->reason, "stopped");
    EXPECT_EQ(stopped->step(), GetParam());
    ASSERT_TRUE(stopped->fit(loader, nullptr, options));
    const auto left = whole->checkpoint(false), right = stopped->checkpoint(false);
    ASSERT_EQ(left.tensors.size(), right.tensors.size());
    for (const auto& [name, tensor] : left.tensors)
        EXPECT_TRUE(tensor == right.tensors.at(name)) << name;
    EXPECT_EQ(left.training.dump(), right.training.dump());
}

INSTANTIATE_TEST_SUITE_P(Control, StoppedStep, testing::Values(0, 7)); // of the 13 of an epoch

TEST(Control, SingleStepsWhilePausedAreExactlyOne) {
    const auto trainer = trainerOf(plainSetup());
    trainer->control().pause();
    Running running(trainerOf(plainSetup()));
    running.waitFor(3);
    running.trainer().control().pause();
    // Whatever was in progress ends; a save is only taken between steps, when nothing runs.
    const Scratch scratch;
    const auto stepsAt = [&](const char* name) {
        running.trainer().control().save(scratch.path / name);
        while (!std::filesystem::exists(scratch.path / name))
            std::this_thread::yield();
        return train::readCheckpoint(scratch.path / name)->training["step"].get<int64_t>();
    };
    const int64_t before = stepsAt("a.tdck");
    running.trainer().control().singleStep();
    running.waitFor(before + 1);
    EXPECT_EQ(stepsAt("b.tdck"), before + 1);
    running.trainer().control().singleStep();
    running.trainer().control().singleStep();
    running.waitFor(before + 3);
    EXPECT_EQ(stepsAt("c.tdck"), before + 3);
    for (int64_t step = before + 4; step < before + 44; ++step) { // over the ends of epochs
        running.trainer().control().singleStep();
        running.waitFor(step);
    }
    EXPECT_EQ(stepsAt("d.tdck"), before + 43);
    running.trainer().control().resume();
    running.waitFor(before + 10);
}

TEST(Control, ALearningRateCountsFromTheNextStep) {
    Running running(trainerOf(plainSetup()));
    running.waitFor(2);
    EXPECT_NEAR(running.rate(), 0.01, 1e-8);
    running.trainer().control().setLearningRate(0.5);
    const int64_t now = running.waitFor(3);
    running.waitFor(now + 2);
    EXPECT_EQ(running.rate(), 0.5);
}

TEST(Control, AFrozenSetChangesBetweenSteps) {
    const Scratch scratch;
    Running running(trainerOf(plainSetup()));
    running.waitFor(2);
    running.trainer().control().setFrozen({"hidden"});
    running.trainer().control().save(scratch.path / "a.tdck"); // taken after the set is in force
    while (!std::filesystem::exists(scratch.path / "a.tdck"))
        std::this_thread::yield();
    const auto before = train::readCheckpoint(scratch.path / "a.tdck");
    running.waitFor(before->training["step"].get<int64_t>() + 20);
    ASSERT_TRUE(running.stop());
    const auto after = running.trainer().copyWeights();
    EXPECT_EQ(after.at("hidden/kernel"), before->tensors.at("hidden/kernel"));
    EXPECT_FALSE(after.at("class/kernel") == before->tensors.at("class/kernel"));
}

TEST(Control, LayersThatAreNotTrainedStaySoWhateverSetIsWished) {
    nn::ModelBuilder builder("half");
    auto at = builder.input("x", {DType::F32, Shape{Dim::symbol("B"), Dim(6)}});
    at = builder.add("Dense", {{"units", 4}, {"trainable", false}, {"name", "kept"}}, {at});
    at = builder.add("Dense", {{"units", 3}, {"activation", "softmax"}, {"name", "class"}}, {at});
    auto trainer = train::Trainer::create(builder.finish({at}).value(), plainSetup(), {}).value();
    const auto before = trainer->copyWeights();
    auto wishing = std::make_shared<train::FunctionCallback>();
    wishing->onStepEnd = [&](train::Run& run, const train::Logs&) -> Result<void> {
        if (run.step() == 3) trainer->control().setFrozen({});
        return {};
    };
    train::FitOptions options;
    options.epochs = 2;
    auto loader = shuffledLoader();
    ASSERT_TRUE(trainer->fit(loader, nullptr, options, {wishing}));
    EXPECT_EQ(trainer->copyWeights().at("kept/kernel"), before.at("kept/kernel"));
    EXPECT_FALSE(trainer->copyWeights().at("class/kernel") == before.at("class/kernel"));
}

TEST(Control, TheMeansOfAnEpochCoverItAllWhateverIsWished) {
    const auto plain = trainerOf(plainSetup()), wished = trainerOf(plainSetup());
    auto wishing = std::make_shared<train::FunctionCallback>();
    wishing->onStepEnd = [&](train::Run& run, const train::Logs&) -> Result<void> {
        if (run.step() == 5) wished->control().setFrozen({}); // the same set: nothing may change
        return {};
    };
    train::FitOptions options;
    options.epochs = 1;
    auto first = shuffledLoader(), second = shuffledLoader();
    const auto expected = plain->fit(first, nullptr, options), found = wished->fit(second, nullptr, options, {wishing});
    ASSERT_TRUE(expected && found);
    EXPECT_EQ(found->epochs, expected->epochs);
}

TEST(Control, ABranchGoesOnAsTheTrunkWould) {
    const Scratch scratch;
    const auto trunk = trainerOf(fullSetup()), branch = trainerOf(fullSetup());
    auto saving = std::make_shared<train::FunctionCallback>();
    saving->onStepEnd = [&](train::Run& run, const train::Logs&) -> Result<void> {
        if (run.step() == 9) trunk->control().save(scratch.path / "branch.tdck");
        return {};
    };
    train::FitOptions options;
    options.epochs = 2;
    auto loader = shuffledLoader();
    ASSERT_TRUE(trunk->fit(loader, nullptr, options, {saving}));
    ASSERT_TRUE(branch->resume(train::readCheckpoint(scratch.path / "branch.tdck").value()));
    EXPECT_EQ(branch->step(), 9);
    auto again = shuffledLoader();
    ASSERT_TRUE(branch->fit(again, nullptr, options));
    for (const auto& [path, weight] : trunk->copyWeights())
        EXPECT_EQ(weight, branch->copyWeights().at(path)) << path;
}

TEST(Control, ABatchSizeChangesBetweenSteps) {
    const auto trainer = trainerOf(plainSetup());
    auto loader = shuffledLoader();
    auto changing = std::make_shared<train::FunctionCallback>();
    changing->onStepEnd = [&](train::Run& run, const train::Logs&) -> Result<void> {
        if (run.step() == 2) trainer->control().setBatch(40);
        return {};
    };
    train::FitOptions options;
    options.epochs = 1;
    ASSERT_TRUE(trainer->fit(loader, nullptr, options, {changing}));
    // 2 batches of 16 rows, then 168 rows in batches of 40.
    EXPECT_EQ(trainer->step(), 2 + 5);
}

TEST(Control, TwoTrainingsAtOnceAreTwoTrainingsAlone) {
    const auto alone = trainerOf(fullSetup());
    train::FitOptions options;
    options.epochs = 2;
    auto loader = shuffledLoader();
    ASSERT_TRUE(alone->fit(loader, nullptr, options));
    std::vector<std::unique_ptr<train::Trainer>> trainers;
    std::vector<std::thread> threads;
    for (int i = 0; i < 2; ++i)
        trainers.push_back(trainerOf(fullSetup()));
    for (auto& trainer : trainers)
        threads.emplace_back([&trainer, &options] {
            auto own = shuffledLoader();
            EXPECT_TRUE(trainer->fit(own, nullptr, options));
        });
    for (auto& thread : threads)
        thread.join();
    for (const auto& trainer : trainers)
        for (const auto& [path, weight] : alone->copyWeights())
            EXPECT_EQ(weight, trainer->copyWeights().at(path)) << path;
}

} // namespace td::test
