#pragma once

#include "engine/tensor/shape.h"

namespace td::train {

/// How a target names classes, by the shapes of target and prediction.
enum class Classes : uint8_t {
    Binary, ///< the prediction's last axis is 1
    Sparse, ///< the target has one axis less, or a last axis of 1: indices
    OneHot,
};

/// Keras' rule by which "accuracy" and "crossentropy" are resolved.
[[nodiscard]] inline Classes classesOf(const TensorType& target, const TensorType& prediction) {
    const Shape &t = target.shape, &p = prediction.shape;
    if (p.rank() == 0 || p[-1].is(1)) return Classes::Binary;
    if (t.rank() < p.rank() || t[-1].is(1)) return Classes::Sparse;
    return Classes::OneHot;
}

} // namespace td::train
