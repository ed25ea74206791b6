#include "engine/kernels/reference/moving.h"
#include "engine/kernels/resize_taps.h"

namespace td::kernels {

namespace {
/// The taps of each cell of an axis that is resized from `size` to `newSize`.
std::vector<std::vector<Tap>> axisTaps(int64_t newSize, int64_t size, const std::string& method) {
    std::vector<std::vector<Tap>> taps;
    for (int64_t to = 0; to < newSize; ++to)
        taps.push_back(tapsOf(to, newSize, size, method));
    return taps;
}

/// The same read the other way: whom each of `size` cells gave to.
std::vector<std::vector<Tap>> transposed(const std::vector<std::vector<Tap>>& taps, int64_t size) {
    std::vector<std::vector<Tap>> back(static_cast<size_t>(size));
    for (size_t to = 0; to < taps.size(); ++to)
        for (const Tap& tap : taps[to])
            back[static_cast<size_t>(tap.from)].push_back({static_cast<int64_t>(to), tap.weight});
    return back;
}

/// Each result is one sum in double over its taps in both directions.
template <class T>
void gather(const ReferenceCall& call, const std::vector<std::vector<Tap>>& rows,
            const std::vector<std::vector<Tap>>& columns) {
    const TensorView &in = call.inputs[0], &out = call.outputs[0];
    for (int64_t i = 0; i < out.elements(); ++i) {
        const int64_t c = i % out.extents[3], pixel = i / out.extents[3];
        const int64_t column = pixel % out.extents[2], line = pixel / out.extents[2];
        const int64_t row = line % out.extents[1], n = line / out.extents[1];
        double total = 0;
        for (const Tap& vertical : rows[static_cast<size_t>(row)])
            for (const Tap& horizontal : columns[static_cast<size_t>(column)]) {
                const T x = in.as<T>()[flatOf(Extents{n, vertical.from, horizontal.from, c}, in.extents)];
                total += vertical.weight * horizontal.weight * static_cast<double>(x);
            }
        out.as<T>()[i] = static_cast<T>(total);
    }
}

void resize(const ReferenceCall& call) {
    const Extents &x = call.inputs[0].extents, &y = call.outputs[0].extents;
    const std::string& method = call.attributes.text("method");
    const auto rows = axisTaps(y[1], x[1], method), columns = axisTaps(y[2], x[2], method);
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
