#include "engine/kernels/cpu/simd/layouts.h"
#include "engine/kernels/cpu/simd/own.h"
#include "engine/kernels/cpu/simd/partition.h"
#include "engine/kernels/cpu/simd/simd_table.h"
#include "engine/kernels/kernel_registry.h"

#include <algorithm>

/// What only Blocked16 data needs: the way into it and out of it, and sums over everything but the channels.
namespace td::kernels {

namespace {
using namespace td::simd;
constexpr int64_t kBlock = 16;

bool isImages(const Argument& x) {
    return x.dtype == DType::F32 && x.extents.size() == 4 && x.extents[3] % kBlock == 0;
}

struct Reorder {
    Extents extents;
    bool toBlocked = false;
    int parts = 1;
};

bool supportsReorder(const KernelRequest& request) {
    return isImages(request.inputs[0]) && request.inputs[0].layout != request.outputs[0].layout;
}

void runReorder(const Reorder& r, const KernelCall& call) {
    const auto move = r.toBlocked ? nhwcToBlocked16 : blocked16ToNhwc;
    move(call, r.parts, r.extents, call.in<float>(0), call.out<float>(0));
}

Result<PreparedKernel> prepareReorder(const KernelRequest& request) {
    const Argument& x = request.inputs[0];
    const int parts = partsFor(request.threads, static_cast<double>(x.sizeBytes()), 0);
    return prepared(Reorder{x.extents, x.isPlain(), parts}, runReorder, "own");
}

/// (N)[C/16][H·W][16] summed over N, H and W; a part takes whole images, and parts are added in their order.
struct ChannelSum {
    const SimdTable* table = nullptr;
    int64_t images = 0, blocks = 0, pixels = 0;
    int parts = 1;
    [[nodiscard]] int64_t channels() const { return blocks * kBlock; }
};

bool supportsSum(const KernelRequest& request) {
    const Argument& x = request.inputs[0];
    if (!isImages(x) || x.isPlain() || request.outputs[0].elements() != x.extents[3]) return false;
    graph::Ints axes = request.attributes->integers("axes");
    for (int64_t& axis : axes)
        if (axis < 0) axis += 4;
    std::sort(axes.begin(), axes.end());
    return axes == graph::Ints{0, 1, 2};
}

void sumImages(const ChannelSum& s, const float* x, int64_t begin, int64_t end, double* sums) {
    std::fill_n(sums, s.channels(), 0.0);
    for (int64_t image = begin; image < end; ++image)
        for (int64_t block = 0; block < s.blocks; ++block)
            s.table->columns.sum(x + (image * s.blocks + block) * s.pixels * kBlock, s.pixels, kBlock, kBlock,
                                 sums + block * kBlock);
}

void runSum(const ChannelSum& s, const KernelCall& call) {
    auto* const sums = reinterpret_cast<double*>(call.scratch);
    std::fill_n(sums, s.parts * s.channels(), 0.0);
    eachPart(call, s.parts, s.images, [&](int part, int64_t begin, int64_t end) {
        sumImages(s, call.in<float>(0), begin, end, sums + part * s.channels());
    });
    for (int64_t c = 0; c < s.channels(); ++c) {
        double total = 0;
        for (int part = 0; part < s.parts; ++part)
            total += sums[part * s.channels() + c];
        call.out<float>(0)[c] = static_cast<float>(total);
    }
}

Result<PreparedKernel> prepareSum(const KernelRequest& request) {
    const Argument& x = request.inputs[0];
    ChannelSum sum{&tableFor(request.isa), x.extents[0], x.extents[3] / kBlock, x.extents[1] * x.extents[2], 1};
    sum.parts = partsFor(request.threads, static_cast<double>(x.sizeBytes()), 0);
    const auto scratch = static_cast<size_t>(sum.parts * sum.channels()) * sizeof(double);
    return prepared(sum, runSum, ownName(request), scratch);
}
} // namespace

void registerSimdBlocked(KernelRegistry& registry);
void registerSimdBlocked(KernelRegistry& registry) {
    registry.add({"reorder", kOwnVariant, DeviceKind::Cpu, kOwnPreference, supportsReorder, prepareReorder});
    registry.add({"sum", "own-blocked", DeviceKind::Cpu, kOwnPreference, supportsSum, prepareSum});
}

} // namespace td::kernels
