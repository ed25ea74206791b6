#include "engine/kernels/cpu/simd/own.h"
#include "engine/kernels/cpu/simd/recurrent_grad.h"
#include "engine/kernels/kernel_registry.h"

#include <cstring>

/// The plain recurrent layer on float32, and its gradient.
namespace td::kernels {

namespace {
using namespace td::simd;

constexpr RecurrentCell kCell = {1, 0};

RnnActivation activationOf(const KernelRequest& request) {
    const std::string& name = request.attributes->text("activation");
    if (name == "relu") return RnnActivation::Relu;
    if (name == "sigmoid") return RnnActivation::Sigmoid;
    return name == "tanh" ? RnnActivation::Tanh : RnnActivation::Linear;
}

struct Rnn {
    enum Input { kX, kW, kU, kB, kH0, kMask };
    enum Output { kY, kH };

    RecurrentShape shape;
    RnnActivation activation = RnnActivation::Tanh;
};

/// y holds x·w of all steps and becomes the output; the running state is in the output h.
void stepRow(const Rnn& rnn, const KernelCall& call, int64_t b, int64_t k, const float* more) {
    const RecurrentShape& s = rnn.shape;
    const int64_t t = s.time(k);
    const bool* const mask = call.in<bool>(Rnn::kMask);
    float* const y = call.out<float>(Rnn::kY) + s.at(b, t, s.units);
    if (!mask || mask[b * s.steps + t]) {
        s.table->rnn.forward(y, more, call.in<float>(Rnn::kB), s.units, rnn.activation);
        std::memcpy(call.out<float>(Rnn::kH) + b * s.units, y, floatBytes(s.units));
    } else if (k > 0) {
        std::memcpy(y, call.out<float>(Rnn::kY) + s.at(b, s.time(k - 1), s.units), floatBytes(s.units));
    } else {
        std::memset(y, 0, floatBytes(s.units));
    }
}

/// Scratch: what the state says in one step (B,U).
void runRows(const Rnn& rnn, const KernelCall& call, int64_t begin, int64_t end) {
    const RecurrentShape& s = rnn.shape;
    float *const h = call.out<float>(Rnn::kH), *const more = reinterpret_cast<float*>(call.scratch);
    const float* const h0 = call.in<float>(Rnn::kH0);
    beginState(s, h0, h, begin, end);
    if (s.steps > 0)
        multiplyInputs(s, call.in<float>(Rnn::kX), call.in<float>(Rnn::kW), call.out<float>(Rnn::kY), s.units, begin,
                       end);
    StridedGemm product;
    product.m = end - begin;
    product.n = product.k = product.lda = product.ldb = product.ldc = s.units;
    product.a = h + begin * s.units;
    product.b = call.in<float>(Rnn::kU);
    product.c = more + begin * s.units;
    for (int64_t k = 0; k < s.steps; ++k) {
        const bool hasState = k > 0 || h0;
        if (hasState) multiplyStep(s, product);
        for (int64_t b = begin; b < end; ++b)
            stepRow(rnn, call, b, k, hasState ? more + b * s.units : nullptr);
    }
}

void runRnn(const Rnn& rnn, const KernelCall& call) {
    eachPart(call, rnn.shape.parts, rnn.shape.batch,
             [&](int, int64_t begin, int64_t end) { runRows(rnn, call, begin, end); });
}

struct RnnGrad {
    RecurrentGrad shared;
    RnnActivation activation = RnnActivation::Tanh;
};

/// dh = dz·uᵀ replaces the slope of the rows that are not masked.
void stepBack(const RnnGrad& g, const KernelCall& call, int64_t begin, int64_t end, int64_t k) {
    const RecurrentShape& s = g.shared.shape;
    for (int64_t b = begin; b < end; ++b) {
        if (!g.shared.enterStep(call, b, k)) continue;
        const int64_t at = s.at(b, s.time(k), s.units);
        float* const dh = call.out<float>(RecurrentGrad::kDh0) + b * s.units;
        s.table->rnn.backward(call.in<float>(RecurrentGrad::kY) + at, dh, g.shared.slopes(call) + at, s.units,
                              g.activation);
        std::memset(dh, 0, floatBytes(s.units));
    }
    g.shared.multiplyBack(call, begin, end, k, 0, s.units, 0, call.out<float>(RecurrentGrad::kDh0), 1);
}

void runWeights(const RecurrentGrad& g, const KernelCall& call, int64_t begin, int64_t end) {
    const RecurrentShape& s = g.shape;
    float *const slopes = g.slopes(call), *const du = call.out<float>(RecurrentGrad::kDu);
    g.sumSlopes(call, begin, end - begin, begin, call.out<float>(RecurrentGrad::kDb) + begin);
    multiplyWeights({call.in<float>(RecurrentGrad::kX), slopes, s.rows(), s.inputs, s.units,
                     call.out<float>(RecurrentGrad::kDw), s.inputs, s.units, 0},
                    begin, end);
    if (g.hasMask)
        multiplyWeights({g.states(call), slopes, s.rows(), s.units, s.units, du, s.units, s.units, 0}, begin, end);
    else
        multiplyStateWeights(
            s, {call.in<float>(RecurrentGrad::kY), call.in<float>(RecurrentGrad::kH0), slopes, s.units, du}, begin,
            end);
}

void runRnnGrad(const RnnGrad& g, const KernelCall& call) {
    runRecurrentGrad(
        g.shared, call, [&](int64_t begin, int64_t end, int64_t k) { stepBack(g, call, begin, end, k); },
        [&](int64_t begin, int64_t end) { g.shared.multiplyInputSlopes(call, begin, end, 0, g.shared.width, 0, 0); },
        [&](int64_t begin, int64_t end) { runWeights(g.shared, call, begin, end); });
}
} // namespace

void registerSimdRnn(KernelRegistry& registry);
void registerSimdRnn(KernelRegistry& registry) {
    registry.add({"simple_rnn", kOwnVariant, DeviceKind::Cpu, kOwnPreference,
                  [](const KernelRequest& request) { return isPlainRecurrent(request, Rnn::kX); },
                  [](const KernelRequest& request) -> Result<PreparedKernel> {
                      const RecurrentShape shape = recurrentShape(request, Rnn::kX, kCell);
                      return prepared(Rnn{shape, activationOf(request)}, runRnn, ownName(request),
                                      floatBytes(shape.batch * shape.units));
                  }});
    registry.add({"simple_rnn_grad", kOwnVariant, DeviceKind::Cpu, kOwnPreference, RecurrentGrad::supports,
                  [](const KernelRequest& request) -> Result<PreparedKernel> {
                      RnnGrad grad{RecurrentGrad(request, kCell, 1), activationOf(request)};
                      const size_t scratch = grad.shared.scratchBytes();
                      return prepared(std::move(grad), runRnnGrad, ownName(request), scratch);
                  }});
}

} // namespace td::kernels
