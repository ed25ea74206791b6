#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace td::runlog {

/// Memory regions of 2 MiB on huge pages, cut into slabs for many arenas; a region goes when its last arena goes.
///
/// Why: thirteen million points in four-kilobyte pages cost 65,000 page faults; in huge pages 130.
/// Threads: one pool a thread.
class RegionPool {
public:
    struct Slab {
        std::shared_ptr<uint8_t> region; ///< keeps the memory
        uint8_t* data = nullptr;
        size_t sizeBytes = 0;
    };
    [[nodiscard]] Slab take(size_t sizeBytes);

private:
    std::shared_ptr<uint8_t> m_region;
    size_t m_used = 0;
};

/// Bump allocation for the columns of one file. Nothing is freed before the arena is.
///
/// Threads: one writer at a time. Zero-filled memory, aligned to 16 bytes.
class Arena {
public:
    /// The pool to take slabs from; the reader of the moment sets its own.
    void setPool(RegionPool* pool) { m_pool = pool; }
    [[nodiscard]] void* allocate(size_t sizeBytes) {
        sizeBytes = (sizeBytes + 15) & ~size_t{15};
        if (sizeBytes > m_left) refill(sizeBytes);
        uint8_t* p = m_at;
        m_at += sizeBytes;
        m_left -= sizeBytes;
        return p;
    }
    template <class T>
    [[nodiscard]] T* allocateArray(size_t n) {
        return static_cast<T*>(allocate(n * sizeof(T)));
    }

private:
    void refill(size_t sizeBytes);
    RegionPool* m_pool = nullptr;
    std::vector<std::shared_ptr<uint8_t>> m_regions;
    uint8_t* m_at = nullptr;
    size_t m_left = 0;
    size_t m_reserved = 0;
};

} // namespace td::runlog
