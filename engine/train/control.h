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
class TD_API Control {
public:
    void pause();
    void resume();
    /// Pauses, if it runs; lets one step happen, if it is paused.
    void singleStep();
    void stop();
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
    /// For the training, where no step comes soon: takes the wish to stop alone. Costs one relaxed load where nothing is wished.
    [[nodiscard]] bool takeStop();
    /// For the training: the single step that the last `take` let through was none, as the epoch had no more batches.
    void giveStepBack();

private:
    template <class Change>
    void change(Change apply);

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::atomic<bool> m_hasNews{false};
    bool m_hasTakenStep = false; ///< the last take
    bool m_isPaused = false;
    int m_steps = 0; ///< single steps still to do
    Wishes m_wishes;
};

} // namespace td::train
