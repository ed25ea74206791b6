#pragma once

#include <cstdint>

namespace td::scalars {

/// Where a chart is: among others, alone in their place, in a window of its own.
enum class ChartPlace : uint8_t { Grid, FullSize, Window };

} // namespace td::scalars
