#include "engine/kernels/reference/moving.h"

#include <cstring>

namespace td::kernels {

namespace {
/// Copies a block of whole rows between `part` and its place at `begin` on the axis of `whole`.
void copyPart(const TensorView& whole, const TensorView& part, int64_t axis, int64_t begin, bool isGathering) {
    const AxisView all = around(whole.extents, axis), own = around(part.extents, axis);
    const size_t unit = elementBytes(whole.dtype), bytes = static_cast<size_t>(own.axis * own.inner) * unit;
    const size_t step = static_cast<size_t>(all.axis * all.inner) * unit;
    const size_t offset = static_cast<size_t>(begin * all.inner) * unit;
    for (size_t o = 0; bytes > 0 && o < static_cast<size_t>(own.outer); ++o) {
        std::byte *inWhole = whole.data + o * step + offset, *inPart = part.data + o * bytes;
        isGathering ? std::memcpy(inWhole, inPart, bytes) : std::memcpy(inPart, inWhole, bytes);
    }
}

void concat(const ReferenceCall& call) {
    const int64_t axis = call.attributes.integer("axis");
    int64_t begin = 0;
    for (const TensorView& x : call.inputs) {
        copyPart(call.outputs[0], x, axis, begin, true);
        begin += around(x.extents, axis).axis;
    }
}

void split(const ReferenceCall& call) {
    const int64_t axis = call.attributes.integer("axis");
    int64_t begin = 0;
    for (const TensorView& y : call.outputs) {
        copyPart(call.inputs[0], y, axis, begin, false);
        begin += around(y.extents, axis).axis;
    }
}

/// A stack is a concatenation of parts of size 1 on the new axis.
void stack(const ReferenceCall& call) {
    const TensorView& y = call.outputs[0];
    const int64_t given = call.attributes.integer("axis"), axis = given < 0 ? given + y.rank() : given;
    for (size_t i = 0; i < call.inputs.size(); ++i) {
        TensorView part = call.inputs[i];
        part.extents.insert(part.extents.begin() + axis, 1);
        copyPart(y, part, axis, static_cast<int64_t>(i), true);
    }
}
} // namespace

void registerJoiningReference(KernelRegistry& registry);
void registerJoiningReference(KernelRegistry& registry) {
    addReference(registry, "concat", concat);
    addReference(registry, "concat_grad", split);
    addReference(registry, "split", split);
    addReference(registry, "stack", stack);
}

} // namespace td::kernels
