#pragma once

#include <cstddef>
#include <functional>

namespace td::test {

/// How often `work` asks the heap for memory, on all threads. This program's operator new counts; it lies in a file of
/// its own, as the compiler takes new and delete for mismatched where it sees into one of them only.
[[nodiscard]] size_t allocationsDuring(const std::function<void()>& work);

} // namespace td::test
