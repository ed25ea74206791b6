#include "engine/kernels/cpu/simd/own.h"
#include "engine/kernels/cpu/simd/recurrent_products.h"
#include "engine/kernels/kernel_registry.h"

#include <cstring>

/// LSTM forward on float32: x·w of all steps is one product, then each step is one product and one loop over the gates.
namespace td::kernels {

void registerSimdLstmGrad(KernelRegistry& registry);

namespace {
using namespace td::simd;

constexpr RecurrentCell kCell = {4, 5};

enum Input { kX, kW, kU, kB, kH0, kC0, kMask };
enum Output { kY, kH, kC, kReserve };

void multiplyState(const RecurrentShape& s, const KernelCall& call, int64_t begin, int64_t end, float* result) {
    StridedGemm product;
    product.m = end - begin;
    product.n = product.ldb = product.ldc = s.gates();
    product.k = product.lda = s.units;
    product.a = call.out<float>(kH) + begin * s.units;
    product.b = call.in<float>(kU);
    product.c = result;
    multiplyStep(s, product);
}

/// A masked step: state and output stay, the gates are 0.
void repeatStep(const RecurrentShape& s, const KernelCall& call, int64_t b, int64_t t, int64_t before) {
    float* const reserve = call.out<float>(kReserve) + s.at(b, t, s.reserve());
    float* const y = call.out<float>(kY) + s.at(b, t, s.units);
    std::memset(reserve, 0, floatBytes(s.gates()));
    std::memcpy(reserve + s.gates(), call.out<float>(kC) + b * s.units, floatBytes(s.units));
    if (before < 0)
        std::memset(y, 0, floatBytes(s.units));
    else
        std::memcpy(y, call.out<float>(kY) + s.at(b, before, s.units), floatBytes(s.units));
}

void stepRow(const RecurrentShape& s, const KernelCall& call, int64_t b, int64_t t, const float* more) {
    float* const reserve = call.out<float>(kReserve) + s.at(b, t, s.reserve());
    float *const c = call.out<float>(kC) + b * s.units, *const y = call.out<float>(kY) + s.at(b, t, s.units);
    s.table->lstm.forward(reserve, more, call.in<float>(kB), c, reserve + s.gates(), y, s.units);
    std::memcpy(c, reserve + s.gates(), floatBytes(s.units));
    std::memcpy(call.out<float>(kH) + b * s.units, y, floatBytes(s.units));
}

void runRows(const RecurrentShape& s, const KernelCall& call, int64_t begin, int64_t end) {
    float* const more = reinterpret_cast<float*>(call.scratch) + begin * s.gates();
    const bool* const mask = call.in<bool>(kMask);
    // The running state is in the outputs h and c.
    beginState(s, call.in<float>(kH0), call.out<float>(kH), begin, end);
    beginState(s, call.in<float>(kC0), call.out<float>(kC), begin, end);
    if (s.steps > 0)
        multiplyInputs(s, call.in<float>(kX), call.in<float>(kW), call.out<float>(kReserve), s.reserve(), begin, end);
    for (int64_t k = 0; k < s.steps; ++k) {
        const bool hasState = k > 0 || call.in<float>(kH0);
        if (hasState) multiplyState(s, call, begin, end, more);
        for (int64_t b = begin; b < end; ++b) {
            const int64_t t = s.time(k);
            if (mask && !mask[b * s.steps + t])
                repeatStep(s, call, b, t, k > 0 ? s.time(k - 1) : -1);
            else
                stepRow(s, call, b, t, hasState ? more + (b - begin) * s.gates() : nullptr);
        }
    }
}

void runLstm(const RecurrentShape& s, const KernelCall& call) {
    eachPart(call, s.parts, s.batch, [&](int, int64_t begin, int64_t end) { runRows(s, call, begin, end); });
}

bool supports(const KernelRequest& request) {
    return isPlainRecurrent(request, kX);
}
} // namespace

void registerSimdLstm(KernelRegistry& registry);
void registerSimdLstm(KernelRegistry& registry) {
    registry.add({"lstm", kOwnVariant, DeviceKind::Cpu, kOwnPreference, supports,
                  [](const KernelRequest& request) -> Result<PreparedKernel> {
                      const RecurrentShape shape = recurrentShape(request, kX, kCell);
                      return prepared(shape, runLstm, ownName(request), floatBytes(shape.batch * shape.gates()));
                  }});
    registerSimdLstmGrad(registry);
}

} // namespace td::kernels
