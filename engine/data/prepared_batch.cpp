#include "engine/data/prepared_batch.h"

#include <exception>

namespace td::data {

void PreparedBatch::Memory::sortByRole(const Dataset& data) {
    batch.features.clear();
    batch.labels.clear();
    batch.weights.clear();
    for (size_t c = 0; c < tensors.size(); ++c) {
        const Role role = data.columns()[c].role;
        (role == Role::Feature ? batch.features
         : role == Role::Label ? batch.labels
                               : batch.weights)
            .push_back(tensors[c]);
    }
}

bool PreparedBatch::viewInPlace(const Dataset& data, const Position& at, int64_t count, Memory& into) {
    into.tensors.clear();
    for (size_t c = 0; c < data.columns().size(); ++c) {
        auto view = data.inPlace(c, at.row, count);
        if (!view) return false;
        into.tensors.push_back(*std::move(view));
    }
    into.sortByRole(data);
    return true;
}

Result<PreparedBatch::Memory*> PreparedBatch::memoryFor(const Dataset& data, int64_t count) {
    Memory& memory = m_whole.size < 0 || count >= m_whole.size ? m_whole : m_rest;
    if (memory.size == count) return &memory;
    memory.tensors.clear();
    memory.batch = {};
    memory.size = -1;
    for (const Column& column : data.columns()) {
        auto tensor = Tensor::create(column.type.dtype, batchExtents(column, count), Fill::Unset);
        if (!tensor) return failure(std::move(tensor).error());
        memory.tensors.push_back(*std::move(tensor));
    }
    memory.sortByRole(data);
    memory.size = count;
    return &memory;
}

Result<void> PreparedBatch::gather(const Dataset& data, EpochOrders& orders, const Position& at, int64_t count,
                                   bool mayShareMemory) {
    const bool isView = mayShareMemory && viewInPlace(data, at, count, m_view);
    if (isView) {
        m_current = &m_view;
    } else {
        auto memory = memoryFor(data, count);
        if (!memory) return failure(std::move(memory).error());
        m_current = *memory;
    }
    Batch& batch = m_current->batch;
    batch.rows.resize(static_cast<size_t>(count));
    batch.epoch = at.epoch;
    batch.index = at.batch;
    orders.copy(at.epoch, at.row, batch.rows);
    if (isView) return {};
    return data.read(batch.rows, at.epoch, m_current->tensors, m_scratch);
}

void PreparedBatch::fill(const Dataset& data, EpochOrders& orders, const Position& at, int64_t count,
                         bool mayShareMemory) {
    m_error.reset();
    try {
        auto gathered = gather(data, orders, at, count, mayShareMemory);
        if (!gathered) m_error = std::move(gathered).error();
    } catch (const std::exception& thrown) { // no memory for a vector: told to the caller, not to the thread
        m_error = Error(ErrorCode::TooLarge, {{"batch", std::to_string(count)}, {"system", thrown.what()}});
    }
}

} // namespace td::data
