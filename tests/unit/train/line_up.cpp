#include "tests/unit/train/line_up.h"

#include "engine/data/memory_source.h"

#include <gtest/gtest.h>
#include <random>
#include <unistd.h>

namespace td::test {

data::Dataset smallData(int64_t rows) {
    std::mt19937 random(5);
    std::normal_distribution<float> normal;
    Tensor features = Tensor::zeros(DType::F32, {rows, 6}), labels = Tensor::zeros(DType::I32, {rows});
    for (int64_t row = 0; row < rows; ++row) {
        double sum = 0;
        for (int64_t i = 0; i < 6; ++i) {
            const float x = normal(random);
            features.set(row * 6 + i, static_cast<double>(x));
            sum += static_cast<double>(x) * static_cast<double>(i % 3);
        }
        labels.set(row, sum < -1 ? 0 : sum < 1 ? 1 : 2);
    }
    auto source = data::MemorySource::create(
        {{"x", {}, data::Role::Feature, {}, {}}, {"y", {}, data::Role::Label, {}, {}}}, {features, labels});
    return data::Dataset::of(source.value());
}

data::Loader shuffledLoader(int64_t batch, data::Dataset data) {
    data::LoaderOptions options;
    options.batch = batch;
    options.isShuffled = true;
    options.seed = 3;
    auto loader = data::Loader::create(std::move(data), options);
    return std::move(loader).value();
}

nn::Model smallModel() {
    nn::ModelBuilder builder("small");
    auto at = builder.input("x", {DType::F32, Shape{Dim::symbol("B"), Dim(6)}});
    at = builder.add("GaussianNoise", {{"stddev", 0.1}}, {at});
    at = builder.add("Dense", {{"units", 12}, {"activation", "relu"}, {"name", "hidden"}}, {at});
    at = builder.add("BatchNormalization", nn::Json::object(), {at});
    at = builder.add("Dropout", {{"rate", 0.3}}, {at});
    at = builder.add("Dense", {{"units", 3}, {"activation", "softmax"}, {"name", "class"}}, {at});
    return builder.finish({at}).value();
}

train::Setup fullSetup() {
    train::Setup setup = plainSetup();
    const nn::Json rate = {{"class_name", "CosineDecay"},
                           {"config", {{"initial_learning_rate", 0.02}, {"decay_steps", 100}}}};
    setup.optimizer = {
        {"class_name", "Adam"},
        {"config",
         {{"learning_rate", rate}, {"gradient_accumulation_steps", 2}, {"use_ema", true}, {"ema_momentum", 0.9}}}};
    return setup;
}

train::Setup plainSetup() {
    train::Setup setup;
    setup.optimizer = {{"class_name", "Adam"}, {"config", {{"learning_rate", 0.01}}}};
    setup.loss = "sparse_categorical_crossentropy";
    setup.metrics = {"accuracy"};
    return setup;
}

std::unique_ptr<train::Trainer> trainerOf(const train::Setup& setup, int threads) {
    train::TrainerOptions options;
    options.threads = threads;
    options.seed = 11;
    auto trainer = train::Trainer::create(smallModel(), setup, options);
    if (!trainer) ADD_FAILURE() << describe(trainer.error());
    return std::move(trainer).value();
}

Scratch::Scratch() {
    static int number = 0;
    path = std::filesystem::temp_directory_path() /
           ("train_test_" + std::to_string(getpid()) + "_" + std::to_string(number++));
    std::filesystem::create_directories(path);
}
Scratch::~Scratch() {
    std::filesystem::remove_all(path);
}

} // namespace td::test
