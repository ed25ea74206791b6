#include "engine/runlog/arena.h"

#include <algorithm>
#include <new>
#include <sys/mman.h>

namespace td::runlog {
namespace {

constexpr size_t kRegionBytes = 2u << 20;
constexpr size_t kSmallestSlab = 8 * 1024, kLargestSlab = 256 * 1024;

std::shared_ptr<uint8_t> mapRegion(size_t sizeBytes) {
    // Twice the alignment is reserved and the ends are given back, so that the region starts on a huge page.
    const size_t reserve = sizeBytes + kRegionBytes;
    void* raw = ::mmap(nullptr, reserve, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (raw == MAP_FAILED) throw std::bad_alloc();
    auto* base = static_cast<uint8_t*>(raw);
    uint8_t* aligned = base + (kRegionBytes - reinterpret_cast<uintptr_t>(base) % kRegionBytes) % kRegionBytes;
    if (aligned > base) ::munmap(base, static_cast<size_t>(aligned - base));
    const size_t behind = reserve - static_cast<size_t>(aligned - base) - sizeBytes;
    if (behind > 0) ::munmap(aligned + sizeBytes, behind);
    ::madvise(aligned, sizeBytes, MADV_HUGEPAGE);
    return {aligned, [sizeBytes](uint8_t* p) { ::munmap(p, sizeBytes); }};
}

} // namespace

RegionPool::Slab RegionPool::take(size_t sizeBytes) {
    if (sizeBytes > kRegionBytes / 2) {
        auto own = mapRegion((sizeBytes + 4095) & ~size_t{4095});
        return {own, own.get(), sizeBytes};
    }
    if (!m_region || m_used + sizeBytes > kRegionBytes) {
        m_region = mapRegion(kRegionBytes);
        m_used = 0;
    }
    Slab slab{m_region, m_region.get() + m_used, sizeBytes};
    m_used += sizeBytes;
    return slab;
}

void Arena::refill(size_t sizeBytes) {
    static thread_local RegionPool fallback;
    RegionPool& pool = m_pool ? *m_pool : fallback;
    const size_t share = std::clamp((m_reserved / 8) & ~size_t{4095}, kSmallestSlab, kLargestSlab);
    auto slab = pool.take(std::max(sizeBytes, share));
    m_at = slab.data;
    m_left = slab.sizeBytes;
    m_reserved += slab.sizeBytes;
    m_regions.push_back(std::move(slab.region));
}

} // namespace td::runlog
