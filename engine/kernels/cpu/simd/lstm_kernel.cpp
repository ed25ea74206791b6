#include "engine/kernels/cpu/simd/lstm_shape.h"
#include "engine/kernels/cpu/simd/own.h"
#include "engine/kernels/kernel_registry.h"

#include <algorithm>
#include <cstring>

/// LSTM forward on float32: x·w of all steps is one product, then each step is one product and one loop over the gates.
namespace td::kernels {

void registerSimdLstmGrad(KernelRegistry& registry);

namespace {
using namespace td::simd;

/// Below so many rows a step's product is faster as a vector times a matrix.
constexpr int64_t kFewRows = 3;

enum Input { kX, kW, kU, kB, kH0, kC0, kMask };
enum Output { kY, kH, kC, kReserve };

size_t bytesOf(int64_t elements) {
    return static_cast<size_t>(elements) * sizeof(float);
}

/// The running state is in the outputs h and c.
void beginState(const LstmShape& s, const KernelCall& call, int64_t begin, int64_t end) {
    const size_t bytes = bytesOf((end - begin) * s.units);
    for (const auto& [input, output] : {std::pair{kH0, kH}, std::pair{kC0, kC}}) {
        float* const state = call.out<float>(output) + begin * s.units;
        if (const float* const first = call.in<float>(input))
            std::memcpy(state, first + begin * s.units, bytes);
        else
            std::memset(state, 0, bytes);
    }
}

/// x·w into the gates' place in the reserve.
void multiplyInputs(const LstmShape& s, const KernelCall& call, int64_t begin, int64_t end) {
    StridedGemm product;
    product.m = (end - begin) * s.steps;
    product.n = s.gates();
    product.k = s.inputs;
    product.a = call.in<float>(kX) + s.at(begin, 0, s.inputs);
    product.lda = s.inputs;
    product.b = call.in<float>(kW);
    product.ldb = s.gates();
    product.c = call.out<float>(kReserve) + s.at(begin, 0, s.reserve());
    product.ldc = s.reserve();
    multiply(product);
}

void multiplyState(const LstmShape& s, const KernelCall& call, int64_t begin, int64_t end, float* result) {
    const float *h = call.out<float>(kH) + begin * s.units, *u = call.in<float>(kU);
    if (end - begin <= kFewRows) {
        for (int64_t b = 0; b < end - begin; ++b)
            s.table->lstm.vectorTimesMatrix(h + b * s.units, u, result + b * s.gates(), s.units, s.gates(), s.gates());
        return;
    }
    StridedGemm product;
    product.m = end - begin;
    product.n = product.ldb = product.ldc = s.gates();
    product.k = product.lda = s.units;
    product.a = h;
    product.b = u;
    product.c = result;
    multiply(product);
}

/// A masked step: state and output stay, the gates are 0.
void repeatStep(const LstmShape& s, const KernelCall& call, int64_t b, int64_t t, int64_t before) {
    float* const reserve = call.out<float>(kReserve) + s.at(b, t, s.reserve());
    float* const y = call.out<float>(kY) + s.at(b, t, s.units);
    std::memset(reserve, 0, bytesOf(s.gates()));
    std::memcpy(reserve + s.gates(), call.out<float>(kC) + b * s.units, bytesOf(s.units));
    if (before < 0)
        std::memset(y, 0, bytesOf(s.units));
    else
        std::memcpy(y, call.out<float>(kY) + s.at(b, before, s.units), bytesOf(s.units));
}

void stepRow(const LstmShape& s, const KernelCall& call, int64_t b, int64_t t, const float* more) {
    float* const reserve = call.out<float>(kReserve) + s.at(b, t, s.reserve());
    float *const c = call.out<float>(kC) + b * s.units, *const y = call.out<float>(kY) + s.at(b, t, s.units);
    s.table->lstm.forward(reserve, more, call.in<float>(kB), c, reserve + s.gates(), y, s.units);
    std::memcpy(c, reserve + s.gates(), bytesOf(s.units));
    std::memcpy(call.out<float>(kH) + b * s.units, y, bytesOf(s.units));
}

void runRows(const LstmShape& s, const KernelCall& call, int64_t begin, int64_t end) {
    float* const more = reinterpret_cast<float*>(call.scratch) + begin * s.gates();
    const bool* const mask = call.in<bool>(kMask);
    beginState(s, call, begin, end);
    if (s.steps > 0) multiplyInputs(s, call, begin, end);
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

void runLstm(const LstmShape& s, const KernelCall& call) {
    eachPart(call, s.parts, s.batch, [&](int, int64_t begin, int64_t end) { runRows(s, call, begin, end); });
}

bool supports(const KernelRequest& request) {
    const auto isPlain = [](const Argument& a) { return a.isPlain(); };
    return request.inputs[kX].dtype == DType::F32 && request.inputs[kU].extents[0] > 0 &&
           std::all_of(request.inputs.begin(), request.inputs.end(), isPlain);
}
} // namespace

void registerSimdLstm(KernelRegistry& registry);
void registerSimdLstm(KernelRegistry& registry) {
    registry.add({"lstm", kOwnVariant, DeviceKind::Cpu, kOwnPreference, supports,
                  [](const KernelRequest& request) -> Result<PreparedKernel> {
                      const LstmShape shape = lstmShape(request, kX);
                      prepareProducts();
                      return prepared(shape, runLstm, ownName(request), bytesOf(shape.batch * shape.gates()));
                  }});
    registerSimdLstmGrad(registry);
}

} // namespace td::kernels
