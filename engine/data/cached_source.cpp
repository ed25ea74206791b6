#include "engine/data/cached_source.h"

#include <cstring>

namespace td::data {

CachedSource::CachedSource(Dataset data, std::vector<Tensor> kept, int64_t capacity)
    : m_data(std::move(data))
    , m_kept(std::move(kept))
    , m_capacity(capacity)
    , m_states(std::make_unique<std::atomic<State>[]>(static_cast<size_t>(capacity))) {}

Result<std::shared_ptr<const Source>> CachedSource::create(Dataset data, size_t limitBytes) {
    size_t rowBytes = 1; // its state
    for (const Column& column : data.columns())
        rowBytes += exampleBytes(column);
    const int64_t capacity = std::min(data.rows(), static_cast<int64_t>(limitBytes / rowBytes));
    std::vector<Tensor> kept;
    for (const Column& column : data.columns()) {
        auto made = Tensor::create(column.type.dtype, batchExtents(column, capacity), Fill::Unset);
        if (!made) return failure(std::move(made).error());
        kept.push_back(*std::move(made));
    }
    return std::shared_ptr<const Source>(new CachedSource(std::move(data), std::move(kept), capacity));
}

bool CachedSource::isFull(int64_t row) const {
    return row < m_capacity && m_states[static_cast<size_t>(row)].load(std::memory_order_acquire) == Full;
}

void CachedSource::keep(int64_t row, size_t place, std::span<const Tensor> from) const {
    if (row >= m_capacity) return;
    std::atomic<State>& state = m_states[static_cast<size_t>(row)];
    State expected = Empty;
    if (!state.compare_exchange_strong(expected, Writing, std::memory_order_acquire)) return;
    for (size_t c = 0; c < m_kept.size(); ++c) {
        const size_t bytes = exampleBytes(columns()[c]);
        std::memcpy(m_kept[c].bytes() + static_cast<size_t>(row) * bytes, from[c].bytes() + place * bytes, bytes);
    }
    state.store(Full, std::memory_order_release);
}

Result<void> CachedSource::read(std::span<const int64_t> rows, int64_t, std::span<Tensor> into) const {
    std::vector<int64_t> missing;
    std::vector<size_t> places;
    for (size_t i = 0; i < rows.size(); ++i) {
        if (!isFull(rows[i])) {
            missing.push_back(rows[i]);
            places.push_back(i);
            continue;
        }
        for (size_t c = 0; c < m_kept.size(); ++c) {
            const size_t bytes = exampleBytes(columns()[c]);
            std::memcpy(into[c].bytes() + i * bytes, m_kept[c].bytes() + static_cast<size_t>(rows[i]) * bytes, bytes);
        }
    }
    if (missing.empty()) return {};
    auto read = m_data.read(missing);
    if (!read) return failure(std::move(read).error());
    for (size_t k = 0; k < missing.size(); ++k) {
        for (size_t c = 0; c < m_kept.size(); ++c) {
            const size_t bytes = exampleBytes(columns()[c]);
            std::memcpy(into[c].bytes() + places[k] * bytes, (*read)[c].bytes() + k * bytes, bytes);
        }
        keep(missing[k], k, *read);
    }
    return {};
}

} // namespace td::data
