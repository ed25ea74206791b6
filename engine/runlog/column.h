#pragma once

#include "engine/base/api.h"
#include "engine/runlog/dtype.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <span>

namespace td::runlog {

/// Which oneof of Summary.Value a record carried.
enum class ValueKind : uint8_t { None, SimpleValue, OldHistogram, Image, Histogram, Audio, Tensor };

/// A stretch of scalar points of one tag in one file, in the order of the file; every point has its own step, wall time and value.
///
/// Narrow types (float, half, bfloat16, integers up to 32 bits signed, bool) are kept as float32 or int32 bits, wide ones in 64 bits,
/// so that every value comes back exactly. Memory: 20 bytes a narrow point, 24 a wide one.
struct ScalarChunk {
    const ScalarChunk* next = nullptr;
    int64_t* steps = nullptr;
    double* walls = nullptr; ///< seconds since 1970, as written; may be NaN
    void* values = nullptr;  ///< uint32_t bits, or uint64_t bits where isWide(dtype)
    std::atomic<uint32_t> capacity{0}; ///< shrinks to what is filled when the tag's dtype changes and a new chunk begins
    uint32_t filled = 0;               ///< the writer's; readers go by the count of their view
    DType dtype = DType::Float;
};

/// A value that stays in the file until somebody looks at it.
struct BlobEntry {
    int64_t step = 0;
    double wall = 0;
    uint64_t recordOffset = 0; ///< where the record's payload begins in the file (in the unpacked stream for gzip)
    uint32_t recordBytes = 0;  ///< length of that payload
    uint32_t valueOffset = 0;  ///< where the Summary.Value begins within the payload
    uint32_t valueBytes = 0;
    ValueKind kind = ValueKind::None;
};

struct BlobChunk {
    const BlobChunk* next = nullptr;
    BlobEntry* entries = nullptr;
    uint32_t capacity = 0;
    uint32_t filled = 0;
};

/// Points of one chunk that a view may see.
struct TD_API ScalarSpan {
    std::span<const int64_t> steps;
    std::span<const double> walls;
    const void* values = nullptr;
    DType dtype = DType::Float;

    [[nodiscard]] size_t size() const { return steps.size(); }
    /// The value as a double (exact for all types but 64-bit integers beyond 2^53).
    [[nodiscard]] double value(size_t i) const;
    [[nodiscard]] int64_t asInt64(size_t i) const;
    [[nodiscard]] uint64_t asUInt64(size_t i) const { return static_cast<uint64_t>(asInt64(i)); }
};

/// One tag in one file as of a commit: an immutable window on append-only chunks.
///
/// Threads: any; the writer never touches what a view covers.
/// Owns:    nothing; the FileSnapshot that it came with keeps the memory.
struct ColumnView {
    const ScalarChunk* scalars = nullptr;
    const BlobChunk* blobs = nullptr;
    uint64_t scalarCount = 0;
    uint64_t blobCount = 0;
    uint64_t scalarsBeforeFirstBlob = 0; ///< where the first and the last blob stand among the scalars
    uint64_t scalarsBeforeLastBlob = 0;

    [[nodiscard]] uint64_t size() const { return scalarCount + blobCount; }
    [[nodiscard]] bool beginsWithBlob() const { return blobCount > 0 && scalarsBeforeFirstBlob == 0; }
    [[nodiscard]] bool endsWithBlob() const { return blobCount > 0 && scalarsBeforeLastBlob == scalarCount; }

    /// Calls `visit(ScalarSpan)` for each chunk in file order.
    template <class Visit>
    void forEachSpan(Visit&& visit) const {
        const ScalarChunk* chunk = scalars;
        for (uint64_t left = scalarCount; left > 0;) {
            const auto n = static_cast<size_t>(std::min<uint64_t>(left, chunk->capacity.load(std::memory_order_relaxed)));
            visit(ScalarSpan{{chunk->steps, n}, {chunk->walls, n}, chunk->values, chunk->dtype});
            left -= n;
            if (left > 0) chunk = chunk->next; // `next` is only safe to read when points beyond this chunk were committed
        }
    }
    /// Calls `visit(const BlobEntry&)` in file order.
    template <class Visit>
    void forEachBlob(Visit&& visit) const {
        const BlobChunk* chunk = blobs;
        for (uint64_t left = blobCount; left > 0;) {
            const uint64_t n = std::min<uint64_t>(left, chunk->capacity);
            for (uint64_t i = 0; i < n; ++i) visit(chunk->entries[i]);
            left -= n;
            if (left > 0) chunk = chunk->next;
        }
    }
};

} // namespace td::runlog
