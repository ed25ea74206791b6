#include "views/kit/worker.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace td::kit {

void yieldToTheWindow() {
    constexpr int kNice = 5;
    static thread_local bool yields = false;
    if (std::exchange(yields, true)) return;
    // Of this thread alone: Linux counts each as a process here.
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)), kNice);
}

} // namespace td::kit
