#include "engine/kernels/cpu/simd/own.h"
#include "engine/kernels/cpu/simd/partition.h"
#include "engine/kernels/cpu/simd/simd_table.h"
#include "engine/kernels/kernel_registry.h"

#include <cstring>

/// Softmax and its kin along the last axis, and the cross-entropy of labels, on float32.
namespace td::kernels {

namespace {
using namespace td::simd;

constexpr double kFlops = 12; ///< for each element

struct Rows {
    const SimdTable* table = nullptr;
    int64_t rows = 0, width = 0;
    int parts = 1;
    DType labelType = DType::I32;
};

Rows rowsOf(const KernelRequest& request, size_t input) {
    const Argument& x = request.inputs[input];
    Rows rows;
    rows.table = &tableFor(request.isa);
    rows.width = x.extents.empty() ? 1 : x.extents.back();
    rows.rows = rows.width > 0 ? x.elements() / rows.width : 0;
    const auto elements = static_cast<double>(x.elements());
    rows.parts = partsFor(request.threads, elements * 8, elements * kFlops);
    return rows;
}

bool isLastAxis(const KernelRequest& request) {
    const int64_t axis = request.attributes->integer("axis");
    const auto rank = static_cast<int64_t>(request.inputs[0].extents.size());
    return arePlain(request.inputs) && (axis == -1 || axis == rank - 1);
}

void runSoftmax(const Rows& r, const KernelCall& call) {
    eachPart(call, r.parts, r.rows, [&](int, int64_t begin, int64_t end) {
        const int64_t at = begin * r.width;
        r.table->rows.softmax(call.in<float>(0) + at, call.out<float>(0) + at, end - begin, r.width);
    });
}

void runLogSoftmax(const Rows& r, const KernelCall& call) {
    eachPart(call, r.parts, r.rows, [&](int, int64_t begin, int64_t end) {
        const int64_t at = begin * r.width;
        r.table->rows.logSoftmax(call.in<float>(0) + at, call.out<float>(0) + at, end - begin, r.width);
    });
}

void runSoftmaxGrad(const Rows& r, const KernelCall& call) {
    eachPart(call, r.parts, r.rows, [&](int, int64_t begin, int64_t end) {
        const int64_t at = begin * r.width;
        r.table->rows.softmaxGrad(call.in<float>(0) + at, call.in<float>(1) + at, call.out<float>(0) + at, end - begin,
                                  r.width);
    });
}

template <class Label>
void crossEntropyRows(const Rows& r, const KernelCall& call, int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
        const float* x = call.in<float>(0) + row * r.width;
        const auto label = static_cast<int64_t>(call.in<Label>(1)[row]);
        const bool isInside = label >= 0 && label < r.width;
        if (!isInside) call.fault->outOfRange(label, r.width);
        const float chosen = isInside ? x[label] : 0; // read before probabilities may lie over it
        float largest = 0;
        const float norm = r.table->rows.probabilities(x, call.out<float>(1) + row * r.width, r.width, &largest);
        call.out<float>(0)[row] = isInside ? norm - (chosen - largest) : 0;
    }
}

void runCrossEntropy(const Rows& r, const KernelCall& call) {
    eachPart(call, r.parts, r.rows, [&](int, int64_t begin, int64_t end) {
        if (r.labelType == DType::I32)
            crossEntropyRows<int32_t>(r, call, begin, end);
        else
            crossEntropyRows<int64_t>(r, call, begin, end);
    });
}

template <class Label>
void crossEntropyGradRows(const Rows& r, const KernelCall& call, int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
        const float dloss = call.in<float>(0)[row];
        float* dx = call.out<float>(0) + row * r.width;
        r.table->rows.scale(call.in<float>(1) + row * r.width, dx, r.width, dloss);
        const auto label = static_cast<int64_t>(call.in<Label>(2)[row]);
        if (label >= 0 && label < r.width)
            dx[label] -= dloss;
        else
            call.fault->outOfRange(label, r.width);
    }
}

void runCrossEntropyGrad(const Rows& r, const KernelCall& call) {
    eachPart(call, r.parts, r.rows, [&](int, int64_t begin, int64_t end) {
        if (r.labelType == DType::I32)
            crossEntropyGradRows<int32_t>(r, call, begin, end);
        else
            crossEntropyGradRows<int64_t>(r, call, begin, end);
    });
}

template <void (*function)(const Rows&, const KernelCall&)>
void addRows(KernelRegistry& registry, const char* op) {
    registry.add({op, kOwnVariant, DeviceKind::Cpu, kOwnPreference, isLastAxis,
                  [](const KernelRequest& request) -> Result<PreparedKernel> {
                      auto kernel = prepared(rowsOf(request, 0), function, ownName(request));
                      kernel.inPlace = request.op->mayAlias;
                      return kernel;
                  }});
}

/// `probabilities` is the input that has the classes, `labels` the one that has the labels.
template <void (*function)(const Rows&, const KernelCall&), size_t probabilities, size_t labels>
void addLabelled(KernelRegistry& registry, const char* op) {
    registry.add({op, kOwnVariant, DeviceKind::Cpu, kOwnPreference,
                  [](const KernelRequest& request) {
                      return request.inputs[probabilities].dtype == DType::F32 &&
                             request.inputs[probabilities].isPlain();
                  },
                  [](const KernelRequest& request) -> Result<PreparedKernel> {
                      Rows rows = rowsOf(request, probabilities);
                      rows.labelType = request.inputs[labels].dtype;
                      auto kernel = prepared(rows, function, ownName(request));
                      kernel.inPlace = request.op->mayAlias;
                      return kernel;
                  }});
}
} // namespace

void registerSimdSoftmax(KernelRegistry& registry);
void registerSimdSoftmax(KernelRegistry& registry) {
    addRows<runSoftmax>(registry, "softmax");
    addRows<runLogSoftmax>(registry, "log_softmax");
    addRows<runSoftmaxGrad>(registry, "softmax_grad");
    addLabelled<runCrossEntropy, 0, 1>(registry, "softmax_cross_entropy");
    addLabelled<runCrossEntropyGrad, 1, 2>(registry, "softmax_cross_entropy_grad");
}

} // namespace td::kernels
