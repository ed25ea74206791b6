#include "engine/graph/ops/window.h"
#include "engine/kernels/cpu/simd/own.h"
#include "engine/kernels/cpu/simd/partition.h"
#include "engine/kernels/cpu/simd/simd_table.h"
#include "engine/kernels/kernel_registry.h"

#include <algorithm>

/// Pooling over one or two spatial axes on float32. Blocked16 data is so many more images of 16 channels.
namespace td::kernels {

namespace {
using namespace td::simd;

struct Pool {
    const SimdTable* table = nullptr;
    PoolShape shape = {};
    int64_t images = 0, inElements = 0, outElements = 0; ///< of one image
    int parts = 1;
};

/// `x` has the extents of the input of the pooling.
Pool poolOf(const KernelRequest& request, const Argument& x) {
    const graph::Ints& size = request.attributes->integers("pool");
    std::vector<graph::WindowAxis> axes = graph::windowAxes(*request.attributes, x.extents, size);
    if (axes.size() == 1) axes.insert(axes.begin(), graph::WindowAxis{});
    const int64_t channels = x.isPlain() ? x.extents.back() : 16;
    Pool pool;
    pool.table = &tableFor(request.isa);
    pool.shape = {axes[0].in,     axes[1].in,     axes[0].out,    axes[1].out,    channels,      axes[0].kernel,
                  axes[1].kernel, axes[0].stride, axes[1].stride, axes[0].before, axes[1].before};
    pool.images = x.extents[0] * (x.isPlain() ? 1 : x.extents.back() / 16);
    pool.inElements = axes[0].in * axes[1].in * channels;
    pool.outElements = axes[0].out * axes[1].out * channels;
    pool.parts = partsFor(request.threads, static_cast<double>(x.sizeBytes()), 0);
    return pool;
}

template <class Loop>
void eachImageRow(const Pool& pool, const KernelCall& call, Loop loop) {
    const int64_t rows = pool.shape.outHeight;
    eachPart(call, pool.parts, pool.images * rows, [&](int, int64_t begin, int64_t end) {
        for (int64_t at = begin; at < end;) {
            const int64_t image = at / rows, first = at % rows, last = std::min(rows, first + end - at);
            loop(pool.shape, call.in<float>(0) + image * pool.inElements, call.out<float>(0) + image * pool.outElements,
                 first, last);
            at += last - first;
        }
    });
}

void runMaxPool(const Pool& pool, const KernelCall& call) {
    eachImageRow(pool, call, pool.table->pool.largest);
}
void runAveragePool(const Pool& pool, const KernelCall& call) {
    eachImageRow(pool, call, pool.table->pool.average);
}

void runMaxPoolGrad(const Pool& pool, const KernelCall& call) {
    eachPart(call, pool.parts, pool.images, [&](int, int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i)
            pool.table->pool.largestGrad(
                pool.shape, call.in<float>(0) + i * pool.outElements, call.in<float>(1) + i * pool.inElements,
                call.in<float>(2) + i * pool.outElements, call.out<float>(0) + i * pool.inElements);
    });
}

void runAveragePoolGrad(const Pool& pool, const KernelCall& call) {
    eachPart(call, pool.parts, pool.images, [&](int, int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i)
            pool.table->pool.averageGrad(pool.shape, call.in<float>(0) + i * pool.outElements,
                                         call.out<float>(0) + i * pool.inElements);
    });
}

bool supports(const KernelRequest& request) {
    const graph::Layout layout = request.inputs[0].layout;
    const auto isAlike = [&](const Argument& a) { return a.dtype == DType::F32 && a.layout == layout; };
    const size_t rank = request.inputs[0].extents.size();
    return (rank == 3 || rank == 4) && std::all_of(request.inputs.begin(), request.inputs.end(), isAlike) &&
           std::all_of(request.outputs.begin(), request.outputs.end(), isAlike);
}

const Argument& inputOf(const KernelRequest& request) {
    return request.inputs[0];
}
const Argument& resultOf(const KernelRequest& request) {
    return request.outputs[0];
}

/// `x` says which argument has the extents of what is pooled.
template <void (*function)(const Pool&, const KernelCall&), const Argument& (*x)(const KernelRequest&)>
void addPool(KernelRegistry& registry, const char* op) {
    registry.add({op, kOwnVariant, DeviceKind::Cpu, kOwnPreference, supports,
                  [](const KernelRequest& request) -> Result<PreparedKernel> {
                      return prepared(poolOf(request, x(request)), function, ownName(request));
                  }});
}
} // namespace

void registerSimdPools(KernelRegistry& registry);
void registerSimdPools(KernelRegistry& registry) {
    addPool<runMaxPool, inputOf>(registry, "max_pool");
    addPool<runMaxPoolGrad, resultOf>(registry, "max_pool_grad");
    addPool<runAveragePool, inputOf>(registry, "avg_pool");
    addPool<runAveragePoolGrad, resultOf>(registry, "avg_pool_grad");
}

} // namespace td::kernels
