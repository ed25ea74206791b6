#include "engine/base/thread_pool.h"

#include "engine/base/float_mode.h"

#include <atomic>
#include <chrono>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace td {

namespace {
constexpr uint64_t kOutOfReach = 0x7FFFFFFF; ///< a chunk that no job has
/// How long a worker looks for the next job before it sleeps. Waking it costs up to 50 µs on a virtual machine, whose idle
/// core is halted: with 30 µs LeNet at batch 1 slept in every step.
constexpr std::chrono::microseconds kAwake{200};
constexpr int kPausesBetweenLooks = 64; ///< at the clock
/// Aligned: LLD 16 puts thread-local data that are aligned less than .dynamic right before it, and where .dynamic
/// begins a page, into a page that is not there when it is to be protected. A program linked so does not start.
alignas(64) thread_local bool isInside = false;

void pause() {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#else
    std::this_thread::yield();
#endif
}
} // namespace

/// One job at a time. `claim` holds the job's number in its upper half and the next chunk in its lower one, so that a
/// worker that wakes late cannot take a chunk of a job it did not mean.
struct ThreadPool::Shared {
    alignas(64) std::atomic<uint32_t> generation{0};
    alignas(64) std::atomic<uint64_t> claim{0};
    alignas(64) std::atomic<int> done{0};
    alignas(64) std::atomic<int> sleepers{0};
    std::atomic<bool> isEnding{false};
    std::atomic<Chunk> function{nullptr};
    std::atomic<void*> context{nullptr};
    std::atomic<int> chunks{0};
    std::vector<std::thread> workers;

    /// What the first chunk of a job threw; the caller of `run` takes it when all chunks are done.
    std::mutex thrownGuard;
    std::exception_ptr thrown;

    void attempt(Chunk call, void* with, int chunk) {
        try {
            call(with, chunk);
        } catch (...) {
            const std::lock_guard lock(thrownGuard);
            if (!thrown) thrown = std::current_exception();
        }
    }

    void drain(uint32_t job) {
        for (;;) {
            uint64_t next = claim.load(std::memory_order_acquire);
            const auto chunk = static_cast<int>(next & 0xFFFFFFFFu);
            if (static_cast<uint32_t>(next >> 32) != job || chunk >= chunks.load(std::memory_order_acquire)) return;
            // The job's fields are read before the claim: a successful exchange proves that they were this job's, as
            // no chunk can be claimed while they are written.
            const Chunk call = function.load(std::memory_order_acquire);
            void* const with = context.load(std::memory_order_acquire);
            if (!claim.compare_exchange_weak(next, next + 1, std::memory_order_acq_rel)) continue;
            attempt(call, with, chunk);
            done.fetch_add(1, std::memory_order_acq_rel);
        }
    }

    uint32_t awaitJob(uint32_t seen) {
        using Clock = std::chrono::steady_clock;
        const auto until = Clock::now() + kAwake;
        do {
            for (int i = 0; i < kPausesBetweenLooks; ++i) {
                const uint32_t now = generation.load(std::memory_order_acquire);
                if (now != seen) return now;
                pause();
            }
        } while (Clock::now() < until);
        return sleepUntilJob(seen);
    }

    uint32_t sleepUntilJob(uint32_t seen) {
        sleepers.fetch_add(1, std::memory_order_seq_cst);
        generation.wait(seen, std::memory_order_seq_cst);
        sleepers.fetch_sub(1, std::memory_order_seq_cst);
        return generation.load(std::memory_order_acquire);
    }

    void work() {
        const FlushDenormals mode;
        isInside = true;
        for (uint32_t seen = 0;;) {
            seen = awaitJob(seen);
            if (isEnding.load(std::memory_order_acquire)) return;
            drain(seen);
        }
    }
};

ThreadPool::ThreadPool(int threads)
    : m_threads(threads < 1 ? 1 : threads)
    , m_shared(std::make_unique<Shared>()) {
    try {
        for (int i = 1; i < m_threads; ++i)
            m_shared->workers.emplace_back([shared = m_shared.get()] { shared->work(); });
    } catch (const std::system_error&) {
        // The system gives no more of them: whoever is there takes the chunks, which stay the same.
    }
}

ThreadPool::~ThreadPool() {
    m_shared->isEnding.store(true, std::memory_order_release);
    m_shared->generation.fetch_add(1, std::memory_order_seq_cst);
    m_shared->generation.notify_all();
    for (std::thread& worker : m_shared->workers)
        worker.join();
}

void ThreadPool::run(int chunks, Chunk function, void* context) {
    if (chunks <= 1 || m_threads == 1 || isInside) {
        for (int i = 0; i < chunks; ++i)
            function(context, i);
        return;
    }
    Shared& shared = *m_shared;
    const uint32_t job = shared.generation.load(std::memory_order_relaxed) + 1;
    // First the claim goes out of reach: a worker that still stands at the end of the last job would else take the new
    // number of chunks for that job's, and run a chunk of this one under the old claim, so that it ran twice.
    shared.claim.store(uint64_t{job} << 32 | kOutOfReach, std::memory_order_relaxed);
    shared.function.store(function, std::memory_order_release);
    shared.context.store(context, std::memory_order_release);
    shared.chunks.store(chunks, std::memory_order_release);
    shared.done.store(0, std::memory_order_relaxed);
    shared.claim.store(uint64_t{job} << 32, std::memory_order_release);
    shared.generation.store(job, std::memory_order_seq_cst);
    if (shared.sleepers.load(std::memory_order_seq_cst) > 0) shared.generation.notify_all();
    isInside = true;
    shared.drain(job);
    isInside = false;
    for (int spins = 0; shared.done.load(std::memory_order_acquire) < chunks; ++spins) {
        pause();
        if (spins % 20000 == 19999) std::this_thread::yield();
    }
    if (shared.thrown) std::rethrow_exception(std::exchange(shared.thrown, nullptr));
}

} // namespace td
