#pragma once

#include "engine/kernels/reference/reference.h"

#include <functional>
#include <type_traits>

namespace td::kernels {

/// y[i] = function(x[i]); `function` takes and gives the element type (or a wider one).
template <class F>
void eachUnary(const ReferenceCall& call, F function) {
    dispatch(call.inputs[0].dtype, [&]<class T>(T) {
        const T* x = call.inputs[0].template as<T>();
        T* y = call.outputs[0].template as<T>();
        for (int64_t i = 0; i < call.outputs[0].elements(); ++i)
            y[i] = static_cast<T>(function(x[i]));
    });
}

/// The same for float and double alone: what only real functions need is not compiled for integers.
template <class F>
void eachReal(const ReferenceCall& call, F function) {
    const auto run = [&]<class T>(T) {
        const T* x = call.inputs[0].template as<T>();
        T* y = call.outputs[0].template as<T>();
        for (int64_t i = 0; i < call.outputs[0].elements(); ++i)
            y[i] = static_cast<T>(function(x[i]));
    };
    call.inputs[0].dtype == DType::F64 ? run(double{}) : run(float{});
}

/// result[i] = function(a[i], b[i]) with both broadcast; results of type R, by default the operands'.
template <class T, class R, class F>
void eachPair(const TensorView& a, const TensorView& b, const TensorView& y, F function) {
    const T *left = a.as<T>(), *right = b.as<T>();
    R* result = y.as<R>();
    const bool isPlain = a.extents == y.extents && b.extents == y.extents;
    const int64_t count = y.elements();
    for (int64_t i = 0; i < count; ++i)
        result[i] = static_cast<R>(function(left[isPlain ? i : broadcastIndex(i, y.extents, a.extents)],
                                            right[isPlain ? i : broadcastIndex(i, y.extents, b.extents)]));
}

template <class F>
void eachBinary(const ReferenceCall& call, F function) {
    dispatch(call.inputs[0].dtype,
             [&]<class T>(T) { eachPair<T, T>(call.inputs[0], call.inputs[1], call.outputs[0], function); });
}

/// Float and double alone.
template <class F>
void eachRealPair(const ReferenceCall& call, F function) {
    if (call.inputs[0].dtype == DType::F64)
        eachPair<double, double>(call.inputs[0], call.inputs[1], call.outputs[0], function);
    else
        eachPair<float, float>(call.inputs[0], call.inputs[1], call.outputs[0], function);
}

/// Sums, differences and products of integers wrap around: done on unsigned 64 bits, where nothing overflows.
template <class T, class F>
T wrapped(T a, T b, F function) {
    if constexpr (std::is_integral_v<T>)
        return static_cast<T>(function(static_cast<uint64_t>(a), static_cast<uint64_t>(b)));
    else
        return function(a, b);
}

} // namespace td::kernels
