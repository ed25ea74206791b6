#pragma once

#include "engine/graph/attribute.h"
#include "engine/kernels/cpu/simd/step_codes.h"
#include "engine/kernels/kernel.h"

#include <array>
#include <optional>
#include <string_view>
#include <vector>

namespace td::simd {

/// One elementwise operation: its code, how many operands it takes, its parameters.
struct StepKind {
    StepCode code = StepCode::Copy;
    int operands = 1;
    std::array<float, 2> parameters = {};
};

/// The step for an operation with complete attributes, if there is one for float32 (and for `cast`: from or to it).
[[nodiscard]] std::optional<StepKind> stepFor(std::string_view op, const graph::Attributes& attributes, DType from);

/// Every operation that may have a step, `fused_elementwise` and `cast` included.
[[nodiscard]] std::vector<std::string_view> elementwiseNames();

/// Rough cost of one element in operations, for deciding whether a split is worth while.
[[nodiscard]] double flopsOf(StepCode code);

/// A straight line of steps. Registers count the inputs first, then the steps' results.
struct ElementwiseProgram {
    struct Line {
        StepKind kind;
        std::array<int, 3> operands = {-1, -1, -1}; ///< registers
    };
    int inputs = 0;
    std::vector<Line> lines;
    std::vector<int> outputs; ///< registers, one for each output

    [[nodiscard]] int registers() const { return inputs + static_cast<int>(lines.size()); }
};

/// One operation as a program of one line.
[[nodiscard]] ElementwiseProgram singleStep(StepKind kind);

/// Reads the program of a `fused_elementwise`: "mul(i0,i1);add[…](t0,i2)|t1". Nothing if it holds an operation that has
/// no step, or is malformed.
[[nodiscard]] std::optional<ElementwiseProgram> parseProgram(std::string_view text, int inputs);

} // namespace td::simd
