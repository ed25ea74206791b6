#include "engine/kernels/cpu/simd/bounds.h"
#include "engine/kernels/cpu/simd/own.h"
#include "engine/kernels/cpu/simd/partition.h"
#include "engine/kernels/cpu/simd/simd_table.h"
#include "engine/kernels/kernel_registry.h"
#include "engine/tensor/buffer.h"

#include <algorithm>

/// A dense layer for a single row under weights that never change. What it costs is reading them, so they are laid out in
/// the order in which they are read.
namespace td::kernels {

namespace {
using namespace td::simd;

constexpr int64_t kLeastWeights = 64 * 1024; ///< elements: less stays in the cache anyway
constexpr int kPreference = 60;              ///< before the library's

struct OneRow {
    const SimdTable* table = nullptr;
    int64_t depth = 0, units = 0;
    Bounds bounds;
    bool hasBias = false;
    int parts = 1;
    std::shared_ptr<Buffer> panels; ///< [panel][k][column], columns beyond the units 0

    [[nodiscard]] int64_t columns() const { return table->panels.rowColumns; }
    [[nodiscard]] int64_t panelCount() const { return (units + columns() - 1) / columns(); }
};

bool supports(const KernelRequest& request) {
    const Argument& w = request.inputs[1];
    return w.frozen && arePlain(request.inputs) && arePlain(request.outputs) && w.elements() >= kLeastWeights &&
           request.outputs[0].elements() == w.extents[1] && boundsOf(request.attributes->text("activation"));
}

/// Null where memory is out.
std::shared_ptr<Buffer> packed(const OneRow& plan, const float* weights) {
    const int64_t columns = plan.columns();
    auto buffer = hostBuffer(static_cast<size_t>(plan.panelCount() * plan.depth * columns) * sizeof(float));
    if (!buffer) return nullptr;
    auto* to = reinterpret_cast<float*>(buffer->data());
    for (int64_t begin = 0; begin < plan.units; begin += columns)
        for (int64_t k = 0; k < plan.depth; ++k, to += columns)
            std::fill(std::copy_n(weights + k * plan.units + begin, std::min(columns, plan.units - begin), to),
                      to + columns, 0.0f);
    return buffer;
}

void finish(const OneRow& plan, const float* sums, const float* bias, float* y, int64_t count) {
    for (int64_t i = 0; i < count; ++i) {
        const float sum = bias ? sums[i] + bias[i] : sums[i];
        const float raised = sum < plan.bounds.low ? plan.bounds.low : sum; // NaN stays
        y[i] = raised > plan.bounds.high ? plan.bounds.high : raised;
    }
}

void run(const OneRow& plan, const KernelCall& call) {
    const int64_t columns = plan.columns(), elements = plan.depth * columns;
    const auto* const panels = reinterpret_cast<const float*>(plan.panels->data());
    auto* const sums = reinterpret_cast<float*>(call.scratch);
    eachPart(call, plan.parts, plan.panelCount(), [&](int, int64_t begin, int64_t end) {
        for (int64_t panel = begin; panel < end; ++panel) {
            const int64_t first = panel * columns;
            plan.table->panels.multiplyRow(call.in<float>(0), panels + panel * elements, plan.depth, sums + first);
            finish(plan, sums + first, plan.hasBias ? call.in<float>(2) + first : nullptr, call.out<float>(0) + first,
                   std::min(columns, plan.units - first));
        }
    });
}

Result<PreparedKernel> prepare(const KernelRequest& request) {
    const Argument& w = request.inputs[1];
    OneRow plan;
    plan.table = &tableFor(request.isa);
    plan.depth = w.extents[0];
    plan.units = w.extents[1];
    plan.bounds = *boundsOf(request.attributes->text("activation"));
    plan.hasBias = request.inputs.size() > 2 && request.inputs[2].isPresent;
    plan.parts = partsFor(request.threads, static_cast<double>(w.sizeBytes()), 0);
    plan.panels = packed(plan, reinterpret_cast<const float*>(w.frozen));
    if (!plan.panels) return failure(ErrorCode::Unsupported, {{"op", request.op->name}});
    const auto scratch = static_cast<size_t>(plan.panelCount() * plan.columns()) * sizeof(float);
    const size_t packedBytes = plan.panels->sizeBytes();
    return prepared<OneRow>(std::move(plan), run, "one row:" + std::string(name(request.isa)), scratch, packedBytes);
}
} // namespace

void registerSimdOneRow(KernelRegistry& registry);
void registerSimdOneRow(KernelRegistry& registry) {
    registry.add({"dense", kOwnVariant, DeviceKind::Cpu, kPreference, supports, prepare});
}

} // namespace td::kernels
