#include "tests/support/fake_device.h"

#include "engine/graph/op_registry.h"

#include <sys/mman.h>

#include <chrono>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace td::test {

using namespace kernels;

namespace {
/// Addresses that are given out lie in a range that nobody may touch; what they stand for lies this much higher.
constexpr size_t kReach = size_t{1} << 32;

std::byte* behind(std::byte* device) {
    return device == nullptr ? nullptr : device + kReach;
}

class FakeMemory {
public:
    FakeMemory() {
        m_base = static_cast<std::byte*>(
            mmap(nullptr, 2 * kReach, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
    }
    static FakeMemory& instance() {
        static FakeMemory memory;
        return memory;
    }
    /// Never reused, so that a late reader of freed memory dies too.
    std::byte* take(size_t bytes) {
        const size_t pages = (bytes + 4095) / 4096 * 4096, at = m_used.fetch_add(pages + 4096);
        if (at + pages > kReach) return nullptr;
        mprotect(behind(m_base + at), pages, PROT_READ | PROT_WRITE);
        std::memset(behind(m_base + at), 0xFF, bytes); // NaN for reals
        return m_base + at;
    }
    void give(std::byte* device, size_t bytes) {
        madvise(behind(device), (bytes + 4095) / 4096 * 4096, MADV_DONTNEED);
        mprotect(behind(device), (bytes + 4095) / 4096 * 4096, PROT_NONE);
    }

private:
    std::byte* m_base;
    std::atomic<size_t> m_used{0};
};

class FakeBuffer final : public Buffer {
public:
    FakeBuffer(std::byte* data, size_t sizeBytes, std::shared_ptr<FakeDevice::Counts> counts)
        : Buffer(data, sizeBytes)
        , m_counts(std::move(counts)) {
        m_counts->bytes += sizeBytes;
    }
    ~FakeBuffer() override {
        m_counts->bytes -= sizeBytes();
        FakeMemory::instance().give(data(), sizeBytes());
    }

private:
    std::shared_ptr<FakeDevice::Counts> m_counts;
};

struct FakeEvent final : DeviceEvent {
    uint64_t place = 0;
};

class FakeStream final : public DeviceStream {
public:
    explicit FakeStream(std::shared_ptr<FakeDevice::Counts> counts)
        : m_counts(std::move(counts))
        , m_thread([this](const std::stop_token& stop) { work(stop); }) {}
    ~FakeStream() override { (void)synchronize(); }

    void copyIn(std::byte* device, const std::byte* host, size_t bytes) override {
        ++m_counts->copiesIn;
        put([device, staged = std::vector<std::byte>(host, host + bytes)] {
            if (!staged.empty()) std::memcpy(behind(device), staged.data(), staged.size());
        });
    }
    void copyOut(std::byte* host, const std::byte* device, size_t bytes) override {
        ++m_counts->copiesOut;
        put([=] { std::memcpy(host, behind(const_cast<std::byte*>(device)), bytes); });
    }
    void copyWithin(std::byte* to, const std::byte* from, size_t bytes) override {
        ++m_counts->copiesWithin;
        put([=] { std::memmove(behind(to), behind(const_cast<std::byte*>(from)), bytes); });
    }
    std::unique_ptr<DeviceEvent> createEvent() override { return std::make_unique<FakeEvent>(); }
    void record(DeviceEvent& event) override {
        const std::lock_guard lock(m_mutex);
        static_cast<FakeEvent&>(event).place = m_put;
    }
    void wait(const DeviceEvent& event) override {
        ++m_counts->waits;
        waitFor(static_cast<const FakeEvent&>(event).place);
    }
    Result<void> synchronize() override {
        uint64_t all = 0;
        {
            const std::lock_guard lock(m_mutex);
            all = m_put;
        }
        waitFor(all);
        if (!m_hasFailed.exchange(false)) return {};
        return failure(ErrorCode::Internal, {{"reason", "the fake device was told to fail"}});
    }

    void launch(std::function<void()> job) {
        ++m_counts->kernels;
        put(std::move(job));
    }

private:
    void put(std::function<void()> job) {
        {
            const std::lock_guard lock(m_mutex);
            m_jobs.push_back(std::move(job));
            ++m_put;
        }
        m_changed.notify_all();
    }

    void waitFor(uint64_t place) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_done >= place; });
    }

