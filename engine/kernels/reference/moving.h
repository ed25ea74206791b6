#pragma once

#include "engine/kernels/reference/reference.h"

namespace td::kernels {

/// Copies one element between tensors of one type.
void copyElement(const TensorView& from, int64_t source, const TensorView& to, int64_t target);
/// All bytes 0.
void clear(const TensorView& view);

/// Indices on each axis from a flat index, and back.
[[nodiscard]] Extents placeOf(int64_t flat, std::span<const int64_t> extents);
[[nodiscard]] int64_t flatOf(std::span<const int64_t> place, std::span<const int64_t> extents);

/// y[place] = x[from(place)] for all of y.
template <class F>
void eachMoved(const ReferenceCall& call, F from) {
    const TensorView &x = call.inputs[0], &y = call.outputs[0];
    for (int64_t i = 0; i < y.elements(); ++i)
        copyElement(x, flatOf(from(placeOf(i, y.extents)), x.extents), y, i);
}

} // namespace td::kernels
