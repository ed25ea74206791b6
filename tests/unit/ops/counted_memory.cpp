#include "tests/unit/ops/counted_memory.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {
std::atomic<bool> isCounting{false};
std::atomic<size_t> allocations{0};

void* allocated(size_t bytes) {
    if (isCounting.load(std::memory_order_relaxed)) ++allocations;
    return std::malloc(bytes > 0 ? bytes : 1);
}
} // namespace

void* operator new(size_t bytes) {
    if (void* const memory = allocated(bytes)) return memory;
    throw std::bad_alloc();
}
void* operator new(size_t bytes, const std::nothrow_t&) noexcept {
    return allocated(bytes);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, size_t) noexcept {
    std::free(memory);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept {
    std::free(memory);
}

namespace td::test {

size_t allocationsDuring(const std::function<void()>& work) {
    allocations = 0;
    isCounting = true;
    work();
    isCounting = false;
    return allocations;
}

} // namespace td::test
