#include "engine/kernels/reference/moving.h"
#include "engine/kernels/resize_taps.h"

namespace td::kernels {

namespace {
using Taps = std::vector<std::vector<Tap>>;

/// The taps of each cell of an axis that is resized from `size` to `newSize`.
Taps axisTaps(int64_t newSize, int64_t size, const std::string& method) {
    Taps taps;
    for (int64_t to = 0; to < newSize; ++to)
        taps.push_back(tapsOf(to, newSize, size, method));
    return taps;
}

/// The same read the other way: whom each of `size` cells gave to.
Taps transposed(const Taps& taps, int64_t size) {
    Taps back(static_cast<size_t>(size));
    for (size_t to = 0; to < taps.size(); ++to)
        for (const Tap& tap : taps[to])
            back[static_cast<size_t>(tap.from)].push_back({static_cast<int64_t>(to), tap.weight});
    return back;
}

/// Where an element of an NHWC tensor stands.
struct Place {
    int64_t n, row, column, c;
};
Place placeOf(int64_t i, const Extents& extents) {
    const int64_t c = i % extents[3], pixel = i / extents[3];
    const int64_t column = pixel % extents[2], line = pixel / extents[2];
    return {line / extents[1], line % extents[1], column, c};
}

/// Each result is one source cell, to the bit.
void pick(const ReferenceCall& call, const Taps& rows, const Taps& columns) {
    const TensorView &in = call.inputs[0], &out = call.outputs[0];
    dispatch(in.dtype, [&]<class T>(T) {
        for (int64_t i = 0; i < out.elements(); ++i) {
            const Place to = placeOf(i, out.extents);
            const Extents from{to.n, rows[static_cast<size_t>(to.row)][0].from,
                               columns[static_cast<size_t>(to.column)][0].from, to.c};
            out.as<T>()[i] = in.as<T>()[flatOf(from, in.extents)];
        }
    });
}

/// Each result is one sum in double over its taps in both directions.
template <class T>
void gather(const ReferenceCall& call, const Taps& rows, const Taps& columns) {
    const TensorView &in = call.inputs[0], &out = call.outputs[0];
    for (int64_t i = 0; i < out.elements(); ++i) {
        const Place to = placeOf(i, out.extents);
        double total = 0;
        for (const Tap& vertical : rows[static_cast<size_t>(to.row)])
            for (const Tap& horizontal : columns[static_cast<size_t>(to.column)]) {
                const T x = in.as<T>()[flatOf(Extents{to.n, vertical.from, horizontal.from, to.c}, in.extents)];
                total += vertical.weight * horizontal.weight * static_cast<double>(x);
            }
        out.as<T>()[i] = static_cast<T>(total);
    }
}

void resize(const ReferenceCall& call) {
    const Extents &x = call.inputs[0].extents, &y = call.outputs[0].extents;
    const std::string& method = call.attributes.text("method");
    const Taps rows = axisTaps(y[1], x[1], method), columns = axisTaps(y[2], x[2], method);
    if (method == "nearest") return pick(call, rows, columns);
    call.inputs[0].dtype == DType::F64 ? gather<double>(call, rows, columns) : gather<float>(call, rows, columns);
}

void resizeGrad(const ReferenceCall& call) {
    const Extents &y = call.inputs[0].extents, &x = call.outputs[0].extents;
    const std::string& method = call.attributes.text("method");
    const auto rows = transposed(axisTaps(y[1], x[1], method), x[1]);
    const auto columns = transposed(axisTaps(y[2], x[2], method), x[2]);
    call.inputs[0].dtype == DType::F64 ? gather<double>(call, rows, columns) : gather<float>(call, rows, columns);
}
} // namespace

void registerResizeReference(KernelRegistry& registry);
void registerResizeReference(KernelRegistry& registry) {
    addReference(registry, "resize", resize);
    addReference(registry, "resize_grad", resizeGrad);
}

} // namespace td::kernels
