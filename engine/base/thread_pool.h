#pragma once

#include "engine/base/api.h"

#include <cstdint>
#include <memory>

namespace td {

/// Fork-join over a fixed set of threads, cheap enough (under 1 µs) to be used inside one operation.
///
/// The caller takes part. Chunks are claimed one after another, so a worker that the system does not schedule costs
/// nothing; what a chunk computes must not depend on who runs it. Workers spin for about 200 µs, then sleep. They flush
/// denormal numbers to zero (engine/base/float_mode.h); so should the caller of numeric work, to get the same bits.
///
/// Threads: `run` from one thread at a time; a `run` inside a chunk runs serially.
/// Errors:  what a chunk throws is thrown by `run` when nobody works on its chunks any more; of several the first.
/// Source:  measured against OpenMP's barriers, which need milliseconds where other programs are busy.
class TD_API ThreadPool {
public:
    /// `threads` counts the caller: 1 starts no worker.
    explicit ThreadPool(int threads);
    ~ThreadPool();
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;

    [[nodiscard]] int threads() const { return m_threads; }

    using Chunk = void (*)(void* context, int chunk);
    /// Calls `function(context, i)` for i in 0 … chunks-1, each once, and returns when all are done.
    void run(int chunks, Chunk function, void* context);

    template <class F>
    void run(int chunks, F&& function) {
        run(
            chunks, [](void* context, int chunk) { (*static_cast<std::remove_reference_t<F>*>(context))(chunk); },
            const_cast<void*>(static_cast<const void*>(&function)));
    }

    /// Cuts 0 … count-1 into `parts` pieces of almost equal size, all but the last a multiple of `grain`;
    /// `function(begin, end)` for each that is not empty. The same cut for the same arguments, whoever runs it.
    template <class F>
    void split(int64_t count, int parts, int64_t grain, F&& function) {
        if (parts <= 1 || count <= grain) {
            if (count > 0) function(int64_t{0}, count);
            return;
        }
        const int64_t grains = (count + grain - 1) / grain;
        run(parts, [&](int part) {
            const int64_t begin = grains * part / parts * grain, end = grains * (part + 1) / parts * grain;
            if (begin < count && begin < end) function(begin, end < count ? end : count);
        });
    }

private:
    struct Shared;
    int m_threads;
    std::unique_ptr<Shared> m_shared;
};

} // namespace td
