#include "engine/tensor/buffer.h"

#include <sys/mman.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <new>

namespace td {

namespace {
constexpr size_t kMapFrom = size_t{4} << 20; // below this malloc's own caching is faster than the kernel
constexpr size_t kHugePage = size_t{2} << 20;

std::atomic<size_t> liveBytes{0};

class HostBuffer final : public Buffer {
public:
    HostBuffer(std::byte* data, size_t sizeBytes, size_t mappedBytes)
        : Buffer(data, sizeBytes)
        , m_mappedBytes(mappedBytes) {
        liveBytes += sizeBytes;
    }
    ~HostBuffer() override {
        liveBytes -= sizeBytes();
        if (m_mappedBytes > 0)
            munmap(data(), m_mappedBytes);
        else
            std::free(data());
    }

private:
    size_t m_mappedBytes;
};

size_t roundedUp(size_t value, size_t step) {
    return (value + step - 1) / step * step;
}

/// Maps twice the alignment and gives back the ends, so that huge pages fit from the first byte.
std::byte* mapAligned(size_t bytes) {
    const size_t wanted = bytes + kHugePage;
    void* raw = mmap(nullptr, wanted, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (raw == MAP_FAILED) return nullptr;
    const auto start = reinterpret_cast<uintptr_t>(raw), aligned = roundedUp(start, kHugePage);
    if (aligned > start) munmap(raw, aligned - start);
    munmap(reinterpret_cast<void*>(aligned + bytes), start + wanted - aligned - bytes);
    madvise(reinterpret_cast<void*>(aligned), bytes, MADV_HUGEPAGE);
    return reinterpret_cast<std::byte*>(aligned);
}
} // namespace

std::shared_ptr<Buffer> hostBuffer(size_t sizeBytes, Fill fill) {
    if (sizeBytes >= kMapFrom) {
        const size_t mapped = roundedUp(sizeBytes, size_t{4096});
        std::byte* data = mapped < sizeBytes ? nullptr : mapAligned(mapped);
        return data == nullptr ? nullptr : std::make_shared<HostBuffer>(data, sizeBytes, mapped);
    }
    auto* data =
        static_cast<std::byte*>(std::aligned_alloc(kBufferAlignment, roundedUp(sizeBytes + 1, kBufferAlignment)));
    if (data == nullptr) return nullptr;
    if (fill == Fill::Zero) std::memset(data, 0, sizeBytes);
    return std::make_shared<HostBuffer>(data, sizeBytes, 0);
}

size_t hostBufferBytes() {
    return liveBytes;
}

} // namespace td
