#include "engine/kernels/cpu/onednn/gemm.h"
#include "engine/kernels/cpu/onednn/packed_product.h"
#include "engine/kernels/cpu/onednn/pointwise.h"
#include "engine/kernels/kernel_registry.h"

#include <algorithm>

namespace td::kernels {

namespace {
using onednn::Clamp;
using onednn::Gemm;
using onednn::GemmPlan;
using onednn::PackedProduct;
using onednn::Pointwise;

constexpr int64_t kPackedRows = 8;    ///< with fewer rows a product only streams its weights, packed or not
constexpr int64_t kPackedColumns = 8; ///< with fewer columns most of a packed block would be padding

/// Weights that change: a plain product, then bias and activation on what is still in the cache.
struct Dense {
    GemmPlan plan;
    bool hasBias = false;
    Clamp clamp = Clamp::None;
    Pointwise activation; ///< empty where `clamp` says it all
};

bool hasBias(const KernelRequest& request) {
    return request.inputs.size() > 2 && request.inputs[2].isPresent;
}

Gemm gemmOf(const KernelRequest& request) {
    const Extents& w = request.inputs[1].extents;
    return {request.outputs[0].elements() / w[1], w[1], w[0]};
}

Clamp clampOf(const std::string& activation) {
    return activation == "relu" ? Clamp::Relu : activation == "relu6" ? Clamp::Relu6 : Clamp::None;
}

void runDense(const Dense& dense, const KernelCall& call) {
    const float* const bias = dense.hasBias ? call.in<float>(2) : nullptr;
    auto* const y = call.out<float>(0);
    dense.plan.run(call.in<float>(0), call.in<float>(1), y, {bias, dense.clamp}, call.scratch, call.pool);
    dense.activation.run(y, call.pool);
}

void runPacked(const PackedProduct& product, const KernelCall& call) {
    product.run(call.in<float>(0), product.hasBias() ? call.in<float>(2) : nullptr, call.out<float>(0), call.scratch,
                call.pool);
}

bool isFit(const Argument& argument) {
    return !argument.isPresent || (argument.dtype == DType::F32 && argument.isPlain() && argument.elements() > 0);
}

bool supports(const KernelRequest& request) {
    if (!std::all_of(request.inputs.begin(), request.inputs.end(), isFit) || !isFit(request.outputs[0])) return false;
    const std::string& activation = request.attributes->text("activation");
    return activation == "linear" || onednn::eltwiseOf(activation);
}

Result<PreparedKernel> prepare(const KernelRequest& request) {
    const Gemm gemm = gemmOf(request);
    const std::string& activation = request.attributes->text("activation");
    if (request.inputs[1].frozen && gemm.m >= kPackedRows && gemm.n >= kPackedColumns) {
        auto product =
            PackedProduct::make(gemm, request.inputs[1].frozen, hasBias(request), activation, request.threads);
        if (product) {
            const size_t scratch = product->scratchBytes();
            const std::string implementation = product->implementation();
            const size_t packed = product->packedBytes();
            return prepared<PackedProduct>(std::move(*product), runPacked, implementation, scratch, packed);
        }
    }
    Dense dense{GemmPlan::make(gemm, request.threads), hasBias(request), clampOf(activation), {}};
    if (dense.clamp == Clamp::None && activation != "linear") {
        auto made = Pointwise::make(gemm.m * gemm.n, activation, request.threads);
        if (!made) return failure(ErrorCode::Unsupported, {{"op", request.op->name}, {"activation", activation}});
        dense.activation = std::move(*made);
    }
    const size_t scratch = dense.plan.scratchBytes();
    const std::string implementation = dense.plan.implementation();
    return prepared<Dense>(std::move(dense), runDense, implementation, scratch);
}
} // namespace

void registerOnednnDense(KernelRegistry& registry);
void registerOnednnDense(KernelRegistry& registry) {
    registry.add({"dense", "onednn", DeviceKind::Cpu, 50, supports, prepare});
}

} // namespace td::kernels
