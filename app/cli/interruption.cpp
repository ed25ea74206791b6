#include "app/cli/interruption.h"

#include <atomic>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <ctime>

namespace td::cli {
namespace {

std::atomic<int> notedSignal{0};
std::atomic<int64_t> notedMs{0};
std::atomic<train::Control*> stopped{nullptr};
static_assert(std::atomic<int64_t>::is_always_lock_free, "a signal's handler may wait for nothing");

int64_t nowMs() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

void note(int signal) {
    // timeout(1) and its kin send one signal twice, to the program and to its group; nobody presses keys that fast.
    constexpr int64_t kOneWishMs = 250;
    int none = 0;
    if (notedSignal.compare_exchange_strong(none, signal)) {
        notedMs = nowMs();
        if (train::Control* const training = stopped) training->stopFromSignal();
    } else if (notedMs > 0 && nowMs() - notedMs > kOneWishMs) {
        std::_Exit(128 + signal);
    }
}

} // namespace

Interruptions::Interruptions(train::Control& training) {
    stopped = &training;
    std::signal(SIGINT, note);
    std::signal(SIGTERM, note);
}

Interruptions::~Interruptions() {
    stopped = nullptr;
}

int interruption() {
    return notedSignal;
}

} // namespace td::cli
