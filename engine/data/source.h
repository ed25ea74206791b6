#pragma once

#include "engine/data/column.h"
#include "engine/tensor/tensor.h"

#include <memory>
#include <span>

namespace td::data {

/// Examples with random access: arrays in memory, a folder of pictures, windows over a series.
///
/// Threads: immutable; any number of readers.
class TD_API Source {
public:
    virtual ~Source() = default;
    [[nodiscard]] virtual const std::vector<Column>& columns() const = 0;
    [[nodiscard]] virtual int64_t rows() const = 0;

    /// Reads these rows, each in 0 … rows()-1, into one tensor a column, stacked along axis 0. `into` holds tensors of
    /// the columns' types and batchExtents(column, rows.size()). `epoch` tells which pass this is; most sources give
    /// the same rows in every pass. Errors: what reading a file says, with the facts "file" and "row".
    [[nodiscard]] virtual Result<void> read(std::span<const int64_t> rows, int64_t epoch,
                                            std::span<Tensor> into) const = 0;
    /// All rows of a column where they lie in memory in this very form, else null: they can be gathered or handed out
    /// without `read`.
    [[nodiscard]] virtual const Tensor* stored(size_t column) const {
        (void)column;
        return nullptr;
    }
};

} // namespace td::data
