#include "engine/runlog/file_columns.h"

#include <algorithm>
#include <new>

namespace td::runlog {
namespace {

constexpr uint64_t kSmallestChunk = 16, kLargestChunk = 65536;

uint32_t nextCapacity(uint64_t soFar) { return static_cast<uint32_t>(std::clamp((soFar / 4 + 7) & ~uint64_t{7}, kSmallestChunk, kLargestChunk)); }

} // namespace

void Column::grow(Arena& arena, DType dtype) {
    const uint32_t capacity = nextCapacity(m_view.scalarCount);
    auto* chunk = new (arena.allocate(sizeof(ScalarChunk))) ScalarChunk;
    chunk->steps = arena.allocateArray<int64_t>(capacity);
    chunk->walls = arena.allocateArray<double>(capacity);
    chunk->values = arena.allocate(size_t{capacity} * (isWide(dtype) ? 8 : 4));
    chunk->capacity.store(capacity, std::memory_order_relaxed);
    chunk->dtype = dtype;
    link(chunk);
}

void Column::link(ScalarChunk* chunk) {
    if (m_tail) {
        m_tail->capacity.store(m_tail->filled, std::memory_order_relaxed);
        m_tail->next = chunk;
    } else {
        m_view.scalars = chunk;
    }
    m_tail = chunk;
}

void Column::adopt(Arena& arena, DType dtype, uint32_t points, const int64_t* steps, const double* walls, const void* values) {
    auto* chunk = new (arena.allocate(sizeof(ScalarChunk))) ScalarChunk;
    chunk->steps = const_cast<int64_t*>(steps); // full from the start: never written to
    chunk->walls = const_cast<double*>(walls);
    chunk->values = const_cast<void*>(values);
    chunk->capacity.store(points, std::memory_order_relaxed);
    chunk->filled = points;
    chunk->dtype = dtype;
    link(chunk);
    m_view.scalarCount += points;
}

void Column::setInfo(ColumnInfo info) {
    kindBits = 0;
    for (const ValueKind kind : info.kinds) kindBits |= 1u << static_cast<uint32_t>(kind);
    m_hasMetadata = info.metadata.present;
    m_info = std::make_shared<const ColumnInfo>(std::move(info));
}

void Column::append(Arena& arena, const BlobEntry& entry) {
    if (!m_blobTail || m_blobTail->filled == m_blobTail->capacity) {
        auto* chunk = new (arena.allocate(sizeof(BlobChunk))) BlobChunk;
        chunk->capacity = std::min(nextCapacity(m_view.blobCount), 4096u);
        chunk->entries = arena.allocateArray<BlobEntry>(chunk->capacity);
        if (m_blobTail) m_blobTail->next = chunk;
        else m_view.blobs = chunk;
        m_blobTail = chunk;
    }
    m_blobTail->entries[m_blobTail->filled++] = entry;
    if (m_view.blobCount++ == 0) m_view.scalarsBeforeFirstBlob = m_view.scalarCount;
    m_view.scalarsBeforeLastBlob = m_view.scalarCount;
}

Column& FileColumns::find(std::string_view tag) {
    uint32_t index = 0;
    if (const auto at = m_byName.find(tag); at != m_byName.end()) {
        index = at->second;
    } else {
        index = static_cast<uint32_t>(m_columns.size());
        m_columns.emplace_back(tag);
        m_names.emplace_back(tag);
        m_byName.emplace(m_names.back(), index);
    }
    if (m_last) m_last->likelyNext = index;
    took(m_columns[index]);
    return m_columns[index];
}

} // namespace td::runlog
