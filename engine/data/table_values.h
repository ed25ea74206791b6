#pragma once

#include "engine/data/opened.h"

namespace td::data {

/// A table as examples: numbers and categories (one element a class) joined into features, labels, a weight.
///
/// Features are "features" (k), or as the specification groups them; labels one class () or numbers (k); rows without
/// a label, a weight or a value that is to be there are dropped and reported by line. Missing features are filled with
/// the mean or the most frequent class of the training rows.
class TableValues {
public:
    /// `testRows`, the last ones, is reduced by those that are dropped.
    /// Errors: NotFound for a column that the specification names; InvalidArgument where nothing is left to learn from.
    static Result<TableValues> create(CsvTable table, const Opening& opening, int64_t& testRows);

    [[nodiscard]] int64_t rows() const { return m_table.rows(); }
    [[nodiscard]] std::vector<int32_t> classes() const;
    [[nodiscard]] std::vector<FoundColumn> found() const;
    [[nodiscard]] Result<std::shared_ptr<const Source>> source(std::span<const int64_t> trainRows) const;
    /// What each column is, its classes and what fills its gaps, the names, inputs and labels.
    void resolve(std::span<const int64_t> trainRows, Spec& into) const;

private:
    Result<void> choose(const Opening& opening);
    Result<void> chooseLabels(const Opening& opening);
    Result<void> chooseInputs(const Opening& opening);
    Result<size_t> indexOf(const std::string& name, const std::string& file) const;
    Result<void> chooseFills(const Opening& opening);
    void dropRows(const Opening& opening, int64_t& testRows);
    [[nodiscard]] double fillOf(size_t column, std::span<const int64_t> trainRows) const;
    [[nodiscard]] Result<Tensor> joined(const std::vector<size_t>& columns, std::span<const int64_t> trainRows,
                                        std::vector<std::string>& parts) const;
    [[nodiscard]] bool isClassLabel() const;

    CsvTable m_table;
    std::vector<std::pair<std::string, std::vector<size_t>>> m_inputs;
    std::vector<size_t> m_labels;
    std::optional<size_t> m_weight;
    std::map<size_t, double> m_fills; ///< of columns, where the specification says them
};

/// The table of a specification's file, with the rows of its test file at the end.
[[nodiscard]] Result<CsvTable> readCsvFile(const Opening& opening, int64_t& testRows);

} // namespace td::data
