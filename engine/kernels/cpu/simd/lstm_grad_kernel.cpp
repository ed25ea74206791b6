#include "engine/kernels/cpu/simd/own.h"
#include "engine/kernels/cpu/simd/recurrent_products.h"
#include "engine/kernels/cpu/simd/strided_copy.h"
#include "engine/kernels/kernel_registry.h"

#include <algorithm>
#include <cstring>

/// The gradient of an LSTM on float32. Step by step backward only what depends on the step behind; the gradients of the
/// weights and of x are products over all steps at the end.
namespace td::kernels {

namespace {
using namespace td::simd;

enum Input { kDy, kDh, kDc, kX, kW, kU, kH0, kC0, kMask, kY, kReserve };
enum Output { kDx, kDw, kDu, kDb, kDh0, kDc0 };

struct LstmGrad {
    RecurrentShape shape;
    bool hasMask = false;
    bool wantsDx = true; ///< not of the first layer's input
    StridedCopy turn;    ///< u to uᵀ

    /// Scratch: uᵀ (4U,U), as its product with dz is faster than one with u; dz (B,T,4U); the slope of each h (B,U);
    /// with a mask also what masked steps passed on (B,U), and the state before each step (B,T,U).
    [[nodiscard]] float* turned(const KernelCall& call) const { return reinterpret_cast<float*>(call.scratch); }
    [[nodiscard]] float* dz(const KernelCall& call) const { return turned(call) + shape.gates() * shape.units; }
    [[nodiscard]] float* slope(const KernelCall& call) const { return dz(call) + shape.rows() * shape.gates(); }
    [[nodiscard]] float* carried(const KernelCall& call) const { return slope(call) + shape.batch * shape.units; }
    [[nodiscard]] float* before(const KernelCall& call) const { return carried(call) + shape.batch * shape.units; }
    [[nodiscard]] double* sums(const KernelCall& call) const {
        float* const end = before(call) + (hasMask ? shape.rows() * shape.units : 0);
        return reinterpret_cast<double*>(end + (end - dz(call)) % 2);
    }
    [[nodiscard]] size_t scratchBytes() const {
        const int64_t floats = (shape.rows() + shape.units) * shape.gates() + 2 * shape.batch * shape.units + 1;
        const int64_t more = hasMask ? shape.rows() * shape.units : 0;
        return static_cast<size_t>(floats + more) * sizeof(float) + static_cast<size_t>(shape.gates()) * sizeof(double);
    }
};

/// The running slopes of h and c are in the outputs dh0 and dc0.
void beginSlopes(const LstmGrad& g, const KernelCall& call, int64_t begin, int64_t end) {
    beginState(g.shape, call.in<float>(kDh), call.out<float>(kDh0), begin, end);
    beginState(g.shape, call.in<float>(kDc), call.out<float>(kDc0), begin, end);
    beginState(g.shape, nullptr, g.carried(call), begin, end);
}

/// The cell before the k-th step: null for 0.
const float* cellBefore(const LstmGrad& g, const KernelCall& call, int64_t b, int64_t k) {
    const RecurrentShape& s = g.shape;
    if (k > 0) return call.in<float>(kReserve) + s.at(b, s.time(k - 1), s.reserve()) + s.gates();
    return call.in<float>(kC0) ? call.in<float>(kC0) + b * s.units : nullptr;
}

/// dz of one row; false where the step is masked.
bool stepRow(const LstmGrad& g, const KernelCall& call, int64_t b, int64_t k) {
    const RecurrentShape& s = g.shape;
    const int64_t t = s.time(k);
    const float* const dy = call.in<float>(kDy) ? call.in<float>(kDy) + s.at(b, t, s.units) : nullptr;
    float* const dz = g.dz(call) + s.at(b, t, s.gates());
    float* const carried = g.carried(call) + b * s.units;
    if (g.hasMask && dy) s.table->rows.accumulate(carried, dy, s.units);
    if (g.hasMask && !call.in<bool>(kMask)[b * s.steps + t]) {
        std::memset(dz, 0, floatBytes(s.gates()));
        return false;
    }
    float* const dh = g.slope(call) + b * s.units;
    std::memcpy(dh, call.out<float>(kDh0) + b * s.units, floatBytes(s.units));
    if (const float* const more = g.hasMask ? carried : dy) s.table->rows.accumulate(dh, more, s.units);
    if (g.hasMask) std::memset(carried, 0, floatBytes(s.units));
    const float* const gates = call.in<float>(kReserve) + s.at(b, t, s.reserve());
    s.table->lstm.backward(gates, gates + s.gates(), cellBefore(g, call, b, k), dh, call.out<float>(kDc0) + b * s.units,
                           dz, s.units);
    return true;
}

/// dh of the step before = dz·uᵀ for rows `begin` … `end`-1.
void multiplyBack(const LstmGrad& g, const KernelCall& call, int64_t begin, int64_t end, int64_t t) {
    const RecurrentShape& s = g.shape;
    StridedGemm product;
    product.m = end - begin;
    product.n = product.ldb = product.ldc = s.units;
    product.k = s.gates();
    product.a = g.dz(call) + s.at(begin, t, s.gates());
    product.lda = s.steps * s.gates();
    product.b = g.turned(call);
    product.c = call.out<float>(kDh0) + begin * s.units;
    multiply(product);
}

void runSteps(const LstmGrad& g, const KernelCall& call, int64_t begin, int64_t end) {
    const RecurrentShape& s = g.shape;
    beginSlopes(g, call, begin, end);
    for (int64_t k = s.steps; k-- > 0;) {
        if (!g.hasMask) {
            for (int64_t b = begin; b < end; ++b) {
                stepRow(g, call, b, k);
                if (k > 0) prefetchRow(call.in<float>(kReserve) + s.at(b, s.time(k - 1), s.reserve()), s.reserve());
            }
            multiplyBack(g, call, begin, end, s.time(k));
            continue;
        }
        for (int64_t b = begin; b < end; ++b) // a masked row keeps its slope
            if (stepRow(g, call, b, k)) multiplyBack(g, call, b, b + 1, s.time(k));
    }
}

void multiplyInputSlopes(const LstmGrad& g, const KernelCall& call, int64_t begin, int64_t end) {
    const RecurrentShape& s = g.shape;
    StridedGemm product;
    product.m = (end - begin) * s.steps;
    product.n = product.ldc = s.inputs;
    product.k = product.lda = product.ldb = s.gates();
    product.a = g.dz(call) + s.at(begin, 0, s.gates());
    product.b = call.in<float>(kW);
    product.transposeB = true;
    product.c = call.out<float>(kDx) + s.at(begin, 0, s.inputs);
    multiply(product);
}

/// Columns of the gates: dw, du, db.
void runWeights(const LstmGrad& g, const KernelCall& call, int64_t begin, int64_t end) {
    const RecurrentShape& s = g.shape;
    float* const dz = g.dz(call);
    double* const sums = g.sums(call);
    std::fill(sums + begin, sums + end, 0.0);
    s.table->columns.sum(dz + begin, s.rows(), end - begin, s.gates(), sums + begin);
    for (int64_t i = begin; i < end; ++i)
        call.out<float>(kDb)[i] = static_cast<float>(sums[i]);
    multiplyWeights(
        {call.in<float>(kX), dz, s.rows(), s.inputs, s.gates(), call.out<float>(kDw), s.inputs, s.gates(), 0}, begin,
        end);
    float* const du = call.out<float>(kDu);
    if (g.hasMask)
        multiplyWeights({g.before(call), dz, s.rows(), s.units, s.gates(), du, s.units, s.gates(), 0}, begin, end);
    else
        multiplyStateWeights(s, {call.in<float>(kY), call.in<float>(kH0), dz, s.gates(), du}, begin, end);
}

void runLstmGrad(const LstmGrad& g, const KernelCall& call) {
    constexpr int64_t kGrain = 16;
    const RecurrentShape& s = g.shape;
    g.turn.run(call, 1, call.inputs[kU], reinterpret_cast<std::byte*>(g.turned(call)));
    eachPart(call, s.parts, s.batch, [&](int, int64_t begin, int64_t end) {
        runSteps(g, call, begin, end);
        if (g.hasMask)
            gatherStates(s, call.in<bool>(kMask), call.in<float>(kH0), call.in<float>(kY), g.before(call), begin, end);
        if (g.wantsDx) multiplyInputSlopes(g, call, begin, end);
    });
    eachPart(call, s.parts, (s.gates() + kGrain - 1) / kGrain, [&](int, int64_t begin, int64_t end) {
        runWeights(g, call, begin * kGrain, std::min(end * kGrain, s.gates()));
    });
}

LstmGrad gradOf(const KernelRequest& request) {
    const RecurrentShape shape = recurrentShape(request, kX, {4, 5});
    const int64_t units = shape.units, gates = shape.gates();
    return {shape, request.inputs[kMask].isPresent, request.outputs[kDx].isUsed,
            StridedCopy({{gates, 1, units}, {units, gates, 1}}, 0, 0, sizeof(float))};
}

bool supports(const KernelRequest& request) {
    return isPlainRecurrent(request, kX) && request.inputs[kX].elements() > 0;
}
} // namespace

void registerSimdLstmGrad(KernelRegistry& registry);
void registerSimdLstmGrad(KernelRegistry& registry) {
    registry.add({"lstm_grad", kOwnVariant, DeviceKind::Cpu, kOwnPreference, supports,
                  [](const KernelRequest& request) -> Result<PreparedKernel> {
                      LstmGrad grad = gradOf(request);
                      const size_t scratch = grad.scratchBytes();
                      return prepared(std::move(grad), runLstmGrad, ownName(request), scratch);
                  }});
}

} // namespace td::kernels
