#include "engine/kernels/reference/moving.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace td::kernels {

namespace {
/// NaN stands behind everything.
template <class T>
bool isBefore(T a, T b) {
    if (a != a || b != b) return b != b && a == a;
    return a < b;
}

template <class T>
void uniqueOf(const ReferenceCall& call) {
    const TensorView &x = call.inputs[0], &values = call.outputs[0], &counts = call.outputs[2];
    const T* from = x.as<T>();
    std::vector<int64_t> order(static_cast<size_t>(x.elements()));
    std::iota(order.begin(), order.end(), int64_t{0});
    std::sort(order.begin(), order.end(), [&](int64_t a, int64_t b) { return isBefore(from[a], from[b]); });
    clear(counts);
    int32_t found = 0;
    for (size_t i = 0; i < order.size(); ++i) {
        const T value = from[order[i]];
        if (i == 0 || isBefore(from[order[i - 1]], value)) ++found;
        const int32_t place = found - 1;
        call.outputs[1].as<int32_t>()[order[i]] = place;
        if (place >= values.elements()) continue;
        values.as<T>()[place] = value;
        ++counts.as<int32_t>()[place];
    }
    call.outputs[3].as<int32_t>()[0] = found;
    const Tensor fill = Tensor::scalar(values.dtype, call.attributes.real("fill"));
    for (int64_t i = found; i < values.elements(); ++i)
        copyElement({fill.dtype(), {}, fill.bytes()}, 0, values, i);
}
} // namespace

void registerUniqueReference(KernelRegistry& registry);
void registerUniqueReference(KernelRegistry& registry) {
    addReference(registry, "unique", [](const ReferenceCall& call) {
        dispatch(call.inputs[0].dtype, [&]<class T>(T) { uniqueOf<T>(call); });
    });
}

} // namespace td::kernels
