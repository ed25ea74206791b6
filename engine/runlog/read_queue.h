#pragma once

#include "engine/runlog/log_file.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace td::runlog {

/// Reader threads over a queue of jobs; each thread lends its memory to the file it reads.
///
/// Threads: push() from any, also from a job; stop() from the owner. The destructor stops too.
class ReadQueue {
public:
    using Job = std::function<void(ReadingMemory&, const std::stop_token&)>;
    ReadQueue(int threads, bool background);
    ~ReadQueue();
    ReadQueue(const ReadQueue&) = delete;
    ReadQueue& operator=(const ReadQueue&) = delete;
    void push(Job job);
    /// Asks the running jobs to stop and waits for them; what is pushed from now on is dropped.
    void stop();

private:
    void run(const std::stop_token& stop, bool background);
    std::mutex m_mutex;
    std::condition_variable_any m_ready;
    std::deque<Job> m_jobs;
    std::vector<std::jthread> m_threads; ///< last member: joined before the queue goes
};

} // namespace td::runlog
