#include "engine/runtime/arena_layout.h"

#include "engine/tensor/buffer.h"

#include <algorithm>
#include <numeric>

namespace td::runtime {

namespace {
size_t aligned(size_t bytes) {
    return (bytes + kBufferAlignment - 1) / kBufferAlignment * kBufferAlignment;
}

struct Range {
    size_t begin, end;
};

/// The start of the smallest gap between `taken` (sorted by begin, perhaps overlapping) that holds `bytes`, else the end of all.
size_t tightestHole(const std::vector<Range>& taken, size_t bytes) {
    size_t best = 0, bestSize = SIZE_MAX, reached = 0;
    for (const Range& range : taken) {
        if (range.begin > reached && range.begin - reached >= bytes && range.begin - reached < bestSize) {
            best = reached;
            bestSize = range.begin - reached;
        }
        reached = std::max(reached, range.end);
    }
    return bestSize == SIZE_MAX ? reached : best;
}
} // namespace

ArenaLayout layOut(const std::vector<Lifetime>& lifetimes) {
    ArenaLayout layout;
    layout.offsets.resize(lifetimes.size());
    std::vector<size_t> order(lifetimes.size()), placed;
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](size_t a, size_t b) { return lifetimes[a].bytes > lifetimes[b].bytes; });
    for (const size_t i : order) {
        const Lifetime& own = lifetimes[i];
        std::vector<Range> taken;
        for (const size_t k : placed)
            if (lifetimes[k].first <= own.last && own.first <= lifetimes[k].last)
                taken.push_back({layout.offsets[k], layout.offsets[k] + aligned(lifetimes[k].bytes)});
        std::sort(taken.begin(), taken.end(), [](const Range& a, const Range& b) { return a.begin < b.begin; });
        layout.offsets[i] = tightestHole(taken, aligned(own.bytes));
        layout.bytes = std::max(layout.bytes, layout.offsets[i] + aligned(own.bytes));
        placed.push_back(i);
    }
    return layout;
}

size_t peakBytes(const std::vector<Lifetime>& lifetimes) {
    int steps = 0;
    for (const Lifetime& lifetime : lifetimes)
        steps = std::max(steps, lifetime.last + 1);
    std::vector<size_t> alive(static_cast<size_t>(steps), 0);
    for (const Lifetime& lifetime : lifetimes)
        for (int step = lifetime.first; step <= lifetime.last; ++step)
            alive[static_cast<size_t>(step)] += aligned(lifetime.bytes);
    return alive.empty() ? 0 : *std::max_element(alive.begin(), alive.end());
}

} // namespace td::runtime
