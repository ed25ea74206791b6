#include "engine/kernels/reference/reference.h"

#include <cmath>
#include <type_traits>

namespace td::kernels {

namespace {
template <class F>
void eachUnary(const ReferenceCall& call, F function) {
    dispatch(call.inputs[0].dtype, [&]<class T>(T) {
        const T* x = call.inputs[0].template as<T>();
        T* y = call.outputs[0].template as<T>();
        for (int64_t i = 0; i < call.outputs[0].elements(); ++i)
            y[i] = static_cast<T>(function(x[i]));
    });
}

template <class F>
void eachBinary(const ReferenceCall& call, F function) {
    const TensorView &a = call.inputs[0], &b = call.inputs[1], &y = call.outputs[0];
    dispatch(a.dtype, [&]<class T>(T) {
        const T *left = a.template as<T>(), *right = b.template as<T>();
        T* result = y.template as<T>();
        for (int64_t i = 0; i < y.elements(); ++i)
            result[i] = static_cast<T>(function(left[broadcastIndex(i, y.extents, a.extents)],
                                                right[broadcastIndex(i, y.extents, b.extents)]));
    });
}
} // namespace

void registerElementwiseReference(KernelRegistry& registry);
void registerElementwiseReference(KernelRegistry& registry) {
    addReference(registry, "add",
                 [](const ReferenceCall& call) { eachBinary(call, [](auto a, auto b) { return a + b; }); });
    addReference(registry, "sub",
                 [](const ReferenceCall& call) { eachBinary(call, [](auto a, auto b) { return a - b; }); });
    addReference(registry, "mul",
                 [](const ReferenceCall& call) { eachBinary(call, [](auto a, auto b) { return a * b; }); });
    addReference(registry, "div", [](const ReferenceCall& call) {
        eachBinary(call, [](auto a, auto b) {
            if constexpr (std::is_integral_v<decltype(a)>)
                return b == 0 ? decltype(a / b)(0) : a / b;
            else
                return a / b;
        });
    });
    addReference(registry, "neg", [](const ReferenceCall& call) { eachUnary(call, [](auto x) { return -x; }); });
    addReference(registry, "exp",
                 [](const ReferenceCall& call) { eachUnary(call, [](auto x) { return std::exp(x); }); });
    addReference(registry, "log",
                 [](const ReferenceCall& call) { eachUnary(call, [](auto x) { return std::log(x); }); });
}

} // namespace td::kernels
