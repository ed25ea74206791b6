#include "engine/kernels/reference/moving.h"

#include <cstring>

namespace td::kernels {

void copyElement(const TensorView& from, int64_t source, const TensorView& to, int64_t target) {
    const size_t bytes = elementBytes(to.dtype);
    std::memcpy(to.data + static_cast<size_t>(target) * bytes, from.data + static_cast<size_t>(source) * bytes, bytes);
}

void clear(const TensorView& view) {
    if (view.elements() > 0) std::memset(view.data, 0, static_cast<size_t>(view.elements()) * elementBytes(view.dtype));
}

Extents placeOf(int64_t flat, std::span<const int64_t> extents) {
    Extents place(extents.size());
    for (size_t i = extents.size(); i-- > 0; flat /= extents[i])
        place[i] = flat % extents[i];
    return place;
}

int64_t flatOf(std::span<const int64_t> place, std::span<const int64_t> extents) {
    int64_t flat = 0;
    for (size_t i = 0; i < extents.size(); ++i)
        flat = flat * extents[i] + place[i];
    return flat;
}

namespace {
/// Same elements in the same order.
void copy(const ReferenceCall& call) {
    const TensorView &x = call.inputs[0], &y = call.outputs[0];
    if (y.data != x.data && y.elements() > 0)
        std::memcpy(y.data, x.data, static_cast<size_t>(y.elements()) * elementBytes(y.dtype));
}

void transpose(const ReferenceCall& call) {
    const graph::Ints& perm = call.attributes.integers("perm");
    eachMoved(call, [&](const Extents& to) {
        Extents from(to.size());
        for (size_t i = 0; i < to.size(); ++i)
            from[static_cast<size_t>(perm[i])] = to[i];
        return from;
    });
}

void broadcastTo(const ReferenceCall& call) {
    const TensorView &x = call.inputs[0], &y = call.outputs[0];
    for (int64_t i = 0; i < y.elements(); ++i)
        copyElement(x, broadcastIndex(i, y.extents, x.extents), y, i);
}

/// Where element `place` of a slice lies in the whole.
Extents inWhole(Extents place, const graph::Attributes& attributes) {
    const graph::Ints &begin = attributes.integers("begin"), &strides = attributes.integers("strides");
    for (size_t i = 0; i < place.size(); ++i)
        place[i] = begin[i] + place[i] * (strides.empty() ? 1 : strides[i]);
    return place;
}

void slice(const ReferenceCall& call) {
    eachMoved(call, [&](const Extents& to) { return inWhole(to, call.attributes); });
}

void sliceGrad(const ReferenceCall& call) {
    const TensorView &dy = call.inputs[0], &dx = call.outputs[0];
    clear(dx);
    for (int64_t i = 0; i < dy.elements(); ++i)
        copyElement(dy, i, dx, flatOf(inWhole(placeOf(i, dy.extents), call.attributes), dx.extents));
}
} // namespace

void registerTensorReference(KernelRegistry& registry);
void registerTensorReference(KernelRegistry& registry) {
    for (const char* op : {"identity", "stop_gradient", "reshape"})
        addReference(registry, op, copy);
    addReference(registry, "transpose", transpose);
    addReference(registry, "broadcast_to", broadcastTo);
    addReference(registry, "slice", slice);
    addReference(registry, "slice_grad", sliceGrad);
}

} // namespace td::kernels
