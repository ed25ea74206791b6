#pragma once

#include "engine/data/epoch_orders.h"
#include "engine/data/loader.h"

namespace td::data {

/// One slot of a loader: a batch and the memory it is gathered into, kept from batch to batch. The last batch of an
/// epoch, which may be smaller, has memory of its own.
///
/// Threads: one at a time.
class PreparedBatch {
public:
    /// Fills it with `count` rows from `at`. What goes wrong is in error().
    void fill(const Dataset& data, EpochOrders& orders, const Position& at, int64_t count, bool mayShareMemory);
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    [[nodiscard]] const Batch& batch() const { return m_current->batch; }

private:
    struct Memory {
        std::vector<Tensor> tensors; ///< one a column
        Batch batch;                 ///< the same tensors by role
        int64_t size = -1;
        void sortByRole(const Dataset& data);
    };
    Result<void> gather(const Dataset& data, EpochOrders& orders, const Position& at, int64_t count,
                        bool mayShareMemory);
    static bool viewInPlace(const Dataset& data, const Position& at, int64_t count, Memory& into);
    Result<Memory*> memoryFor(const Dataset& data, int64_t count);

    Memory m_whole, m_rest, m_view;
    Memory* m_current = &m_whole;
    Dataset::Scratch m_scratch;
    std::optional<Error> m_error;
};

} // namespace td::data
