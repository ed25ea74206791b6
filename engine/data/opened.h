#pragma once

#include "engine/data/load.h"
#include "engine/data/spec.h"

namespace td::data {

/// What a reader found before it is decided which rows train: the values follow by `build`.
struct Opened {
    std::string kind{};
    int64_t rows = 0;
    int64_t testRows = 0;           ///< the last rows, which the files themselves say are for testing
    std::vector<int32_t> classes{}; ///< of each row, where there is one label of classes
    std::vector<FoundColumn> found{};
    /// The source of all rows. What is learnt from data (a vocabulary, means for what is missing) is learnt from these.
    std::function<Result<std::shared_ptr<const Source>>(std::span<const int64_t> trainRows)> build{};
    /// Writes down what was found, and learnt from these rows, so that nothing is left to be found in other data.
    std::function<Result<void>(std::span<const int64_t> trainRows, Spec& into)> resolve{};
    std::vector<std::string> names{}; ///< as LoadedData has them
    std::string timeColumn{};
    /// Which rows train where they are cut in time before `row` of the file: series only.
    std::function<int64_t(double fraction)> rowsBefore{};
};

/// What a reader gets.
struct Opening {
    const Spec& spec;
    const LoadOptions& options;
    Problems& problems;
    const std::string* given = nullptr; ///< what the source's file would hold, where there is none

    [[nodiscard]] bool needsLabels() const { return options.labels == Labels::Needed; }
};

[[nodiscard]] Result<Opened> openIdx(const Opening& opening);
[[nodiscard]] Result<Opened> openArrays(const Opening& opening); ///< .npy and .npz
[[nodiscard]] Result<Opened> openCsv(const Opening& opening);
[[nodiscard]] Result<Opened> openSeries(const Opening& opening);
[[nodiscard]] Result<Opened> openImages(const Opening& opening);
[[nodiscard]] Result<Opened> openTexts(const Opening& opening);

/// Class names "0", "1" … for the values 0 … largest.
[[nodiscard]] std::vector<std::string> numberedClasses(std::span<const int32_t> values);
/// A label's facts: how many rows have each class.
[[nodiscard]] FoundColumn foundClasses(const std::string& name, const std::vector<std::string>& classes,
                                       std::span<const int32_t> values);
[[nodiscard]] FoundColumn foundNumbers(const std::string& name, const std::string& kind, const Tensor& values);
/// Class indices as a tensor (rows) of I32.
[[nodiscard]] Result<Tensor> classTensor(std::span<const int32_t> values);

} // namespace td::data
