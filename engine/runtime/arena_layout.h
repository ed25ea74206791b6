#pragma once

#include "engine/base/api.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace td::runtime {

/// A piece of memory that is needed from step `first` to step `last`, both included.
struct Lifetime {
    size_t bytes = 0;
    int first = 0;
    int last = 0;
};

struct ArenaLayout {
    std::vector<size_t> offsets; ///< one a lifetime, 64-byte aligned
    size_t bytes = 0;            ///< of the whole arena
};

/// Gives each lifetime an offset so that no two that live at once overlap: larger ones first, each into the tightest hole.
[[nodiscard]] TD_API ArenaLayout layOut(const std::vector<Lifetime>& lifetimes);

/// The largest sum of bytes alive at one step: no layout can be smaller.
[[nodiscard]] TD_API size_t peakBytes(const std::vector<Lifetime>& lifetimes);

} // namespace td::runtime
