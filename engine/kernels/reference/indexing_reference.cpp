#include "engine/kernels/reference/elementwise.h"
#include "engine/kernels/reference/moving.h"

#include <cstring>
#include <functional>

namespace td::kernels {

namespace {
/// gather's loops: x (batch, outer, axis, inner) by indices (batch, many) -> y (batch, outer, many, inner).
struct GatherLoops {
    int64_t batch = 1, outer = 1, axis = 1, inner = 1, many = 1;

    GatherLoops(const Extents& x, const Extents& indices, const graph::Attributes& attributes) {
        const int64_t given = attributes.integer("axis"), shared = attributes.integer("batch_dims");
        const int64_t at = given < 0 ? given + static_cast<int64_t>(x.size()) : given;
        for (int64_t i = 0; i < static_cast<int64_t>(x.size()); ++i)
            (i < shared ? batch : i < at ? outer : i == at ? axis : inner) *= x[static_cast<size_t>(i)];
        for (size_t i = static_cast<size_t>(shared); i < indices.size(); ++i)
            many *= indices[i];
    }
};

int64_t indexAt(const TensorView& indices, int64_t i) {
    return indices.dtype == DType::I64 ? indices.as<int64_t>()[i] : indices.as<int32_t>()[i];
}

/// Calls `function(row of x, row of y)` (in units of `inner` elements); the row of x is -1 where the index is outside.
template <class F>
void eachRow(const GatherLoops& loops, const TensorView& indices, KernelFault& fault, F function) {
    for (int64_t b = 0; b < loops.batch; ++b)
        for (int64_t o = 0; o < loops.outer; ++o)
            for (int64_t m = 0; m < loops.many; ++m) {
                const int64_t index = indexAt(indices, b * loops.many + m), block = b * loops.outer + o;
                const bool isInside = index >= 0 && index < loops.axis;
                if (!isInside) fault.outOfRange(index, loops.axis);
                function(isInside ? block * loops.axis + index : -1, block * loops.many + m);
            }
}

void gather(const ReferenceCall& call) {
    const TensorView &x = call.inputs[0], &y = call.outputs[0];
    const GatherLoops loops(x.extents, call.inputs[1].extents, call.attributes);
    const size_t bytes = static_cast<size_t>(loops.inner) * elementBytes(y.dtype);
    if (bytes == 0) return;
    eachRow(loops, call.inputs[1], call.fault, [&](int64_t from, int64_t to) {
        std::byte* row = y.data + static_cast<size_t>(to) * bytes;
        if (from < 0)
            std::memset(row, 0, bytes);
        else
            std::memcpy(row, x.data + static_cast<size_t>(from) * bytes, bytes);
    });
}

void gatherGrad(const ReferenceCall& call) {
    const TensorView &dy = call.inputs[0], &dx = call.outputs[0];
    const GatherLoops loops(dx.extents, call.inputs[1].extents, call.attributes);
    clear(dx);
    dispatch(dx.dtype, [&]<class T>(T) {
        eachRow(loops, call.inputs[1], call.fault, [&](int64_t to, int64_t from) {
            for (int64_t i = 0; to >= 0 && i < loops.inner; ++i) {
                T& sum = dx.as<T>()[to * loops.inner + i];
                sum = wrapped(sum, dy.as<T>()[from * loops.inner + i], std::plus());
            }
        });
    });
}
/// Calls `function(part of the whole or -1, part of the picked)`, parts being `inner` elements long.
template <class F>
void eachPart(const TensorView& whole, const TensorView& indices, KernelFault& fault, F function) {
    const auto depth = static_cast<size_t>(indices.extents.back());
    const int64_t parts = elementsOf(std::span(indices.extents).first(indices.extents.size() - 1));
    for (int64_t p = 0; p < parts; ++p) {
        int64_t part = 0;
        for (size_t i = 0; i < depth; ++i) {
            const int64_t index = indexAt(indices, p * static_cast<int64_t>(depth) + static_cast<int64_t>(i));
            const bool isInside = index >= 0 && index < whole.extents[i];
            if (!isInside) fault.outOfRange(index, whole.extents[i]);
            part = isInside && part >= 0 ? part * whole.extents[i] + index : -1;
        }
        function(part, p);
    }
}

/// Elements of one part.
int64_t partSize(const TensorView& whole, const TensorView& indices) {
    return elementsOf(std::span(whole.extents).subspan(static_cast<size_t>(indices.extents.back())));
}

void gatherNd(const ReferenceCall& call) {
    const TensorView &x = call.inputs[0], &y = call.outputs[0];
    const int64_t size = partSize(x, call.inputs[1]);
    clear(y);
    eachPart(x, call.inputs[1], call.fault, [&](int64_t from, int64_t to) {
        for (int64_t i = 0; from >= 0 && i < size; ++i)
            copyElement(x, from * size + i, y, to * size + i);
    });
}

void scatterNd(const ReferenceCall& call) {
    const TensorView &updates = call.inputs[1], &y = call.outputs[0];
    const int64_t size = partSize(y, call.inputs[0]);
    clear(y);
    dispatch(y.dtype, [&]<class T>(T) {
        eachPart(y, call.inputs[0], call.fault, [&](int64_t to, int64_t from) {
            for (int64_t i = 0; to >= 0 && i < size; ++i) {
                T& sum = y.as<T>()[to * size + i];
                sum = wrapped(sum, updates.as<T>()[from * size + i], std::plus());
            }
        });
    });
}

/// In order, so that of several updates of one part the last stays.
void scatterUpdate(const ReferenceCall& call) {
    const TensorView &base = call.inputs[0], &updates = call.inputs[2], &y = call.outputs[0];
    const size_t bytes = static_cast<size_t>(partSize(y, call.inputs[1])) * elementBytes(y.dtype);
    if (y.elements() > 0) std::memcpy(y.data, base.data, static_cast<size_t>(y.elements()) * elementBytes(y.dtype));
    eachPart(y, call.inputs[1], call.fault, [&](int64_t to, int64_t from) {
        if (to >= 0 && bytes > 0)
            std::memcpy(y.data + static_cast<size_t>(to) * bytes, updates.data + static_cast<size_t>(from) * bytes,
                        bytes);
    });
}
} // namespace

void registerIndexingReference(KernelRegistry& registry);
void registerIndexingReference(KernelRegistry& registry) {
    addReference(registry, "gather", gather);
    addReference(registry, "gather_grad", gatherGrad);
    addReference(registry, "gather_nd", gatherNd);
    addReference(registry, "scatter_nd", scatterNd);
    addReference(registry, "scatter_update", scatterUpdate);
}

} // namespace td::kernels
