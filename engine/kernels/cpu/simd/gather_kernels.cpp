#include "engine/kernels/cpu/simd/own.h"
#include "engine/kernels/cpu/simd/partition.h"
#include "engine/kernels/cpu/simd/row_lists.h"
#include "engine/kernels/cpu/simd/simd_table.h"
#include "engine/kernels/kernel_registry.h"

#include <algorithm>
#include <cstring>

/// Rows by index: gather of any element type, and its gradient on float32.
namespace td::kernels {

namespace {
using namespace td::simd;

/// x as (outer, rows, row), y as (outer, count, row).
struct Gather {
    const SimdTable* table = nullptr;
    int64_t outer = 1, rows = 0, count = 0, row = 1;
    size_t elementBytes = 4;
    DType indexType = DType::I32;
    int parts = 1;

    [[nodiscard]] size_t rowBytes() const { return static_cast<size_t>(row) * elementBytes; }
};

Gather gatherOf(const KernelRequest& request, const Extents& x, const Argument& moved) {
    const Argument& indices = request.inputs[1];
    const auto rank = static_cast<int64_t>(x.size());
    const int64_t axis = request.attributes->integer("axis"), at = axis < 0 ? axis + rank : axis;
    Gather gather;
    gather.table = &tableFor(request.isa);
    for (int64_t i = 0; i < rank; ++i)
        if (i != at) (i < at ? gather.outer : gather.row) *= x[static_cast<size_t>(i)];
    gather.rows = x[static_cast<size_t>(at)];
    gather.count = indices.elements();
    gather.elementBytes = elementBytes(moved.dtype);
    gather.indexType = indices.dtype;
    gather.parts = partsFor(request.threads, static_cast<double>(moved.sizeBytes()) * 2, 0);
    return gather;
}

template <class Index>
void gatherRows(const Gather& g, const KernelCall& call) {
    const Index* indices = call.in<Index>(1);
    const size_t bytes = g.rowBytes();
    eachPart(call, g.parts, g.outer * g.count, [&](int, int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i) {
            const auto row = static_cast<int64_t>(indices[i % g.count]);
            std::byte* const to = call.outputs[0] + static_cast<size_t>(i) * bytes;
            if (row >= 0 && row < g.rows) {
                std::memcpy(to, call.inputs[0] + static_cast<size_t>(i / g.count * g.rows + row) * bytes, bytes);
            } else {
                call.fault->outOfRange(row, g.rows);
                std::memset(to, 0, bytes);
            }
        }
    });
}

void runGather(const Gather& g, const KernelCall& call) {
    if (g.indexType == DType::I32)
        gatherRows<int32_t>(g, call);
    else
        gatherRows<int64_t>(g, call);
}

template <class Index>
void addRows(const Gather& g, const KernelCall& call) {
    const Index* indices = call.in<Index>(1);
    float* const dx = call.out<float>(0);
    eachRange(call, g.parts, g.rows * g.row, [&](int, int64_t begin, int64_t end) {
        std::memset(dx + begin, 0, static_cast<size_t>(end - begin) * sizeof(float));
    });
    RowLists lists(call.scratch, g.count);
    for (int64_t i = 0; i < g.count; ++i) {
        const auto row = static_cast<int64_t>(indices[i]);
        if (row < 0 || row >= g.rows)
            call.fault->outOfRange(row, g.rows);
        else
            lists.add(indices, static_cast<int32_t>(i));
    }
    eachPart(call, g.parts, lists.lists(), [&](int, int64_t begin, int64_t end) {
        for (int64_t list = begin; list < end; ++list) {
            float* const to = dx + static_cast<int64_t>(indices[lists.first(list)]) * g.row;
            for (int32_t at = lists.first(list); at != RowLists::kNone; at = lists.next(at))
                g.table->rows.accumulate(to, call.in<float>(0) + at * g.row, g.row);
        }
    });
}

void runGatherGrad(const Gather& g, const KernelCall& call) {
    if (g.indexType == DType::I32)
        addRows<int32_t>(g, call);
    else
        addRows<int64_t>(g, call);
}

bool supportsGather(const KernelRequest& request) {
    return request.inputs[0].isPlain() && request.attributes->integer("batch_dims") == 0;
}

bool supportsGatherGrad(const KernelRequest& request) {
    constexpr int64_t kMostNames = int64_t{1} << 30;
    const Extents& dx = request.outputs[0].extents;
    return supportsGather(request) && request.inputs[0].dtype == DType::F32 &&
           request.inputs[1].elements() < kMostNames && gatherOf(request, dx, request.inputs[0]).outer == 1;
}
} // namespace

void registerSimdGather(KernelRegistry& registry);
void registerSimdGather(KernelRegistry& registry) {
    registry.add({"gather", kOwnVariant, DeviceKind::Cpu, kOwnPreference, supportsGather,
                  [](const KernelRequest& request) -> Result<PreparedKernel> {
                      const Gather gather = gatherOf(request, request.inputs[0].extents, request.outputs[0]);
                      return prepared(gather, runGather, ownName(request));
                  }});
    registry.add({"gather_grad", kOwnVariant, DeviceKind::Cpu, kOwnPreference, supportsGatherGrad,
                  [](const KernelRequest& request) -> Result<PreparedKernel> {
                      const Gather gather = gatherOf(request, request.outputs[0].extents, request.outputs[0]);
                      return prepared(gather, runGatherGrad, ownName(request), RowLists::scratchBytes(gather.count));
                  }});
}

} // namespace td::kernels