    /// Slower than the host, so that it is always behind.
    void work(const std::stop_token& stop) {
        std::unique_lock lock(m_mutex);
        while (m_changed.wait(lock, stop, [this] { return !m_jobs.empty(); })) {
            const auto job = std::move(m_jobs.front());
            m_jobs.pop_front();
            lock.unlock();
            const auto until = std::chrono::steady_clock::now() + std::chrono::microseconds(100);
            while (std::chrono::steady_clock::now() < until)
                std::this_thread::yield();
            if (m_counts->failsNext.exchange(false)) m_hasFailed = true;
            job();
            lock.lock();
            ++m_done;
            m_changed.notify_all();
        }
    }

    std::shared_ptr<FakeDevice::Counts> m_counts;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<std::function<void()>> m_jobs;
    uint64_t m_put = 0, m_done = 0;
    std::atomic<bool> m_hasFailed{false};
    std::jthread m_thread; ///< last: it uses what stands above
};

class FakeBackend final : public DeviceBackend {
public:
    FakeBackend(Device device, std::shared_ptr<FakeDevice::Counts> counts)
        : m_device(device)
        , m_counts(std::move(counts)) {}
    [[nodiscard]] Device device() const override { return m_device; }
    std::shared_ptr<Buffer> allocate(size_t sizeBytes) override {
        if (m_counts->bytes + sizeBytes > m_counts->mostBytes) return nullptr;
        std::byte* data = FakeMemory::instance().take(sizeBytes);
        return data == nullptr ? nullptr : std::make_shared<FakeBuffer>(data, sizeBytes, m_counts);
    }
    Result<std::unique_ptr<DeviceStream>> createStream() override { return std::make_unique<FakeStream>(m_counts); }

private:
    Device m_device;
    std::shared_ptr<FakeDevice::Counts> m_counts;
};

/// A kernel of the CPU whose addresses are looked up and which runs on the stream.
struct Launch {
    PreparedKernel kernel;
    FakeStream* stream;
    size_t inputs, outputs;
    std::shared_ptr<ThreadPool> pool;

    static void run(const Launch& launch, const KernelCall& call) {
        std::vector<std::byte*> addresses(launch.inputs + launch.outputs);
        for (size_t i = 0; i < launch.inputs; ++i)
            addresses[i] = behind(call.inputs[i]);
        for (size_t i = 0; i < launch.outputs; ++i)
            addresses[launch.inputs + i] = behind(call.outputs[i]);
        launch.stream->launch([&launch, addresses, scratch = behind(call.scratch)] {
            KernelFault fault;
            launch.kernel.run(launch.kernel.state.get(),
                              {addresses.data(), addresses.data() + launch.inputs, scratch, launch.pool.get(), &fault});
        });
    }
};

KernelDef fakeKernel(const KernelDef& reference) {
    const auto prepare = [&reference](const KernelRequest& request) -> Result<PreparedKernel> {
        auto kernel = reference.prepare(request);
        if (!kernel) return kernel;
        const auto inPlace = kernel->inPlace;
        const size_t scratchBytes = kernel->scratchBytes;
        PreparedKernel made =
            prepared<Launch>({*std::move(kernel), dynamic_cast<FakeStream*>(request.stream), request.inputs.size(),
                              request.outputs.size(), std::make_shared<ThreadPool>(1)},
                             Launch::run, "fake", scratchBytes);
        made.inPlace = inPlace;
        return made;
    };
    return {reference.op, "fake", DeviceKind::Other, 0, reference.supports, prepare};
}
} // namespace

FakeDevice fakeDevice(uint8_t index) {
    FakeDevice made;
    made.counts = std::make_shared<FakeDevice::Counts>();
    made.backend = std::make_shared<FakeBackend>(Device{DeviceKind::Other, index}, made.counts);
    return made;
}

const KernelRegistry& kernelsWithFakes() {
    static const KernelRegistry registry = [] {
        KernelRegistry made = builtinKernels();
        for (const graph::OpDef* op : graph::builtinOps().all())
            if (const KernelDef* reference = builtinKernels().find(op->name, DeviceKind::Cpu, "reference"))
                made.add(fakeKernel(*reference));
        return made;
    }();
    return registry;
}

} // namespace td::test
