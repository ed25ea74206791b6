#include "engine/kernels/cpu/simd/changed_state.h"
#include "engine/kernels/cpu/simd/own.h"
#include "engine/kernels/cpu/simd/partition.h"
#include "engine/kernels/cpu/simd/row_lists.h"
#include "engine/kernels/cpu/simd/simd_table.h"
#include "engine/kernels/kernel_registry.h"

#include <cmath>
#include <cstring>

/// Optimizer rules for the rows of a table that a batch named: their work is that of the batch, not of the table.
namespace td::kernels {

namespace {
using namespace td::simd;

struct RowUpdate {
    const SimdTable* table = nullptr;
    int64_t rows = 0, width = 0, count = 0;
    int parts = 1;
    DType indexType = DType::I32;
    int gradient = 1;    ///< which input; the indices and the rate follow
    bool hasSum = false; ///< Adagrad's state
    bool isEach = false; ///< which gets the square of each row
    float epsilon = 0;
    size_t listBytes = 0;
    std::vector<ChangedState> state;
};

RowUpdate updateOf(const KernelRequest& request) {
    RowUpdate update;
    update.table = &tableFor(request.isa);
    update.hasSum = request.op->name == "adagrad_rows";
    update.gradient = update.hasSum ? 2 : 1;
    const Argument &param = request.inputs[0], &indices = request.inputs[static_cast<size_t>(update.gradient) + 1];
    update.rows = param.extents[0];
    update.width = update.rows > 0 ? param.elements() / update.rows : 0;
    update.count = indices.elements();
    update.indexType = indices.dtype;
    update.isEach = update.hasSum && request.attributes->flag("square_each_row");
    update.epsilon = static_cast<float>(request.attributes->real("epsilon"));
    update.listBytes = (RowLists::scratchBytes(update.count) + 63) / 64 * 64;
    update.parts = partsFor(request.threads, static_cast<double>(update.count * update.width) * 8, 0);
    return update;
}

size_t scratchBytes(const RowUpdate& update) {
    return update.listBytes + static_cast<size_t>(update.parts * ((update.width + 15) / 16 * 16)) * sizeof(float);
}

/// The sum of a list's rows: the row itself where there is only one, else made in `sum`.
const float* listSum(const RowUpdate& update, const RowLists& lists, int32_t first, const float* rows, float* sum) {
    const auto width = static_cast<size_t>(update.width);
    const float* only = rows + static_cast<size_t>(first) * width;
    int32_t next = lists.next(first);
    if (next == RowLists::kNone) return only;
    std::memcpy(sum, only, width * sizeof(float));
    for (; next != RowLists::kNone; next = lists.next(next))
        update.table->rows.accumulate(sum, rows + static_cast<size_t>(next) * width, update.width);
    return sum;
}

void moveRow(const RowUpdate& update, const KernelCall& call, int64_t row, const float* gradient) {
    const float rate = *call.in<float>(update.gradient + 2);
    float* const weights = call.out<float>(0) + row * update.width;
    if (update.hasSum)
        update.table->optimizer.adagrad(weights, call.out<float>(1) + row * update.width, gradient, update.width, rate,
                                        update.epsilon);
    else
        update.table->optimizer.sgd(weights, gradient, update.width, rate, 0);
}

/// Adagrad where the sum of squares is that of each row: the rows go into it one by one, their sum moves the weights.
void moveByEach(const RowUpdate& update, const KernelCall& call, int64_t row, const RowLists& lists, int32_t first,
                const float* gradient) {
    const float rate = *call.in<float>(update.gradient + 2);
    float* const weights = call.out<float>(0) + row * update.width;
    float* const squares = call.out<float>(1) + row * update.width;
    for (int32_t at = first; at != RowLists::kNone; at = lists.next(at)) {
        const float* each = call.in<float>(update.gradient) + at * update.width;
        for (int64_t k = 0; k < update.width; ++k)
            squares[k] += each[k] * each[k];
    }
    for (int64_t k = 0; k < update.width; ++k)
        weights[k] -= rate * gradient[k] / std::sqrt(squares[k] + update.epsilon);
}

template <class Index>
void updateRows(const RowUpdate& update, const KernelCall& call) {
    const Index* indices = call.in<Index>(update.gradient + 1);
    RowLists lists(call.scratch, update.count);
    for (int64_t i = 0; i < update.count; ++i) {
        const auto row = static_cast<int64_t>(indices[i]);
        if (row < 0 || row >= update.rows)
            call.fault->outOfRange(row, update.rows);
        else
            lists.add(indices, static_cast<int32_t>(i));
    }
    eachPart(call, update.parts, lists.lists(), [&](int part, int64_t begin, int64_t end) {
        const int64_t width = (update.width + 15) / 16 * 16;
        float* sum = reinterpret_cast<float*>(call.scratch + update.listBytes) + part * width;
        for (int64_t list = begin; list < end; ++list) {
            const int32_t first = lists.first(list);
            const float* gradient = listSum(update, lists, first, call.in<float>(update.gradient), sum);
            const auto row = static_cast<int64_t>(indices[first]);
            if (update.isEach && lists.next(first) != RowLists::kNone)
                moveByEach(update, call, row, lists, first, gradient);
            else
                moveRow(update, call, row, gradient);
        }
    });
}

void runUpdate(const RowUpdate& update, const KernelCall& call) {
    bringState(call, update.state);
    if (update.indexType == DType::I32)
        updateRows<int32_t>(update, call);
    else
        updateRows<int64_t>(update, call);
}

bool supports(const KernelRequest& request) {
    constexpr int64_t kMostNames = int64_t{1} << 30;
    const auto indices = static_cast<size_t>(request.op->name == "adagrad_rows" ? 3 : 2);
    return request.inputs[0].dtype == DType::F32 && request.inputs[indices].elements() < kMostNames;
}
} // namespace

void registerSimdRowUpdates(KernelRegistry& registry);
void registerSimdRowUpdates(KernelRegistry& registry) {
    for (const char* op : {"sgd_rows", "adagrad_rows"})
        registry.add({op, kOwnVariant, DeviceKind::Cpu, kOwnPreference, supports,
                      [](const KernelRequest& request) -> Result<PreparedKernel> {
                          RowUpdate update = updateOf(request);
                          update.state = changedStateOf(request);
                          return prepared(update, runUpdate, ownName(request), scratchBytes(update));
                      }});
}

} // namespace td::kernels
