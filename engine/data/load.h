#pragma once

#include "engine/data/dataset.h"
#include "engine/data/problem.h"

#include <filesystem>
#include <optional>

namespace td::data {

/// Whether examples without a label are of use: to predict they are.
enum class Labels : uint8_t { Needed, NotNeeded };

/// What the caller says beyond the specification.
struct LoadOptions {
    std::string label{};                    ///< name of the label column, where the specification names none
    double validationFraction = 0;          ///< of the training rows, where there is no validation part yet
    uint64_t seed = 0;                      ///< of the splits that the specification gives no seed
    uint64_t memoryLimitBytes = 4ull << 30; ///< of what one source may hold in memory
    Labels labels = Labels::Needed; ///< NotNeeded: they are not looked for, and nothing is done as for training alone
};

/// A column as the file has it, and what became of it.
struct FoundColumn {
    std::string name;
    std::string kind; ///< "number", "integer", "category", "text", "image", "series"
    std::string use;  ///< "feature", "label", "weight", "left out"
    int64_t missing = 0;
    double min = 0, max = 0, mean = 0, deviation = 0;     ///< of numbers that are finite; population deviation
    std::vector<std::pair<std::string, int64_t>> classes; ///< of categories: name and rows, in the order of indices
};

/// Data ready to learn from.
struct LoadedData {
    std::string name;  ///< of the data set, or of its file
    std::string title; ///< as its description says; may be empty, as `licence`
    std::string licence;
    std::string kind; ///< "csv", "idx", "npy", "npz", "images", "texts", "series"
    Dataset train;
    std::optional<Dataset> validation, test;
    std::vector<FoundColumn> found;
    std::vector<std::string> preprocess; ///< the maps that are applied: "rescale image", in order
    /// Of the source's rows: files, where each is one; of a series, where labels are not needed, the step that an example is to tell
    /// ("year 2009"); else empty.
    std::vector<std::string> names;
    std::string
        timeColumn; ///< of a table whose rows follow each other evenly in time, which might be a series; else empty
    /// A specification of all that was found and learnt: kinds, classes, words, what fills gaps, means and deviations.
    /// `loadPrepared` does to other data with it what was done to these.
    std::string preparation;
    Problems problems;
};

/// Reads a data set: a file or folder whose kind is found by content and name, a folder with a dataset.json, or a
/// specification (docs/formats/dataset.md).
///
/// Errors: NotFound, Permission, Io; Corrupt, Unsupported, TooLarge, InvalidArgument with "file", "problem" and what
///         was expected. What is wrong in a part of the data is in `problems`, and the rest is used.
[[nodiscard]] TD_API Result<LoadedData> load(const std::filesystem::path& path, const LoadOptions& options = {});

} // namespace td::data
