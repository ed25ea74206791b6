#pragma once

#include "engine/kernels/kernel.h"

#include <optional>
#include <vector>

namespace td::simd {

/// How an operand lies against the rows and columns of a plan.
enum class Spread : uint8_t {
    Full,   ///< one element for each place, contiguous
    Row,    ///< one row, the same for all rows
    Column, ///< one element a row
    Scalar, ///< one element
};

/// The broadcasting of several operands to a common shape, reduced to its essence: neighbouring axes along which every
/// operand is contiguous (or constant) are one, and what is left are rows of columns, repeated over outer axes.
///
/// (32,28,28,16) + (16) has 25088 rows of 16 columns; two equal shapes have one row; Blocked16 data is taken as
/// (N, C/16, H·W, 16).
struct BroadcastPlan {
    struct Operand {
        Spread spread = Spread::Full;
        Extents outerStrides; ///< in elements, by outer axis
    };

    Extents outer; ///< extents of the outer axes
    int64_t rows = 1, columns = 1;
    std::vector<Operand> operands;

    [[nodiscard]] int64_t outerCount() const { return elementsOf(outer); }
    /// Where operand `i` begins for outer index `at`.
    [[nodiscard]] int64_t offset(size_t i, int64_t at) const;
};

/// Errors: nothing where layouts do not go together.
[[nodiscard]] std::optional<BroadcastPlan> planBroadcast(const std::vector<kernels::Argument>& inputs,
                                                         const kernels::Argument& output);

} // namespace td::simd
