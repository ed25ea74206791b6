#pragma once

#include "engine/data/dataset.h"

#include <atomic>

namespace td::data {

/// Rows of a data set that stay in memory once they were read; those that do not fit the limit are read each time.
///
/// Threads: any number of readers; two that meet at a row both read it, one keeps it.
class CachedSource : public Source {
public:
    /// Errors: TooLarge where the system has no memory for as many rows as the limit allows.
    static Result<std::shared_ptr<const Source>> create(Dataset data, size_t limitBytes);
    [[nodiscard]] const std::vector<Column>& columns() const override { return m_data.columns(); }
    [[nodiscard]] int64_t rows() const override { return m_data.rows(); }
    [[nodiscard]] Result<void> read(std::span<const int64_t> rows, int64_t epoch,
                                    std::span<Tensor> into) const override;

private:
    enum State : uint8_t { Empty, Writing, Full };
    CachedSource(Dataset data, std::vector<Tensor> kept, int64_t capacity);
    [[nodiscard]] bool isFull(int64_t row) const;
    void keep(int64_t row, size_t place, std::span<const Tensor> from) const;

    Dataset m_data;
    std::vector<Tensor> m_kept; ///< rows 0 … m_capacity-1, one tensor a column
    int64_t m_capacity;
    std::unique_ptr<std::atomic<State>[]> m_states;
};

} // namespace td::data
