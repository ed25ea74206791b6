#pragma once

#include "engine/data/load.h"
#include "engine/train/checkpoint.h"
#include "engine/train/trainer.h"

#include <optional>
#include <string>

namespace td::cli {

/// A whole number from an option's text; nothing if it is none or below `least`.
[[nodiscard]] std::optional<int64_t> wholeNumber(const std::string& text, int64_t least);
/// The number of an option, or `standard` where it was not given; complains and gives nothing if it is no number.
[[nodiscard]] std::optional<int64_t> threadsOf(const std::string& option);

/// "512M", "1.5G", "1000000": bytes, with K, M, G, T as powers of 1024; nothing if it is none or below 1.
[[nodiscard]] std::optional<uint64_t> byteCount(const std::string& text);
/// "1.5 GiB (1610612736 bytes)"
[[nodiscard]] std::string byteText(uint64_t bytes);

/// A model with its weights and what it was trained with, from a run's folder or a checkpoint. Complains and gives nothing where it cannot be read.
struct Trained {
    std::unique_ptr<train::Trainer> trainer;
    nn::Json training; ///< "training" of its model.json
};
[[nodiscard]] std::optional<Trained> openTrained(const std::string& path, int threads);

/// The checkpoint that a path stands for: a run's best, else its latest, else the path itself.
[[nodiscard]] std::filesystem::path checkpointAt(const std::filesystem::path& path);

/// "rows.csv:12:3: not-a-number, expected a number, found x"
[[nodiscard]] std::string problemText(const data::Problem& problem);
/// The first places in the data that are not as they should be, to standard error.
void printProblems(const data::Problems& problems);
/// A number for people: 4 significant digits.
[[nodiscard]] std::string shortNumber(double value);

} // namespace td::cli
