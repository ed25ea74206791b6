#include "engine/kernels/reference/elementwise.h"
#include "engine/kernels/reference/moving.h"

#include <algorithm>
#include <functional>
#include <string_view>

namespace td::kernels {

namespace {
int64_t normalized(int64_t axis, const TensorView& view) {
    return axis < 0 ? axis + view.rank() : axis;
}

/// Which element of an axis of `size` a padded place shows; -1 for none (constant padding).
int64_t sourceOf(int64_t place, int64_t size, std::string_view mode) {
    if (place >= 0 && place < size) return place;
    if (mode == "constant") return -1;
    if (mode == "edge") return place < 0 ? 0 : size - 1;
    const int64_t mirror = mode == "symmetric" ? 1 : 0; // symmetric shows the edge twice
    return place < 0 ? -place - mirror : 2 * size - 2 - place + mirror;
}

/// Calls `function(element of the padded, element of the plain or -1)` for all of the padded.
template <class F>
void eachPadded(const ReferenceCall& call, const TensorView& padded, const TensorView& plain, F function) {
    const graph::Ints& pads = call.attributes.integers("pads");
    for (int64_t i = 0; i < padded.elements(); ++i) {
        Extents place = placeOf(i, padded.extents);
        bool isInside = true;
        for (size_t axis = 0; axis < place.size(); ++axis) {
            place[axis] = sourceOf(place[axis] - pads[2 * axis], plain.extents[axis], call.attributes.text("mode"));
            isInside &= place[axis] >= 0;
        }
        function(i, isInside ? flatOf(place, plain.extents) : -1);
    }
}

void pad(const ReferenceCall& call) {
    const TensorView &x = call.inputs[0], &y = call.outputs[0];
    const Tensor around = Tensor::scalar(y.dtype, call.attributes.real("value"));
    const TensorView outside{y.dtype, {}, around.bytes()};
    eachPadded(call, y, x, [&](int64_t to, int64_t from) {
        from < 0 ? copyElement(outside, 0, y, to) : copyElement(x, from, y, to);
    });
}

void padGrad(const ReferenceCall& call) {
    const TensorView &dy = call.inputs[0], &dx = call.outputs[0];
    clear(dx);
    dispatch(dx.dtype, [&]<class T>(T) {
        eachPadded(call, dy, dx, [&](int64_t from, int64_t to) {
            if (to >= 0) dx.as<T>()[to] = wrapped(dx.as<T>()[to], dy.as<T>()[from], std::plus());
        });
    });
}

void tile(const ReferenceCall& call) {
    eachMoved(call, [&](Extents place) {
        for (size_t i = 0; i < place.size(); ++i)
            place[i] %= call.inputs[0].extents[i];
        return place;
    });
}

void reverse(const ReferenceCall& call) {
    const TensorView& x = call.inputs[0];
    const graph::Ints& axes = call.attributes.integers("axes");
    std::vector<bool> isTurned(x.extents.size(), axes.empty());
    for (const int64_t axis : axes)
        isTurned[static_cast<size_t>(normalized(axis, x))] = true;
    eachMoved(call, [&](Extents place) {
        for (size_t i = 0; i < place.size(); ++i)
            if (isTurned[i]) place[i] = x.extents[i] - 1 - place[i];
        return place;
    });
}

void roll(const ReferenceCall& call) {
    const TensorView& x = call.inputs[0];
    const graph::Ints &shifts = call.attributes.integers("shifts"), &axes = call.attributes.integers("axes");
    eachMoved(call, [&](Extents place) {
        for (size_t i = 0; i < axes.size(); ++i) {
            const auto axis = static_cast<size_t>(normalized(axes[i], x));
            const int64_t size = x.extents[axis];
            place[axis] = ((place[axis] - shifts[i] % size) % size + size) % size;
        }
        return place;
    });
}

void reverseSequence(const ReferenceCall& call) {
    const TensorView &x = call.inputs[0], &lengths = call.inputs[1];
    const auto sequence = static_cast<size_t>(normalized(call.attributes.integer("seq_axis"), x));
    const auto batch = static_cast<size_t>(normalized(call.attributes.integer("batch_axis"), x));
    eachMoved(call, [&](Extents place) {
        const int64_t b = place[batch];
        int64_t length = lengths.dtype == DType::I64 ? lengths.as<int64_t>()[b] : lengths.as<int32_t>()[b];
        if (length < 0 || length > x.extents[sequence]) {
            call.fault.outOfRange(length, x.extents[sequence] + 1);
            length = 0;
        }
        if (place[sequence] < length) place[sequence] = length - 1 - place[sequence];
        return place;
    });
}

/// (n, h, w, c) of the deep side as a place on the wide side.
Extents onWideSide(const Extents& deep, int64_t block, int64_t channels) {
    const int64_t cell = deep[3] / channels;
    return {deep[0], deep[1] * block + cell / block, deep[2] * block + cell % block, deep[3] % channels};
}

void spaceToDepth(const ReferenceCall& call) {
    const int64_t channels = call.inputs[0].extents[3];
    eachMoved(call, [&](const Extents& to) { return onWideSide(to, call.attributes.integer("block"), channels); });
}

void depthToSpace(const ReferenceCall& call) {
    const int64_t block = call.attributes.integer("block"), channels = call.outputs[0].extents[3];
    eachMoved(call, [&](const Extents& to) {
        const int64_t cell = to[1] % block * block + to[2] % block;
        return Extents{to[0], to[1] / block, to[2] / block, cell * channels + to[3]};
    });
}
} // namespace

void registerRearrangingReference(KernelRegistry& registry);
void registerRearrangingReference(KernelRegistry& registry) {
    addReference(registry, "pad", pad);
    addReference(registry, "pad_grad", padGrad);
    addReference(registry, "tile", tile);
    addReference(registry, "reverse", reverse);
    addReference(registry, "roll", roll);
    addReference(registry, "reverse_sequence", reverseSequence);
    addReference(registry, "space_to_depth", spaceToDepth);
    addReference(registry, "depth_to_space", depthToSpace);
}

} // namespace td::kernels
