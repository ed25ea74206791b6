#pragma once

#include "engine/kernels/cpu/gemm.h"
#include "engine/kernels/cpu/simd/partition.h"
#include "engine/kernels/cpu/simd/simd_table.h"

#include <algorithm>

namespace td::simd {

/// What a recurrent layer holds for each unit.
struct RecurrentCell {
    int64_t gates = 1; ///< columns of w and u
    int64_t kept = 0;  ///< elements of the reserve in a step
};

/// Sizes of a recurrent layer over whole sequences, and how its batch is split.
struct RecurrentShape {
    const SimdTable* table = nullptr;
    RecurrentCell cell;
    int64_t batch = 0, steps = 0, inputs = 0, units = 0;
    bool isReversed = false;
    int parts = 1; ///< of the batch

    [[nodiscard]] int64_t gates() const { return cell.gates * units; }
    [[nodiscard]] int64_t reserve() const { return cell.kept * units; }
    [[nodiscard]] int64_t rows() const { return batch * steps; }
    /// The time of the k-th step computed.
    [[nodiscard]] int64_t time(int64_t k) const { return isReversed ? steps - 1 - k : k; }
    /// Where row `b` at time `t` begins in data of `width` elements a step.
    [[nodiscard]] int64_t at(int64_t b, int64_t t, int64_t width) const { return (b * steps + t) * width; }
};

[[nodiscard]] inline size_t floatBytes(int64_t elements) {
    return static_cast<size_t>(elements) * sizeof(float);
}

/// Asks for a row that the next step will read: rows of one step lie so far apart that the processor does not foresee
/// them.
inline void prefetchRow(const float* row, int64_t elements) {
    constexpr int64_t kLine = 16; // floats
    for (int64_t i = 0; i < elements; i += kLine)
        __builtin_prefetch(row + i);
}

/// From the request and the place of x, w, u among its inputs; makes products ready, as every such kernel multiplies.
[[nodiscard]] inline RecurrentShape recurrentShape(const kernels::KernelRequest& request, size_t x,
                                                   RecurrentCell cell) {
    const Extents &sequence = request.inputs[x].extents, &u = request.inputs[x + 2].extents;
    kernels::prepareProducts();
    RecurrentShape shape;
    shape.table = &tableFor(request.isa);
    shape.cell = cell;
    shape.batch = sequence[0];
    shape.steps = sequence[1];
    shape.inputs = sequence[2];
    shape.units = u[0];
    shape.isReversed = request.attributes->flag("reverse");
    const double cells = static_cast<double>(shape.rows()) * static_cast<double>(shape.gates());
    const double flops = 2 * cells * static_cast<double>(shape.inputs + shape.units);
    const int parts = partsFor(request.threads, 0, flops / static_cast<double>(shape.steps + 1));
    shape.parts = static_cast<int>(std::min<int64_t>(parts, shape.batch));
    return shape;
}

/// Plain float32, and at least one unit: what the kernels over whole sequences take.
[[nodiscard]] inline bool isPlainRecurrent(const kernels::KernelRequest& request, size_t x) {
    const auto isPlain = [](const kernels::Argument& argument) { return argument.isPlain(); };
    return request.inputs[x].dtype == DType::F32 && request.inputs[x + 2].extents[0] > 0 &&
           std::all_of(request.inputs.begin(), request.inputs.end(), isPlain);
}

} // namespace td::simd
