#include "engine/data/loader.h"

#include "engine/data/epoch_orders.h"
#include "engine/data/prepared_batch.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace td::data {
namespace {

Result<void> checkOptions(const Dataset& data, const LoaderOptions& options) {
    const auto refused = [&](std::string expected) {
        return failure(ErrorCode::InvalidArgument, {{"rows", std::to_string(data.rows())},
                                                    {"batch", std::to_string(options.batch)},
                                                    {"expected", std::move(expected)}});
    };
    if (data.rows() == 0) return refused("a data set of at least one row");
    if (options.batch < 1) return refused("a batch of at least one row");
    if (options.dropRemainder && options.batch > data.rows()) return refused("at least one whole batch");
    if (options.prefetch < 0 || options.prefetch > 1024 || options.threads < 1 || options.threads > 256)
        return refused("0 to 1024 batches ahead by 1 to 256 threads");
    return {};
}

/// About two microseconds: less than a thread takes to fall asleep and to be woken.
constexpr int kSpins = 64;

void pause() {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

} // namespace

/// A ring of slots: workers claim batches in order and fill a slot each; the caller takes them in the same order. Slot
/// k % size holds the k-th claimed batch; the one that was handed out is free again when the next is asked for. A batch
/// that nobody has begun when it is asked for is filled by the caller itself.
struct Loader::Shared {
    enum class SlotState : uint8_t { Free, Filling, Ready };
    struct Slot {
        std::atomic<SlotState> state = SlotState::Free; ///< written under the mutex
        PreparedBatch batch;
    };

    Dataset data;
    LoaderOptions options;
    EpochOrders orders;
    mutable std::mutex mutex; ///< guards all below, but not the batch of a slot that is being filled or handed out
    std::condition_variable work, ready;
    std::vector<Slot> slots;
    uint64_t claimed = 0, released = 0;
    bool isHandedOut = false; ///< slot `released` is the caller's
    bool isHeld = false;      ///< workers start nothing: the position changes
    bool isClosing = false;
    int filling = 0, idle = 0;
    bool isAwaited = false;
    Position place;  ///< of what next() gives next
    Position toFill; ///< of what is claimed next
    std::vector<std::thread> threads;

    Shared(Dataset d, LoaderOptions o)
        : data(std::move(d))
        , options(o)
        , orders(data.rows(), o.isShuffled, o.seed)
        , slots(static_cast<size_t>(o.prefetch) + 1) {}
    ~Shared();

    /// Rows of the batch at this place; 0 at the end of an epoch.
    [[nodiscard]] int64_t rowsAt(const Position& at) const {
        const int64_t left = data.rows() - at.row;
        if (left >= options.batch) return options.batch;
        return options.dropRemainder ? 0 : left;
    }
    [[nodiscard]] bool isOver(const Position& at) const { return options.epochs > 0 && at.epoch >= options.epochs; }
    void advance(Position& at) const {
        at.row += rowsAt(at);
        ++at.batch;
    }
    Slot& slot(uint64_t number) { return slots[static_cast<size_t>(number % slots.size())]; }

