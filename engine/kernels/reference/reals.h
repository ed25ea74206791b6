#pragma once

#include "engine/kernels/reference/reference.h"

#include <span>
#include <vector>

namespace td::kernels {

/// Calls `function(T{})` with float or double, the types that differentiable operations compute in.
template <class F>
void onReals(DType dtype, F&& function) {
    if (dtype == DType::F64)
        function(double{});
    else
        function(float{});
}

/// Sums are kept in double whatever the element type, then rounded once.
using Sums = std::vector<double>;

template <class T>
void writeSums(const Sums& sums, const TensorView& to) {
    T* data = to.template as<T>();
    for (size_t i = 0; i < sums.size(); ++i)
        data[i] = static_cast<T>(sums[i]);
}

/// The elements as doubles; zeros where the input was left out.
[[nodiscard]] inline Sums doublesOf(const TensorView& view, int64_t elements) {
    Sums values(static_cast<size_t>(elements));
    if (!view.isPresent()) return values;
    onReals(view.dtype, [&]<class T>(T) {
        for (int64_t i = 0; i < elements; ++i)
            values[static_cast<size_t>(i)] = static_cast<double>(view.template as<T>()[i]);
    });
    return values;
}
[[nodiscard]] inline Sums doublesOf(const TensorView& view) {
    return doublesOf(view, view.elements());
}

inline void write(const Sums& sums, const TensorView& to) {
    onReals(to.dtype, [&]<class T>(T) { writeSums<T>(sums, to); });
}

} // namespace td::kernels
