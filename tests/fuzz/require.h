#pragma once

#include <cstdlib>

namespace td::fuzz {

/// Ends the program where something that must hold does not.
inline void require(bool holds) {
    if (!holds) std::abort();
}

} // namespace td::fuzz
