#include "engine/kernels/cpu/simd/own.h"
#include "engine/kernels/cpu/simd/recurrent_grad.h"
#include "engine/kernels/kernel_registry.h"

/// The gradient of a GRU on float32. Slopes of a step are those of what the input says to the candidate, z and r, and
/// with reset_after also of what the state says to the candidate: so the input's part is the first 3U of them and the
/// state's part, in u's order, begins one U later.
namespace td::kernels {

namespace {
using namespace td::simd;
using Grad = RecurrentGrad;

constexpr RecurrentCell kCell = {3, 4};

struct GruGrad {
    RecurrentGrad shared;
    bool isResetAfter = true;
};

const float* reserveAt(const GruGrad& g, const KernelCall& call, int64_t b, int64_t k) {
    const RecurrentShape& s = g.shared.shape;
    return call.in<float>(Grad::kReserve) + s.at(b, s.time(k), s.reserve());
}
float* slopesAt(const GruGrad& g, const KernelCall& call, int64_t b, int64_t k) {
    const RecurrentShape& s = g.shared.shape;
    return g.shared.slopes(call) + s.at(b, s.time(k), g.shared.width);
}

/// `function(gates, before, dh, slopes)` of each row that is not masked.
void enterRows(const GruGrad& g, const KernelCall& call, int64_t begin, int64_t end, int64_t k,
               decltype(GruLoops::backAfter) function) {
    const RecurrentShape& s = g.shared.shape;
    for (int64_t b = begin; b < end; ++b) {
        if (k > 0) prefetchRow(reserveAt(g, call, b, k - 1), s.reserve());
        if (g.shared.enterStep(call, b, k))
            function(reserveAt(g, call, b, k), g.shared.before(call, b, k), call.out<float>(Grad::kDh0) + b * s.units,
                     slopesAt(g, call, b, k), s.units);
    }
}

void stepBackAfter(const GruGrad& g, const KernelCall& call, int64_t begin, int64_t end, int64_t k) {
    const RecurrentShape& s = g.shared.shape;
    enterRows(g, call, begin, end, k, s.table->gru.backAfter);
    g.shared.multiplyBack(call, begin, end, k, s.units, s.gates(), 0, call.out<float>(Grad::kDh0), 1);
}

void stepBackBefore(const GruGrad& g, const KernelCall& call, int64_t begin, int64_t end, int64_t k) {
    const RecurrentShape& s = g.shared.shape;
    float *const dInner = g.shared.inner(call), *const dh = call.out<float>(Grad::kDh0);
    enterRows(g, call, begin, end, k, s.table->gru.backBefore);
    g.shared.multiplyBack(call, begin, end, k, 0, s.units, 2 * s.units, dInner, 0);
    for (int64_t b = begin; b < end; ++b) // at masked steps gates and dInner are 0, and so is what they give
        s.table->gru.backThroughReset(reserveAt(g, call, b, k), g.shared.before(call, b, k), dInner + b * s.units,
                                      dh + b * s.units, slopesAt(g, call, b, k), s.units);
    g.shared.multiplyBack(call, begin, end, k, s.units, 2 * s.units, 0, dh, 1);
}

/// dx: z and r lie after the candidate in the slopes, before it in w.
void finishRows(const RecurrentGrad& g, const KernelCall& call, int64_t begin, int64_t end) {
    const int64_t units = g.shape.units;
    g.multiplyInputSlopes(call, begin, end, units, 2 * units, 0, 0);
    g.multiplyInputSlopes(call, begin, end, 0, units, 2 * units, 1);
}

/// Columns of the gates that are all z and r, or all the candidate: db and dw from the input's slopes.
void inputWeights(const GruGrad& g, const KernelCall& call, int64_t begin, int64_t end) {
    const RecurrentShape& s = g.shared.shape;
    const int64_t offset = begin < 2 * s.units ? s.units : -2 * s.units;
    float* const db = call.out<float>(Grad::kDb);
    g.shared.sumSlopes(call, begin + offset, end - begin, begin, db + begin);
    if (g.isResetAfter) g.shared.sumSlopes(call, begin + s.units, end - begin, begin, db + s.gates() + begin);
    multiplyWeights({call.in<float>(Grad::kX), g.shared.slopes(call) + offset, s.rows(), s.inputs, g.shared.width,
                     call.out<float>(Grad::kDw), s.inputs, s.gates(), 0},
                    begin, end);
}

/// The state's weights in those columns. The slopes are spent here.
void stateWeights(const GruGrad& g, const KernelCall& call, int64_t begin, int64_t end) {
    const RecurrentShape& s = g.shared.shape;
    const int64_t width = g.shared.width;
    float *const slopes = g.shared.slopes(call), *const du = call.out<float>(Grad::kDu);
    if (!g.isResetAfter && begin >= 2 * s.units)
        multiplyWeights({call.in<float>(Grad::kReserve) + s.gates(), slopes - 2 * s.units, s.rows(), s.reserve(), width,
                         du, s.units, s.gates(), 0},
                        begin, end);
    else if (g.shared.hasMask)
        multiplyWeights({g.shared.states(call), slopes + s.units, s.rows(), s.units, width, du, s.units, s.gates(), 0},
                        begin, end);
    else
        multiplyStateWeights(s, {call.in<float>(Grad::kY), call.in<float>(Grad::kH0), slopes + s.units, width, du},
                             begin, end);
}

void runWeights(const GruGrad& g, const KernelCall& call, int64_t begin, int64_t end) {
    const int64_t candidate = 2 * g.shared.shape.units;
    using Range = std::pair<int64_t, int64_t>;
    for (const auto& [first, last] : {Range{begin, std::min(end, candidate)}, Range{std::max(begin, candidate), end}}) {
        if (first >= last) continue;
        inputWeights(g, call, first, last);
        stateWeights(g, call, first, last);
    }
}

void runGruGrad(const GruGrad& g, const KernelCall& call) {
    const auto stepBack = g.isResetAfter ? stepBackAfter : stepBackBefore;
    runRecurrentGrad(
        g.shared, call, [&](int64_t begin, int64_t end, int64_t k) { stepBack(g, call, begin, end, k); },
        [&](int64_t begin, int64_t end) { finishRows(g.shared, call, begin, end); },
        [&](int64_t begin, int64_t end) { runWeights(g, call, begin, end); });
}
} // namespace

void registerSimdGruGrad(KernelRegistry& registry);
void registerSimdGruGrad(KernelRegistry& registry) {
    registry.add({"gru_grad", kOwnVariant, DeviceKind::Cpu, kOwnPreference, RecurrentGrad::supports,
                  [](const KernelRequest& request) -> Result<PreparedKernel> {
                      const bool isResetAfter = request.attributes->flag("reset_after");
                      GruGrad grad{RecurrentGrad(request, kCell, isResetAfter ? 4 : 3), isResetAfter};
                      const size_t scratch = grad.shared.scratchBytes();
                      return prepared(std::move(grad), runGruGrad, ownName(request), scratch);
                  }});
}

} // namespace td::kernels
