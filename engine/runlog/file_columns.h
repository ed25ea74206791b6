#pragma once

#include "engine/runlog/arena.h"
#include "engine/runlog/column.h"
#include "engine/runlog/snapshot.h"
#include "engine/runlog/wire.h"

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace td::runlog {

/// What is known of a tag beside its points; replaced as a whole when it changes, so that published copies stay as they are.
struct ColumnInfo {
    std::string name;
    TagMetadata metadata;
    std::vector<ValueKind> kinds;
    std::vector<int64_t> shape;
    DType dtype = DType::Invalid;
    std::string undecodable;           ///< see TagSnapshot
    std::vector<int64_t> severalShape; ///< see TagSnapshot
};

/// One tag of one file while it is being written. Appends cost a few stores; chunks grow by a quarter of what there is.
class Column {
public:
    explicit Column(std::string_view name)
        : m_info(std::make_shared<ColumnInfo>(ColumnInfo{std::string(name), {}, {}, {}, DType::Invalid, {}, {}})) {}

    void append(Arena& arena, int64_t step, double wall, DType dtype, uint64_t bits) {
        if (!m_tail || m_tail->filled == m_tail->capacity.load(std::memory_order_relaxed) || m_tail->dtype != dtype) [[unlikely]]
            grow(arena, dtype);
        const uint32_t i = m_tail->filled++;
        m_tail->steps[i] = step;
        m_tail->walls[i] = wall;
        if (isWide(dtype)) static_cast<uint64_t*>(m_tail->values)[i] = bits;
        else static_cast<uint32_t*>(m_tail->values)[i] = static_cast<uint32_t>(bits);
        ++m_view.scalarCount;
    }
    void append(Arena& arena, const BlobEntry& entry);
    /// For blobs that were appended out of order (from an index): how many scalars came before the first and the last.
    void placeBlobs(uint64_t beforeFirst, uint64_t beforeLast) {
        m_view.scalarsBeforeFirstBlob = beforeFirst;
        m_view.scalarsBeforeLastBlob = beforeLast;
    }
    /// Takes over a full chunk whose arrays lie elsewhere (in a mapped index) and outlive the column.
    void adopt(Arena& arena, DType dtype, uint32_t points, const int64_t* steps, const double* walls, const void* values);

    [[nodiscard]] const ColumnView& view() const { return m_view; }
    [[nodiscard]] const std::shared_ptr<const ColumnInfo>& info() const { return m_info; }
    /// Replaces the info by a changed copy.
    template <class Change>
    void changeInfo(Change&& change) {
        auto copy = std::make_shared<ColumnInfo>(*m_info);
        change(*copy);
        m_info = std::move(copy);
        m_hasMetadata = m_info->metadata.present;
    }
    void setInfo(ColumnInfo info);
    [[nodiscard]] bool hasMetadata() const { return m_hasMetadata; }
    [[nodiscard]] std::string_view name() const { return m_info->name; }

    /// The last record of this tag from behind its step on, where it held one scalar and nothing else: the next one is most
    /// often the same but for its value, and then needs no parsing.
    struct Pattern {
        std::string rest;
        uint32_t valueAt = 0, valueBytes = 0;
        DType dtype = DType::Invalid;
    };
    Pattern pattern;
    uint32_t likelyNext = 0; ///< which column followed last time
    uint32_t kindBits = 0;   ///< of the kinds in info

private:
    void grow(Arena& arena, DType dtype);
    void link(ScalarChunk* chunk);
    ColumnView m_view;
    ScalarChunk* m_tail = nullptr;
    BlobChunk* m_blobTail = nullptr;
    std::shared_ptr<const ColumnInfo> m_info;
    bool m_hasMetadata = false;
};

/// All columns of one file, found by tag. Training loops log their tags in the same order each step, so the column that
/// followed last time is tried before the hash table.
class FileColumns {
public:
    [[nodiscard]] Column& column(std::string_view tag) {
        if (Column* guess = likelyNext(); guess && guess->name() == tag) {
            took(*guess);
            return *guess;
        }
        return find(tag);
    }
    /// The column that followed the last one taken, or null before there is any.
    [[nodiscard]] Column* likelyNext() { return m_last ? m_likely : nullptr; }
    /// The likely column was the right one.
    void took(Column& likely) {
        m_last = &likely;
        m_likely = &m_columns[likely.likelyNext];
    }
    [[nodiscard]] const std::deque<Column>& columns() const { return m_columns; }
    [[nodiscard]] Arena& arena() { return m_arena; }

private:
    Column& find(std::string_view tag);
    Arena m_arena;
    std::deque<Column> m_columns;
    std::unordered_map<std::string_view, uint32_t> m_byName; ///< keys point into the first ColumnInfo's stable copy in m_names
    std::deque<std::string> m_names;
    Column* m_last = nullptr; ///< deque elements stay where they are
    Column* m_likely = nullptr;
};

} // namespace td::runlog
