#include "engine/kernels/cpu/simd/own.h"
#include "engine/kernels/cpu/simd/partition.h"
#include "engine/kernels/kernel_registry.h"

#include <algorithm>
#include <cstring>

/// Parts of a tensor replaced by index, of any element type; written over the base where that dies here.
namespace td::kernels {

namespace {
using namespace td::simd;

struct Scatter {
    Extents sizes; ///< of the axes that the indices name
    int64_t count = 0;
    size_t partBytes = 0, wholeBytes = 0;
    DType indexType = DType::I32;
    int parts = 1;
};

/// The part that the index at `at` names, or -1 where that is outside.
template <class Index>
int64_t partOf(const Scatter& s, const Index* at, KernelFault& fault) {
    int64_t part = 0;
    for (size_t i = 0; i < s.sizes.size(); ++i) {
        const auto place = static_cast<int64_t>(at[i]);
        if (place < 0 || place >= s.sizes[i]) {
            fault.outOfRange(place, s.sizes[i]);
            return -1;
        }
        part = part * s.sizes[i] + place;
    }
    return part;
}

/// In order, so that of several updates of one part the last stays.
template <class Index>
void update(const Scatter& s, const KernelCall& call) {
    const auto depth = static_cast<int64_t>(s.sizes.size());
    for (int64_t i = 0; i < s.count; ++i) {
        const int64_t part = partOf(s, call.in<Index>(1) + i * depth, *call.fault);
        if (part >= 0 && s.partBytes > 0)
            std::memcpy(call.outputs[0] + static_cast<size_t>(part) * s.partBytes,
                        call.inputs[2] + static_cast<size_t>(i) * s.partBytes, s.partBytes);
    }
}

void runUpdate(const Scatter& s, const KernelCall& call) {
    if (call.inputs[0] != call.outputs[0])
        eachRange(call, s.parts, static_cast<int64_t>(s.wholeBytes), [&](int, int64_t begin, int64_t end) {
            std::memcpy(call.outputs[0] + begin, call.inputs[0] + begin, static_cast<size_t>(end - begin));
        });
    s.indexType == DType::I32 ? update<int32_t>(s, call) : update<int64_t>(s, call);
}

Result<PreparedKernel> prepareUpdate(const KernelRequest& request) {
    const Extents &base = request.inputs[0].extents, &indices = request.inputs[1].extents;
    Scatter scatter;
    scatter.sizes.assign(base.begin(), base.begin() + indices.back());
    scatter.count = elementsOf(std::span(indices).first(indices.size() - 1));
    scatter.wholeBytes = request.inputs[0].sizeBytes();
    scatter.partBytes = static_cast<size_t>(elementsOf(std::span(base).subspan(scatter.sizes.size()))) *
                        elementBytes(request.inputs[0].dtype);
    scatter.indexType = request.inputs[1].dtype;
    scatter.parts = partsFor(request.threads, static_cast<double>(scatter.wholeBytes) * 2, 0);
    PreparedKernel kernel = prepared(std::move(scatter), runUpdate, ownName(request));
    kernel.inPlace = {{0, 0}};
    return kernel;
}

bool isPlain(const KernelRequest& request) {
    return std::all_of(request.inputs.begin(), request.inputs.end(),
                       [](const Argument& argument) { return argument.isPlain(); }) &&
           request.outputs[0].isPlain();
}
} // namespace

void registerSimdScatter(KernelRegistry& registry);
void registerSimdScatter(KernelRegistry& registry) {
    registry.add({"scatter_update", kOwnVariant, DeviceKind::Cpu, kOwnPreference, isPlain, prepareUpdate});
}

} // namespace td::kernels
