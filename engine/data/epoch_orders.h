#pragma once

#include "engine/data/split.h"

#include <mutex>

namespace td::data {

/// The order of rows in each epoch; those of the two epochs that meet while batches are prepared ahead are kept.
///
/// Threads: any.
class EpochOrders {
public:
    EpochOrders(int64_t rows, bool isShuffled, uint64_t seed)
        : m_rows(rows)
        , m_isShuffled(isShuffled)
        , m_seed(seed) {}

    /// Fills `into` with the positions first … first+into.size()-1 of the epoch's order.
    void copy(int64_t epoch, int64_t first, std::span<int64_t> into) {
        if (!m_isShuffled) {
            for (size_t i = 0; i < into.size(); ++i)
                into[i] = first + static_cast<int64_t>(i);
            return;
        }
        const std::lock_guard lock(m_mutex);
        const auto& order = orderOf(epoch);
        std::copy_n(order.begin() + static_cast<std::ptrdiff_t>(first), into.size(), into.begin());
    }

private:
    struct Order {
        int64_t epoch = -1;
        std::vector<int64_t> rows;
    };
    const std::vector<int64_t>& orderOf(int64_t epoch) {
        for (const Order& order : m_orders)
            if (order.epoch == epoch) return order.rows;
        Order& replaced = m_orders[m_orders[0].epoch < m_orders[1].epoch ? 0 : 1];
        replaced.rows.resize(static_cast<size_t>(m_rows));
        permutation(m_seed, epoch, replaced.rows);
        replaced.epoch = epoch;
        return replaced.rows;
    }

    int64_t m_rows;
    bool m_isShuffled;
    uint64_t m_seed;
    std::mutex m_mutex;
    Order m_orders[2];
};

} // namespace td::data
