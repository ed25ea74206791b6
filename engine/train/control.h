#pragma once

#include "engine/base/api.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace td::train {

/// Wishes of whoever watches a training; taken between steps.
struct Wishes {
    bool isStopping = false;
    std::optional<double> learningRate;
    std::optional<int64_t> batch;
    std::optional<std::vector<std::string>> frozen; ///< the new set of patterns
    std::vector<std::filesystem::path> saves;       ///< checkpoints to branch from
    [[nodiscard]] TD_API bool isEmpty() const;
};

/// A training's remote control.
///
/// Threads: any. Every call returns at once; what is wished happens before the next step, or at once where the training is paused.
/// A wish to stop also ends the step that runs, as runtime::Session says: as if it had not begun, or when it is done.
class TD_API Control {
public:
    void pause();
    void resume();
    /// Pauses, if it runs; lets one step happen, if it is paused.
    void singleStep();
    void stop();
    /// The same from a signal's handler: nothing is locked. A paused training does not see it before it goes on.
    void stopFromSignal() noexcept {
        m_isStopping = true;
        m_hasNews = true;
    }
    void setLearningRate(double rate);
    void setBatch(int64_t batch);
    /// Patterns as in Setup::frozen, in place of those before; one that means no weight freezes none.
    void setFrozen(std::vector<std::string> patterns);
    /// A checkpoint of the present state, from which another training can go on.
    void save(std::filesystem::path path);
    [[nodiscard]] bool isPaused() const;

    /// For the training: true if there is anything to take. Costs one relaxed load.
    [[nodiscard]] bool hasNews() const { return m_hasNews.load(std::memory_order_relaxed); }
    /// Waits while paused and nothing is wished; then gives what is.
    [[nodiscard]] Wishes take();
    /// For the training, where no step comes soon, or one was stopped: takes the wish to stop alone.
    [[nodiscard]] bool takeStop() { return m_isStopping.exchange(false); }
    /// For the training's session: true from the wish to stop until it is taken.
    [[nodiscard]] const std::atomic<bool>& stopFlag() const { return m_isStopping; }
    /// For the training: the single step that the last `take` let through was none, as the epoch had no more batches.
    void giveStepBack();

private:
    template <class Change>
    void change(Change apply);

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::atomic<bool> m_hasNews{false};
    std::atomic<bool> m_isStopping{false}; ///< wished, and not taken
    static_assert(std::atomic<bool>::is_always_lock_free);
    bool m_hasTakenStep = false; ///< the last take
    bool m_isPaused = false;
    int m_steps = 0; ///< single steps still to do
    Wishes m_wishes;
};

} // namespace td::train
