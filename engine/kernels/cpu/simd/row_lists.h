#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace td::simd {

/// Named rows as lists, one list a distinct row, each in the order of the batch: a hash table over scratch memory.
class RowLists {
public:
    static constexpr int32_t kNone = -1;

    /// Slots of the hash table for `count` names.
    static int64_t slotsFor(int64_t count) {
        int64_t slots = 16;
        while (slots < count * 2)
            slots *= 2;
        return slots;
    }
    static size_t scratchBytes(int64_t count) {
        return static_cast<size_t>(slotsFor(count) + 3 * count) * sizeof(int32_t);
    }

    RowLists(std::byte* scratch, int64_t count)
        : m_mask(slotsFor(count) - 1)
        , m_slots(reinterpret_cast<int32_t*>(scratch))
        , m_next(m_slots + m_mask + 1)
        , m_last(m_next + count)
        , m_firsts(m_last + count) {
        std::fill_n(m_slots, m_mask + 1, kNone);
    }

    template <class Index>
    void add(const Index* indices, int32_t position) {
        m_next[position] = kNone;
        auto slot =
            static_cast<int64_t>(static_cast<uint64_t>(indices[position]) * 0x9E3779B97F4A7C15ull >> 32) & m_mask;
        while (m_slots[slot] != kNone && indices[m_slots[slot]] != indices[position])
            slot = (slot + 1) & m_mask;
        const int32_t first = m_slots[slot];
        if (first == kNone) {
            m_slots[slot] = m_firsts[m_lists++] = position;
        } else {
            m_next[m_last[first]] = position;
        }
        m_last[first == kNone ? position : first] = position;
    }

    [[nodiscard]] int64_t lists() const { return m_lists; }
    [[nodiscard]] int32_t first(int64_t list) const { return m_firsts[list]; }
    [[nodiscard]] int32_t next(int32_t position) const { return m_next[position]; }

private:
    int64_t m_mask;
    int32_t *m_slots, *m_next, *m_last, *m_firsts;
    int64_t m_lists = 0;
};

} // namespace td::simd
