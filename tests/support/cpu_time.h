#pragma once

#include <ctime>

namespace td::test {

/// CPU time that this thread has used: unlike a clock on the wall it does not see what else the machine does.
inline double threadCpuSeconds() {
    timespec t{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

} // namespace td::test
