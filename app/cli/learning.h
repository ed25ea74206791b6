#pragma once

#include "engine/data/load.h"
#include "engine/train/checkpoint.h"
#include "engine/train/trainer.h"
#include "engine/train/unknown_keys.h"

#include <optional>
#include <string>

namespace td::cli {

/// A whole number from an option's text; nothing if it is none or below `least`.
[[nodiscard]] std::optional<int64_t> wholeNumber(const std::string& text, int64_t least);
/// A finite number above 0; nothing if it is none.
[[nodiscard]] std::optional<double> positiveNumber(const std::string& text);
/// How many threads an option asks for, all cores where it was not given; nothing if it is no such number.
[[nodiscard]] std::optional<int64_t> threadsOf(const std::string& option);
inline constexpr int64_t kMostThreads = 1024;
inline constexpr const char* kThreadsExpected = "--threads takes a whole number from 1 to 1024.";

/// "512M", "1.5G", "1000000": bytes, with K, M, G, T as powers of 1024; nothing if it is none or below 1.
[[nodiscard]] std::optional<uint64_t> byteCount(const std::string& text);
/// "1.5 GiB (1610612736 bytes)"
[[nodiscard]] std::string byteText(uint64_t bytes);

/// A model with its weights and what it was trained with, from a run's folder or a checkpoint. Complains and gives nothing where it cannot be read.
struct Trained {
    std::unique_ptr<train::Trainer> trainer;
    nn::Json training; ///< "training" of its model.json
    std::filesystem::path checkpoint;
    std::optional<int64_t> epoch; ///< after which the weights were kept, where the file says so
};
[[nodiscard]] std::optional<Trained> openTrained(const std::string& path, int threads);

/// The checkpoint that a path stands for: a run's best, else its latest, else the path itself.
[[nodiscard]] std::filesystem::path checkpointAt(const std::filesystem::path& path);

/// One line for whoever reads along; what is no UTF-8, such as a file's name, is replaced in it.
void printLine(const nn::Json& json);
/// {"event": "error", "code", "facts"}: how a training that failed ends with --json, whenever that was.
[[nodiscard]] nn::Json errorLine(const Error& error);

/// "rows.csv:12:3: not-a-number, expected a number, found x"; of a whole column "rows.csv, column size: constant-column, …"
[[nodiscard]] std::string problemText(const data::Problem& problem);
/// The first places in the data that are not as they should be, to standard error.
void printProblems(const data::Problems& problems);
/// What a model's file holds and nothing reads, with what was probably meant, to standard error.
void printUnknownKeys(const std::vector<nn::UnknownKey>& keys);
/// A number for people: 4 significant digits.
[[nodiscard]] std::string shortNumber(double value);

} // namespace td::cli
