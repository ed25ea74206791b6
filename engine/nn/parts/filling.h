#pragma once

#include "engine/nn/config.h"
#include "engine/tensor/tensor.h"

namespace td::nn {

/// Sets element i of the flat order to `value(i)`; floats without a detour.
template <class Function>
void fillElements(const Tensor& into, Function&& value) {
    if (into.dtype() == DType::F32) {
        const auto floats = into.as<float>();
        for (int64_t i = 0; i < into.elements(); ++i)
            floats[static_cast<size_t>(i)] = static_cast<float>(value(i));
        return;
    }
    for (int64_t i = 0; i < into.elements(); ++i)
        into.set(i, value(i));
}

/// An initializer's own seed, where it has one.
[[nodiscard]] inline uint64_t seedFor(const Config& config, uint64_t seed) {
    return config.isNull("seed") ? seed : static_cast<uint64_t>(config.integer("seed"));
}

} // namespace td::nn
