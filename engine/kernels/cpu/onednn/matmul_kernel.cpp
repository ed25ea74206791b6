#include "engine/kernels/cpu/gemm.h"
#include "engine/kernels/cpu/onednn/gemm.h"
#include "engine/kernels/kernel_registry.h"

#include <algorithm>

namespace td::kernels {

namespace {
using onednn::BatchedGemm;
using onednn::Gemm;
using onednn::GemmPlan;

int64_t fromEnd(const Extents& extents, size_t axis) {
    return extents[extents.size() - axis];
}

int64_t leading(const Extents& extents) {
    return elementsOf(std::span(extents).first(extents.size() - 2));
}

Gemm gemmOf(const KernelRequest& request) {
    const Extents &a = request.inputs[0].extents, &y = request.outputs[0].extents;
    const bool transposeA = request.attributes->flag("transpose_a");
    return {fromEnd(y, 2), fromEnd(y, 1), fromEnd(a, transposeA ? 2 : 1), transposeA,
            request.attributes->flag("transpose_b")};
}

/// Many rows times one matrix: leading axes are only more rows.
bool isOneProduct(const KernelRequest& request, const Gemm& gemm) {
    const int64_t rows = leading(request.inputs[0].extents), batches = leading(request.outputs[0].extents);
    return leading(request.inputs[1].extents) == 1 && (batches == 1 || (!gemm.transposeA && rows == batches));
}

/// For each matrix of the result, where an operand's matrix lies, in elements (numpy's broadcasting of leading axes).
std::vector<int64_t> offsetsOf(const Extents& operand, const Extents& result) {
    const int64_t size = fromEnd(operand, 1) * fromEnd(operand, 2), count = leading(result);
    std::vector<int64_t> offsets(static_cast<size_t>(count));
    for (int64_t i = 0; i < count; ++i) {
        int64_t rest = i, index = 0, stride = 1;
        for (size_t axis = 3; axis <= result.size(); ++axis) {
            const int64_t own = axis <= operand.size() ? fromEnd(operand, axis) : 1;
            if (own != 1) index += rest % fromEnd(result, axis) * stride;
            rest /= fromEnd(result, axis);
            stride *= own;
        }
        offsets[static_cast<size_t>(i)] = index * size;
    }
    return offsets;
}

/// Products whose matrices are found by their offsets, because an operand is broadcast.
struct Scattered {
    Gemm gemm;
    std::vector<int64_t> a, b; ///< offsets of the operands' matrices
    int parts = 1;
};

PreparedKernel prepareOne(Gemm gemm, const KernelRequest& request) {
    gemm.m *= leading(request.outputs[0].extents);
    const GemmPlan plan = GemmPlan::make(gemm, request.threads);
    const auto run = [](const GemmPlan& made, const KernelCall& call) {
        made.run(call.in<float>(0), call.in<float>(1), call.out<float>(0), {}, call.scratch, call.pool);
    };
    return prepared<GemmPlan>(plan, run, plan.implementation(), plan.scratchBytes());
}

void runScattered(const Scattered& scattered, const KernelCall& call) {
    const auto *a = call.in<float>(0), *b = call.in<float>(1);
    auto* y = call.out<float>(0);
    const int64_t size = scattered.gemm.m * scattered.gemm.n;
    call.pool->split(static_cast<int64_t>(scattered.a.size()), scattered.parts, 1, [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i) {
            const auto at = static_cast<size_t>(i);
            onednn::multiply(scattered.gemm, a + scattered.a[at], b + scattered.b[at], y + i * size);
        }
    });
}

PreparedKernel prepareScattered(const Gemm& gemm, const KernelRequest& request) {
    const Extents& y = request.outputs[0].extents;
    Scattered scattered{gemm, offsetsOf(request.inputs[0].extents, y), offsetsOf(request.inputs[1].extents, y), 1};
    prepareProducts();
    scattered.parts = onednn::worthwhileParts(gemm.flops() * static_cast<double>(scattered.a.size()), request.threads);
    return prepared<Scattered>(std::move(scattered), runScattered, "sgemm");
}

void runBatched(const BatchedGemm& batched, const KernelCall& call) {
    batched.run(call.in<float>(0), call.in<float>(1), call.out<float>(0), call.scratch, call.pool);
}

/// Nothing where an operand is broadcast, or where single products are as fast.
std::optional<PreparedKernel> prepareBatched(const Gemm& gemm, const KernelRequest& request) {
    const int64_t batches = leading(request.outputs[0].extents);
    if (leading(request.inputs[0].extents) != batches || leading(request.inputs[1].extents) != batches)
        return std::nullopt;
    auto batched = BatchedGemm::make(gemm, batches, request.threads);
    if (!batched) return std::nullopt;
    const std::string implementation = batched->implementation();
    const size_t scratch = batched->scratchBytes();
    return prepared<BatchedGemm>(std::move(*batched), runBatched, implementation, scratch);
}

bool supports(const KernelRequest& request) {
    const auto isFit = [](const Argument& argument) {
        return argument.dtype == DType::F32 && argument.isPlain() && argument.elements() > 0;
    };
    return std::all_of(request.inputs.begin(), request.inputs.end(), isFit) && isFit(request.outputs[0]);
}

Result<PreparedKernel> prepare(const KernelRequest& request) {
    const Gemm gemm = gemmOf(request);
    if (isOneProduct(request, gemm)) return prepareOne(gemm, request);
    if (auto batched = prepareBatched(gemm, request)) return std::move(*batched);
    return prepareScattered(gemm, request);
}
} // namespace

void registerOnednnMatmul(KernelRegistry& registry);
void registerOnednnMatmul(KernelRegistry& registry) {
    registry.add({"matmul", "onednn", DeviceKind::Cpu, 50, supports, prepare});
}

} // namespace td::kernels
