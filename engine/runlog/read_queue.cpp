#include "engine/runlog/read_queue.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace td::runlog {

ReadQueue::ReadQueue(int threads, bool background) {
    const int count = threads > 0 ? threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    for (int i = 0; i < count; ++i) m_threads.emplace_back([this, background](const std::stop_token& stop) { run(stop, background); });
}

ReadQueue::~ReadQueue() { stop(); }

void ReadQueue::stop() {
    for (auto& t : m_threads) t.request_stop();
    m_ready.notify_all();
    for (auto& t : m_threads)
        if (t.joinable()) t.join();
}

void ReadQueue::push(Job job) {
    {
        const std::scoped_lock lock(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    m_ready.notify_one();
}

void ReadQueue::run(const std::stop_token& stop, bool background) {
    if (background) ::setpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)), 5);
    ReadingMemory memory;
    for (;;) {
        Job job;
        {
            std::unique_lock lock(m_mutex);
            if (!m_ready.wait(lock, stop, [this] { return !m_jobs.empty(); })) return;
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
        }
        if (stop.stop_requested()) return;
        job(memory, stop);
    }
}

} // namespace td::runlog
