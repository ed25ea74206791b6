#include "engine/kernels/cpu/simd/own.h"
#include "engine/kernels/cpu/simd/partition.h"
#include "engine/kernels/cpu/simd/simd_table.h"
#include "engine/kernels/kernel_registry.h"

#include <algorithm>
#include <cmath>
#include <optional>

/// Sums, means, largest and smallest over one run of neighbouring axes, on float32.
namespace td::kernels {

namespace {
using namespace td::simd;

enum class Reduction : uint8_t { Sum, Mean, Max, Min };

/// The input as (outer, reduced, inner), the output as (outer, inner).
struct Reduce {
    const SimdTable* table = nullptr;
    Reduction kind = Reduction::Sum;
    int64_t outer = 1, reduced = 1, inner = 1;
    int parts = 1;         ///< over `outer`, or over pieces of `reduced` where `outer` is small
    bool cutsRows = false; ///< which of the two
};

std::vector<bool> reducedAxes(const KernelRequest& request) {
    const auto rank = request.inputs[0].extents.size();
    const graph::Ints& axes = request.attributes->integers("axes");
    std::vector<bool> isReduced(rank, axes.empty());
    for (const int64_t axis : axes)
        isReduced[static_cast<size_t>(axis < 0 ? axis + static_cast<int64_t>(rank) : axis)] = true;
    return isReduced;
}

/// Nothing where reduced and kept axes alternate more often. Axes of size 1 belong to whatever is beside them.
std::optional<Reduce> shapeOf(const KernelRequest& request) {
    const Extents& extents = request.inputs[0].extents;
    const std::vector<bool> isReduced = reducedAxes(request);
    Reduce reduce;
    int phase = 0; // 0: outer, 1: reduced, 2: inner
    for (size_t axis = 0; axis < extents.size(); ++axis) {
        if (extents[axis] == 1) continue;
        if (isReduced[axis] && phase == 2) return {};
        if (isReduced[axis]) phase = 1;
        if (!isReduced[axis] && phase == 1) phase = 2;
        (phase == 0 ? reduce.outer : phase == 1 ? reduce.reduced : reduce.inner) *= extents[axis];
    }
    return reduce;
}

Reduction kindOf(std::string_view op) {
    if (op == "mean") return Reduction::Mean;
    if (op == "max") return Reduction::Max;
    return op == "min" ? Reduction::Min : Reduction::Sum;
}

bool isAdding(Reduction kind) {
    return kind == Reduction::Sum || kind == Reduction::Mean;
}

bool supports(const KernelRequest& request) {
    if (!arePlain(request.inputs)) return false;
    const auto shape = shapeOf(request);
    if (!shape) return false;
    return isAdding(kindOf(request.op->name)) || shape->reduced > 0;
}

Reduce reduceOf(const KernelRequest& request) {
    Reduce reduce = *shapeOf(request);
    reduce.table = &tableFor(request.isa);
    reduce.kind = kindOf(request.op->name);
    const auto bytes = static_cast<double>(request.inputs[0].sizeBytes());
    reduce.parts = partsFor(request.threads, bytes, 0);
    reduce.cutsRows = reduce.outer < reduce.parts * 2 && isAdding(reduce.kind);
    if (!isAdding(reduce.kind) && reduce.outer < reduce.parts) reduce.parts = 1;
    return reduce;
}

/// Sums of a piece stand in doubles of their own, `inner` a part; short blocks of rows are added in float before.
size_t scratchBytes(const Reduce& reduce) {
    return isAdding(reduce.kind) ? static_cast<size_t>(reduce.parts * reduce.inner) * sizeof(double) : 0;
}

double* sumsOf(const Reduce& r, const KernelCall& call, int part) {
    return reinterpret_cast<double*>(call.scratch) + part * r.inner;
}

void addRows(const Reduce& r, const float* x, int64_t rows, double* sums) {
    if (r.inner == 1)
        sums[0] += r.table->rows.sum(x, rows);
    else
        r.table->columns.sum(x, rows, r.inner, r.inner, sums);
}

void writeSums(const Reduce& r, const double* sums, float* y) {
    const double share = r.kind == Reduction::Mean ? 1.0 / static_cast<double>(r.reduced) : 1.0;
    for (int64_t i = 0; i < r.inner; ++i)
        y[i] = static_cast<float>(r.kind == Reduction::Mean && r.reduced == 0 ? std::nan("") : sums[i] * share);
}

/// One matrix: pieces of its rows are summed apart and then together, in their order.
void runPieces(const Reduce& r, const KernelCall& call, int64_t outer) {
    const float* x = call.in<float>(0) + outer * r.reduced * r.inner;
    std::fill_n(sumsOf(r, call, 0), r.parts * r.inner, 0.0);
    eachPart(call, r.parts, r.reduced, [&](int part, int64_t begin, int64_t end) {
        addRows(r, x + begin * r.inner, end - begin, sumsOf(r, call, part));
    });
    double* const total = sumsOf(r, call, 0);
    for (int part = 1; part < r.parts; ++part)
        for (int64_t i = 0; i < r.inner; ++i)
            total[i] += sumsOf(r, call, part)[i];
    writeSums(r, total, call.out<float>(0) + outer * r.inner);
}

void runSums(const Reduce& r, const KernelCall& call) {
    if (r.cutsRows) {
        for (int64_t outer = 0; outer < r.outer; ++outer)
            runPieces(r, call, outer);
        return;
    }
    eachPart(call, r.parts, r.outer, [&](int part, int64_t begin, int64_t end) {
        double* const sums = sumsOf(r, call, part);
        for (int64_t outer = begin; outer < end; ++outer) {
            std::fill_n(sums, r.inner, 0.0);
            addRows(r, call.in<float>(0) + outer * r.reduced * r.inner, r.reduced, sums);
            writeSums(r, sums, call.out<float>(0) + outer * r.inner);
        }
    });
}

void runExtremes(const Reduce& r, const KernelCall& call) {
    const bool isMax = r.kind == Reduction::Max;
    eachPart(call, r.parts, r.outer, [&](int, int64_t begin, int64_t end) {
        for (int64_t outer = begin; outer < end; ++outer) {
            const float* x = call.in<float>(0) + outer * r.reduced * r.inner;
            float* y = call.out<float>(0) + outer * r.inner;
            if (r.inner == 1)
                *y = (isMax ? r.table->rows.largest : r.table->rows.smallest)(x, r.reduced);
            else
                (isMax ? r.table->columns.largest : r.table->columns.smallest)(x, r.reduced, r.inner, r.inner, y);
        }
    });
}

void runReduce(const Reduce& reduce, const KernelCall& call) {
    if (isAdding(reduce.kind))
        runSums(reduce, call);
    else
        runExtremes(reduce, call);
}
} // namespace

void registerSimdReductions(KernelRegistry& registry);
void registerSimdReductions(KernelRegistry& registry) {
    for (const char* op : {"sum", "mean", "max", "min"})
        registry.add({op, kOwnVariant, DeviceKind::Cpu, kOwnPreference, supports,
                      [](const KernelRequest& request) -> Result<PreparedKernel> {
                          const Reduce reduce = reduceOf(request);
                          return prepared(reduce, runReduce, ownName(request), scratchBytes(reduce));
                      }});
}

} // namespace td::kernels