    bool mayClaim();
    void fillOne(std::unique_lock<std::mutex>& lock);
    void runWorker();
    void release();
    void await(const Slot& slot, std::unique_lock<std::mutex>& lock);
    void moveTo(const Position& to);
};

Loader::Shared::~Shared() {
    {
        const std::lock_guard lock(mutex);
        isClosing = true;
    }
    work.notify_all();
    for (std::thread& thread : threads)
        thread.join();
}

bool Loader::Shared::mayClaim() {
    if (isHeld || claimed - released >= slots.size()) return false;
    if (rowsAt(toFill) == 0) toFill = {toFill.epoch + 1, 0, 0};
    return !isOver(toFill);
}

void Loader::Shared::fillOne(std::unique_lock<std::mutex>& lock) {
    Slot& filled = slot(claimed++);
    filled.state = SlotState::Filling;
    ++filling;
    const Position at = toFill;
    const int64_t count = rowsAt(at);
    advance(toFill);
    lock.unlock();
    filled.batch.fill(data, orders, at, count, options.mayShareMemory && !options.isShuffled);
    lock.lock();
    filled.state = SlotState::Ready;
    --filling;
    if (isAwaited) ready.notify_one();
}

void Loader::Shared::runWorker() {
    std::unique_lock lock(mutex);
    while (!isClosing) {
        if (mayClaim()) {
            fillOne(lock);
            continue;
        }
        ++idle;
        work.wait(lock);
        --idle;
    }
}

void Loader::Shared::release() {
    if (!isHandedOut) return;
    isHandedOut = false;
    slot(released++).state = SlotState::Free;
    if (idle > 0) work.notify_one();
}

/// Small batches are ready before a sleep would be worth it.
void Loader::Shared::await(const Slot& slot, std::unique_lock<std::mutex>& lock) {
    if (slot.state == SlotState::Ready) return;
    lock.unlock();
    for (int i = 0; i < kSpins && slot.state.load(std::memory_order_acquire) != SlotState::Ready; ++i)
        pause();
    lock.lock();
    isAwaited = true;
    ready.wait(lock, [&] { return slot.state == SlotState::Ready; });
    isAwaited = false;
}

void Loader::Shared::moveTo(const Position& to) {
    std::unique_lock lock(mutex);
    isHeld = isAwaited = true;
    ready.wait(lock, [&] { return filling == 0; });
    isHeld = isAwaited = isHandedOut = false;
    for (Slot& each : slots)
        each.state = SlotState::Free;
    claimed = released = 0;
    place = toFill = to;
    work.notify_all();
}

Loader::Loader(std::unique_ptr<Shared> shared)
    : m_shared(std::move(shared)) {}
Loader::Loader(Loader&&) noexcept = default;
Loader& Loader::operator=(Loader&&) noexcept = default;
Loader::~Loader() = default;

Result<Loader> Loader::create(Dataset data, LoaderOptions options) {
    TD_TRY(checkOptions(data, options));
    auto shared = std::make_unique<Shared>(std::move(data), options);
    try {
        for (int i = 0; i < options.threads && options.prefetch > 0; ++i)
            shared->threads.emplace_back([state = shared.get()] { state->runWorker(); });
    } catch (const std::system_error& error) { // some threads are enough
        if (shared->threads.empty())
            return failure(ErrorCode::TooLarge,
                           {{"threads", std::to_string(options.threads)}, {"system", error.what()}});
    }
    return Loader(std::move(shared));
}

Result<const Batch*> Loader::next() {
    Shared& shared = *m_shared;
    std::unique_lock lock(shared.mutex);
    shared.release();
    if (shared.isOver(shared.place)) return nullptr;
    if (shared.rowsAt(shared.place) == 0) {
        shared.place = {shared.place.epoch + 1, 0, 0};
        return nullptr;
    }
    Shared::Slot& slot = shared.slot(shared.released);
    if (shared.claimed == shared.released && shared.mayClaim())
        shared.fillOne(lock);
    else
        shared.await(slot, lock);
    if (slot.batch.error()) return failure(*slot.batch.error());
    shared.isHandedOut = true;
    shared.advance(shared.place);
    return &slot.batch.batch();
}

Position Loader::position() const {
    const std::lock_guard lock(m_shared->mutex);
    return m_shared->place;
}

Result<void> Loader::seek(Position position) {
    const int64_t rows = m_shared->data.rows();
    if (position.epoch < 0 || position.batch < 0 || position.row < 0 || position.row > rows)
        return failure(ErrorCode::InvalidArgument, {{"epoch", std::to_string(position.epoch)},
                                                    {"batch", std::to_string(position.batch)},
                                                    {"row", std::to_string(position.row)},
                                                    {"rows", std::to_string(rows)}});
    m_shared->moveTo(position);
    return {};
}

Result<void> Loader::setBatch(int64_t batch) {
    LoaderOptions options = m_shared->options;
    options.batch = batch;
    TD_TRY(checkOptions(m_shared->data, options));
    const Position here = position();
    {
        std::unique_lock lock(m_shared->mutex);
        m_shared->isHeld = m_shared->isAwaited = true;
        m_shared->ready.wait(lock, [&] { return m_shared->filling == 0; });
        m_shared->options.batch = batch;
    }
    m_shared->moveTo(here);
    return {};
}

int64_t Loader::batchesPerEpoch() const {
    const auto& [rows, batch] = std::pair(m_shared->data.rows(), m_shared->options.batch);
    return m_shared->options.dropRemainder ? rows / batch : (rows - 1) / batch + 1;
}

const Dataset& Loader::data() const {
    return m_shared->data;
}

const LoaderOptions& Loader::options() const {
    return m_shared->options;
}

} // namespace td::data
