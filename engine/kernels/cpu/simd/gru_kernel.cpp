#include "engine/kernels/cpu/simd/own.h"
#include "engine/kernels/cpu/simd/recurrent_products.h"
#include "engine/kernels/kernel_registry.h"

#include <cstring>

/// GRU forward on float32: x·w of all steps is one product. Then each step is one product and one loop over the gates
/// where the reset gate acts after the product, two of both where it acts before.
namespace td::kernels {

void registerSimdGruGrad(KernelRegistry& registry);

namespace {
using namespace td::simd;

enum Input { kX, kW, kU, kB, kH0, kMask };
enum Output { kY, kH, kReserve };

struct Gru {
    RecurrentShape shape;
    bool isResetAfter = true;

    [[nodiscard]] bool isMasked(const KernelCall& call, int64_t b, int64_t t) const {
        const bool* const mask = call.in<bool>(kMask);
        return mask && !mask[b * shape.steps + t];
    }
    [[nodiscard]] float* reserve(const KernelCall& call, int64_t b, int64_t t) const {
        return call.out<float>(kReserve) + shape.at(b, t, shape.reserve());
    }
    /// Scratch: what the state says to the gates in one step (B,3U).
    [[nodiscard]] float* more(const KernelCall& call, int64_t b) const {
        return reinterpret_cast<float*>(call.scratch) + b * shape.gates();
    }
    [[nodiscard]] float* state(const KernelCall& call, int64_t b) const {
        return call.out<float>(kH) + b * shape.units;
    }
};

/// A masked step: the state stays, the output is repeated, nothing is kept.
void repeatStep(const Gru& g, const KernelCall& call, int64_t b, int64_t k) {
    const RecurrentShape& s = g.shape;
    float* const y = call.out<float>(kY) + s.at(b, s.time(k), s.units);
    std::memset(g.reserve(call, b, s.time(k)), 0, floatBytes(s.reserve()));
    if (k > 0)
        std::memcpy(y, call.out<float>(kY) + s.at(b, s.time(k - 1), s.units), floatBytes(s.units));
    else
        std::memset(y, 0, floatBytes(s.units));
}

/// The rows of one step, without its masked ones.
template <class F>
void eachRow(const Gru& g, const KernelCall& call, int64_t begin, int64_t end, int64_t t, F function) {
    for (int64_t b = begin; b < end; ++b)
        if (!g.isMasked(call, b, t)) function(b, g.reserve(call, b, t), g.more(call, b), g.state(call, b));
}

/// The first `count` columns of u times the state.
void multiplyState(const Gru& g, const KernelCall& call, int64_t begin, int64_t end, int64_t count) {
    const RecurrentShape& s = g.shape;
    StridedGemm product;
    product.m = end - begin;
    product.n = count;
    product.k = product.lda = s.units;
    product.a = g.state(call, begin);
    product.b = call.in<float>(kU);
    product.ldb = product.ldc = s.gates();
    product.c = g.more(call, begin);
    multiplyStep(s, product);
}

/// The candidate's part of u times the state that the reset gate left.
void multiplyInner(const Gru& g, const KernelCall& call, int64_t begin, int64_t end, int64_t t) {
    const RecurrentShape& s = g.shape;
    StridedGemm product;
    product.m = end - begin;
    product.n = product.k = s.units;
    product.a = g.reserve(call, begin, t) + s.gates();
    product.lda = s.steps * s.reserve();
    product.b = call.in<float>(kU) + 2 * s.units;
    product.ldb = product.ldc = s.gates();
    product.c = g.more(call, begin) + 2 * s.units;
    multiplyStep(s, product);
}

void stepAfter(const Gru& g, const KernelCall& call, int64_t begin, int64_t end, int64_t t, bool hasState) {
    const RecurrentShape& s = g.shape;
    if (hasState) multiplyState(g, call, begin, end, s.gates());
    eachRow(g, call, begin, end, t, [&](int64_t, float* gates, const float* more, float* h) {
        s.table->gru.stepAfter(gates, hasState ? more : nullptr, call.in<float>(kB), h, h, s.units);
    });
}

void stepBefore(const Gru& g, const KernelCall& call, int64_t begin, int64_t end, int64_t t, bool hasState) {
    const RecurrentShape& s = g.shape;
    const float* const bias = call.in<float>(kB);
    if (hasState) multiplyState(g, call, begin, end, 2 * s.units);
    for (int64_t b = begin; b < end; ++b) { // masked ones too, so that one product does for all rows
        float* const gates = g.reserve(call, b, t);
        s.table->gru.resetBefore(gates, hasState ? g.more(call, b) : nullptr, bias, g.state(call, b), s.units);
    }
    if (hasState) multiplyInner(g, call, begin, end, t);
    eachRow(g, call, begin, end, t, [&](int64_t, float* gates, const float* more, float* h) {
        s.table->gru.finishBefore(gates, hasState ? more + 2 * s.units : nullptr, bias, h, h, s.units);
    });
}

void runRows(const Gru& g, const KernelCall& call, int64_t begin, int64_t end) {
    const RecurrentShape& s = g.shape;
    beginState(s, call.in<float>(kH0), g.state(call, 0), begin, end);
    if (s.steps > 0)
        multiplyInputs(s, call.in<float>(kX), call.in<float>(kW), call.out<float>(kReserve), s.reserve(), begin, end);
    for (int64_t k = 0; k < s.steps; ++k) {
        const int64_t t = s.time(k);
        const bool hasState = k > 0 || call.in<float>(kH0);
        (g.isResetAfter ? stepAfter : stepBefore)(g, call, begin, end, t, hasState);
        for (int64_t b = begin; b < end; ++b) {
            if (g.isMasked(call, b, t))
                repeatStep(g, call, b, k);
            else
                std::memcpy(call.out<float>(kY) + s.at(b, t, s.units), g.state(call, b), floatBytes(s.units));
        }
    }
}

void runGru(const Gru& g, const KernelCall& call) {
    eachPart(call, g.shape.parts, g.shape.batch,
             [&](int, int64_t begin, int64_t end) { runRows(g, call, begin, end); });
}
} // namespace

void registerSimdGru(KernelRegistry& registry);
void registerSimdGru(KernelRegistry& registry) {
    registry.add({"gru", kOwnVariant, DeviceKind::Cpu, kOwnPreference,
                  [](const KernelRequest& request) { return isPlainRecurrent(request, kX); },
                  [](const KernelRequest& request) -> Result<PreparedKernel> {
                      const RecurrentShape shape = recurrentShape(request, kX, {3, 4});
                      return prepared(Gru{shape, request.attributes->flag("reset_after")}, runGru, ownName(request),
                                      floatBytes(shape.batch * shape.gates()));
                  }});
    registerSimdGruGrad(registry);
}

} // namespace td::kernels
