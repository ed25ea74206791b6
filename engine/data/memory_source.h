#pragma once

#include "engine/data/source.h"

namespace td::data {

/// Examples that lie in memory, one tensor a column with the rows along axis 0.
///
/// Threads: immutable, as long as nobody writes into the tensors.
class TD_API MemorySource : public Source {
public:
    /// The types of `columns` are taken from the tensors; names, roles and classes are the caller's.
    /// Errors: InvalidArgument where numbers of columns and tensors differ or a tensor is a scalar; ShapeMismatch where
    /// two columns have different numbers of rows (facts "left", "right", "rows").
    [[nodiscard]] static Result<std::shared_ptr<const Source>> create(std::vector<Column> columns,
                                                                      std::vector<Tensor> values);

    [[nodiscard]] const std::vector<Column>& columns() const override { return m_columns; }
    [[nodiscard]] int64_t rows() const override { return m_rows; }
    [[nodiscard]] Result<void> read(std::span<const int64_t> rows, int64_t epoch,
                                    std::span<Tensor> into) const override;
    [[nodiscard]] const Tensor* stored(size_t column) const override { return &m_values[column]; }

private:
    MemorySource(std::vector<Column> columns, std::vector<Tensor> values, int64_t rows);
    std::vector<Column> m_columns;
    std::vector<Tensor> m_values;
    int64_t m_rows;
};

} // namespace td::data
