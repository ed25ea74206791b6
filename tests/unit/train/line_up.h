#pragma once

#include "engine/train/callbacks/callbacks.h"
#include "engine/train/trainer.h"

#include <filesystem>
#include <memory>

namespace td::test {

/// A small classification: 200 rows of 6 numbers in 3 classes that depend on them, drawn from a seed.
[[nodiscard]] data::Dataset smallData(int64_t rows = 200);
[[nodiscard]] data::Loader shuffledLoader(int64_t batch = 16, data::Dataset data = smallData());

/// Dense, batch normalization, dropout, noise, dense: everything that keeps a state.
[[nodiscard]] nn::Model smallModel();
/// Adam with accumulation, EMA and a schedule, categorical loss, accuracy.
[[nodiscard]] train::Setup fullSetup();
[[nodiscard]] train::Setup plainSetup();

[[nodiscard]] std::unique_ptr<train::Trainer> trainerOf(const train::Setup& setup, int threads = 1);

/// A folder that goes away with the test.
struct Scratch {
    Scratch();
    ~Scratch();
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    std::filesystem::path path;
};

} // namespace td::test
