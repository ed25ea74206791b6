#pragma once

#include <functional>

namespace td::plot {

/// Calls `work(0)` … `work(count - 1)`, each once, on the calling thread and on whichever painting threads are idle;
/// returns when all are done.
///
/// On a worker that gives way to the window (kit::yieldToTheWindow) the calling thread does all.
/// Never waits for a thread to start: the caller takes item after item itself, and at the end waits only for items that
/// another thread is in the middle of. Items should take well under a millisecond or two.
/// Threads: any. Items must not depend on each other nor throw.
void shareOut(int count, const std::function<void(int)>& work);

/// How many threads shareOut may use, with the calling one.
[[nodiscard]] int sharers();

} // namespace td::plot
