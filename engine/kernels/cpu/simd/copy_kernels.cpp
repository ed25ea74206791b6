#include "engine/kernels/cpu/simd/own.h"
#include "engine/kernels/cpu/simd/partition.h"
#include "engine/kernels/cpu/simd/strided_copy.h"
#include "engine/kernels/kernel_registry.h"

#include <algorithm>

/// Operations that only move elements, of any type: transpose, slice, concat, broadcast_to.
namespace td::kernels {

namespace {
using namespace td::simd;

/// One copy for each input; all write the one output.
struct Copies {
    std::vector<StridedCopy> copies;
    int parts = 1;
};

using Axes = std::vector<StridedCopy::Axis>;

size_t normalized(int64_t axis, size_t rank) {
    return static_cast<size_t>(axis < 0 ? axis + static_cast<int64_t>(rank) : axis);
}

std::vector<StridedCopy> transposed(const KernelRequest& request) {
    const graph::Ints& order = request.attributes->integers("perm");
    const Extents &y = request.outputs[0].extents, from = stridesOf(request.inputs[0].extents), to = stridesOf(y);
    Axes axes;
    for (size_t i = 0; i < y.size(); ++i)
        axes.push_back({y[i], from[normalized(order[i], y.size())], to[i]});
    return {StridedCopy(std::move(axes), 0, 0, elementBytes(request.outputs[0].dtype))};
}

std::vector<StridedCopy> broadcasted(const KernelRequest& request) {
    const Extents &x = request.inputs[0].extents, &y = request.outputs[0].extents;
    const Extents from = stridesOf(x), to = stridesOf(y);
    const size_t missing = y.size() - x.size();
    Axes axes;
    for (size_t i = 0; i < y.size(); ++i)
        axes.push_back({y[i], i < missing || x[i - missing] == 1 ? 0 : from[i - missing], to[i]});
    return {StridedCopy(std::move(axes), 0, 0, elementBytes(request.outputs[0].dtype))};
}

std::vector<StridedCopy> concatenated(const KernelRequest& request) {
    const Extents &y = request.outputs[0].extents, to = stridesOf(y);
    const size_t axis = normalized(request.attributes->integer("axis"), y.size());
    std::vector<StridedCopy> copies;
    int64_t offset = 0;
    for (const Argument& input : request.inputs) {
        const Extents from = stridesOf(input.extents);
        Axes axes;
        for (size_t i = 0; i < y.size(); ++i)
            axes.push_back({input.extents[i], from[i], to[i]});
        copies.emplace_back(std::move(axes), 0, offset, elementBytes(input.dtype));
        offset += input.extents[axis] * to[axis];
    }
    return copies;
}

std::vector<StridedCopy> sliced(const KernelRequest& request) {
    const Extents& y = request.outputs[0].extents;
    const graph::Ints &begin = request.attributes->integers("begin"), &steps = request.attributes->integers("strides");
    const Extents from = stridesOf(request.inputs[0].extents), to = stridesOf(y);
    Axes axes;
    int64_t offset = 0;
    for (size_t i = 0; i < y.size(); ++i) {
        offset += begin[i] * from[i];
        axes.push_back({y[i], from[i] * (steps.empty() ? 1 : steps[i]), to[i]});
    }
    return {StridedCopy(std::move(axes), offset, 0, elementBytes(request.outputs[0].dtype))};
}

void runCopies(const Copies& made, const KernelCall& call) {
    for (size_t i = 0; i < made.copies.size(); ++i)
        made.copies[i].run(call, made.parts, call.inputs[i], call.outputs[0]);
}

bool isPlain(const KernelRequest& request) {
    const auto plain = [](const Argument& argument) { return argument.isPlain(); };
    return std::all_of(request.inputs.begin(), request.inputs.end(), plain) &&
           std::all_of(request.outputs.begin(), request.outputs.end(), plain);
}

template <std::vector<StridedCopy> (*copies)(const KernelRequest&)>
void addCopy(KernelRegistry& registry, const char* op) {
    registry.add({op, kOwnVariant, DeviceKind::Cpu, kOwnPreference, isPlain,
                  [](const KernelRequest& request) -> Result<PreparedKernel> {
                      const auto bytes = static_cast<double>(request.outputs[0].sizeBytes());
                      return prepared(Copies{copies(request), partsFor(request.threads, bytes * 2, 0)}, runCopies,
                                      ownName(request));
                  }});
}
} // namespace

void registerSimdCopies(KernelRegistry& registry);
void registerSimdCopies(KernelRegistry& registry) {
    addCopy<transposed>(registry, "transpose");
    addCopy<broadcasted>(registry, "broadcast_to");
    addCopy<concatenated>(registry, "concat");
    addCopy<sliced>(registry, "slice");
}

} // namespace td::kernels
