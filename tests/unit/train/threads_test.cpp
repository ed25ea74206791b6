#include "engine/train/trainer.h"
#include "tests/unit/train/line_up.h"

#include <cmath>
#include <gtest/gtest.h>
#include <random>

/// Batch normalization sees the whole batch on any number of threads.
namespace td::test {

namespace {
/// Pictures large enough for two threads to share each operation.
data::Batch pictures(uint32_t seed) {
    constexpr int64_t kRows = 24;
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    data::Batch batch;
    batch.features = {Tensor::zeros(DType::F32, {kRows, 20, 20, 8})};
    batch.labels = {Tensor::zeros(DType::I32, {kRows})};
    batch.rows.resize(kRows);
    for (float& pixel : batch.features[0].as<float>())
        pixel = normal(random);
    for (int32_t& label : batch.labels[0].as<int32_t>())
        label = static_cast<int32_t>(random() % 5);
    return batch;
}

nn::Model normalizedModel() {
    nn::ModelBuilder builder("normalized");
    auto at = builder.input("x", {DType::F32, Shape{Dim::symbol("B"), Dim(20), Dim(20), Dim(8)}});
    at = builder.add("Conv2D", {{"filters", 16}, {"kernel_size", 3}, {"padding", "same"}}, {at});
    at = builder.add("BatchNormalization", nn::Json::object(), {at});
    at = builder.add("Activation", {{"activation", "tanh"}}, {at}); // no corner that rounding could step over
    at = builder.add("GlobalAveragePooling2D", nn::Json::object(), {at});
    at = builder.add("Dense", {{"units", 5}, {"activation", "softmax"}}, {at});
    return builder.finish({at}).value();
}

struct Course {
    std::vector<double> losses;
    train::TensorMap state;
};

Course course(int threads) {
    train::TrainerOptions options;
    options.threads = threads;
    options.seed = 7;
    train::Setup setup = plainSetup();
    setup.metrics = nn::Json::array();
    auto trainer = train::Trainer::create(normalizedModel(), setup, options);
    EXPECT_TRUE(trainer) << describe(trainer.error());
    Course made;
    for (uint32_t step = 0; trainer && step < 12; ++step) {
        const auto logs = (*trainer)->trainOnBatch(pictures(step % 3));
        EXPECT_TRUE(logs) << describe(logs.error());
        made.losses.push_back(logs ? logs->at("loss") : 0);
    }
    if (trainer) made.state = (*trainer)->checkpoint(false).tensors;
    return made;
}
} // namespace

TEST(TrainingThreads, batchNormalizationLearnsTheSameOnOneAndTwo) {
    const Course one = course(1), two = course(2);
    ASSERT_EQ(one.losses.size(), 12u);
    for (size_t i = 0; i < one.losses.size(); ++i)
        EXPECT_NEAR(two.losses[i], one.losses[i], 1e-4 * one.losses[i]) << "step " << i;
    EXPECT_LT(one.losses.back(), one.losses.front());
}

TEST(TrainingThreads, theSameNumberTwiceIsTheSameToTheBit) {
    for (const int threads : {1, 2, 3}) {
        const Course first = course(threads), second = course(threads);
        EXPECT_EQ(first.losses, second.losses) << threads;
        for (const auto& [name, tensor] : first.state)
            EXPECT_TRUE(tensor == second.state.at(name)) << name << " on " << threads;
    }
}

} // namespace td::test
