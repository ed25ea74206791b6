#include "views/kit/worker.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace td::kit {

namespace {

alignas(64) thread_local bool yields = false; // see engine/base/thread_pool.cpp

} // namespace

void yieldToTheWindow() {
    constexpr int kNice = 5;
    if (std::exchange(yields, true)) return;
    // Of this thread alone: Linux counts each as a process here.
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)), kNice);
}

bool yieldsToTheWindow() {
    return yields;
}

} // namespace td::kit
