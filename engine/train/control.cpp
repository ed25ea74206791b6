#include "engine/train/control.h"

#include <utility>

namespace td::train {

bool Wishes::isEmpty() const {
    return !isStopping && !learningRate && !batch && !frozen && saves.empty();
}

template <class Change>
void Control::change(Change apply) {
    {
        const std::lock_guard lock(m_mutex);
        apply();
        m_hasNews.store(true, std::memory_order_relaxed);
    }
    m_changed.notify_all();
}

void Control::pause() {
    change([&] { m_isPaused = true; });
}
void Control::resume() {
    change([&] { m_isPaused = false; });
}
void Control::singleStep() {
    change([&] {
        m_steps += m_isPaused ? 1 : 0;
        m_isPaused = true;
    });
}
void Control::stop() {
    change([&] { m_isStopping = true; });
}
void Control::setLearningRate(double rate) {
    change([&] { m_wishes.learningRate = rate; });
}
void Control::setBatch(int64_t batch) {
    change([&] { m_wishes.batch = batch; });
}
void Control::setFrozen(std::vector<std::string> patterns) {
    change([&] { m_wishes.frozen = std::move(patterns); });
}
void Control::save(std::filesystem::path path) {
    change([&] { m_wishes.saves.push_back(std::move(path)); });
}

bool Control::isPaused() const {
    const std::lock_guard lock(m_mutex);
    return m_isPaused;
}

Wishes Control::take() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [&] { return !m_isPaused || m_steps > 0 || !m_wishes.isEmpty() || m_isStopping; });
    m_wishes.isStopping = m_isStopping.exchange(false);
    m_hasTakenStep = m_wishes.isEmpty() && m_isPaused && m_steps > 0;
    if (m_hasTakenStep) --m_steps;
    // While it is paused the next step must come here again.
    m_hasNews.store(m_isPaused, std::memory_order_relaxed);
    return std::exchange(m_wishes, {});
}

void Control::giveStepBack() {
    const std::lock_guard lock(m_mutex);
    if (std::exchange(m_hasTakenStep, false) && m_isPaused) ++m_steps;
}

} // namespace td::train
