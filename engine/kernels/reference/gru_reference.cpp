#include "engine/kernels/reference/recurrent_reference.h"

#include <algorithm>
#include <utility>

namespace td::kernels {

namespace {
constexpr size_t kGates = 3, kReserve = 4;

/// Weights and bias; b is (2,3U) with reset_after, one row for the input and one for the state, else (3U).
struct Gru {
    Matrix w, u;
    size_t units;
    bool isResetAfter;
    Sums inputBias, stateBias;

    Gru(const ReferenceCall& call, size_t weights, const TensorView& b)
        : w(matrixOf(call.inputs[weights]))
        , u(matrixOf(call.inputs[weights + 1]))
        , units(u.rows)
        , isResetAfter(call.attributes.flag("reset_after"))
        , inputBias(doublesOf(b, static_cast<int64_t>(kGates * units * (isResetAfter ? 2 : 1))))
        , stateBias(kGates * units) {
        if (isResetAfter)
            std::copy(inputBias.begin() + static_cast<std::ptrdiff_t>(kGates * units), inputBias.end(),
                      stateBias.begin());
        inputBias.resize(kGates * units);
    }

    /// One step for one sample: changes h, writes `reserve` (4U).
    void step(const double* x, Sums& h, double* reserve) const {
        Sums a = inputBias, s = stateBias;
        addProduct(a.data(), x, w, 0, a.size());
        addProduct(s.data(), h.data(), u, 0, isResetAfter ? s.size() : 2 * units);
        Sums inner(units);
        for (size_t k = 0; k < units; ++k) {
            reserve[k] = sigmoid(a[k] + s[k]);
            const double r = reserve[units + k] = sigmoid(a[units + k] + s[units + k]);
            inner[k] = isResetAfter ? s[2 * units + k] : r * h[k];
        }
        if (!isResetAfter) addProduct(a.data() + 2 * units, inner.data(), u, 2 * units, units);
        for (size_t k = 0; k < units; ++k) {
            const double z = reserve[k], r = reserve[units + k];
            const double g = reserve[2 * units + k] = std::tanh(a[2 * units + k] + (isResetAfter ? r * inner[k] : 0));
            reserve[3 * units + k] = inner[k];
            h[k] = z * h[k] + (1 - z) * g;
        }
    }
};

/// (x, w, u, b?, h0?, mask?) → y, h, reserve
void gru(const ReferenceCall& call) {
    const Sequence at(call, call.inputs[0], call.inputs[2], call.inputs[5]);
    const Gru cell(call, 1, call.inputs[3]);
    const Matrix x = matrixOf(call.inputs[0]);
    Sums last = doublesOf(call.inputs[4], static_cast<int64_t>(at.batch * at.units));
    Sums y(static_cast<size_t>(call.outputs[0].elements())), reserve(static_cast<size_t>(call.outputs[2].elements()));
    for (size_t b = 0; b < at.batch; ++b) {
        const auto from = last.begin() + static_cast<std::ptrdiff_t>(b * at.units);
        Sums h(from, from + static_cast<std::ptrdiff_t>(at.units)), output(at.units);
        for (size_t k = 0; k < at.steps; ++k) {
            const size_t t = at.time(k), row = at.row(b, t);
            if (!at.isMasked(b, t)) {
                cell.step(x.values.data() + row * x.columns, h, reserve.data() + row * kReserve * at.units);
                output = h;
            }
            std::copy(output.begin(), output.end(), y.begin() + static_cast<std::ptrdiff_t>(row * at.units));
        }
        std::copy(h.begin(), h.end(), from);
    }
    write(y, call.outputs[0]);
    write(last, call.outputs[1]);
    write(reserve, call.outputs[2]);
}

/// Gradients that collect over all steps.
struct Collected {
    Matrix dx, dw, du;
    Sums inputBias, stateBias;
};

/// One step back for one sample: `dh` becomes that of the state before.
void stepBack(const Gru& cell, const double* x, const double* before, const double* kept, Sums& dh, Collected& to,
              double* dx) {
    const size_t units = cell.units;
    Sums fromInput(kGates * units), dInner(units), next(units);
    const double *z = kept, *r = kept + units, *g = kept + 2 * units, *inner = kept + 3 * units;
    for (size_t k = 0; k < units; ++k) {
        fromInput[k] = dh[k] * (before[k] - g[k]) * z[k] * (1 - z[k]);
        fromInput[2 * units + k] = dh[k] * (1 - z[k]) * (1 - g[k] * g[k]);
        next[k] = dh[k] * z[k];
    }
    if (!cell.isResetAfter) addTransposed(dInner.data(), fromInput.data() + 2 * units, cell.u, 2 * units, units);
    Sums fromState = fromInput;
    for (size_t k = 0; k < units; ++k) {
        const double dr = cell.isResetAfter ? fromInput[2 * units + k] * inner[k] : dInner[k] * before[k];
        fromInput[units + k] = fromState[units + k] = dr * r[k] * (1 - r[k]);
        if (cell.isResetAfter)
            fromState[2 * units + k] *= r[k];
        else
            next[k] += dInner[k] * r[k];
    }
    const size_t seen = cell.isResetAfter ? kGates * units : 2 * units; // columns that saw the state itself
    addTransposed(next.data(), fromState.data(), cell.u, 0, seen);
    addTransposed(dx, fromInput.data(), cell.w, 0, fromInput.size());
    addOuter(to.dw, x, fromInput.data(), 0, fromInput.size());
    addOuter(to.du, before, fromState.data(), 0, seen);
    if (!cell.isResetAfter) addOuter(to.du, inner, fromInput.data() + 2 * units, 2 * units, units);
    for (size_t k = 0; k < fromInput.size(); ++k) {
        to.inputBias[k] += fromInput[k];
        to.stateBias[k] += fromState[k];
    }
    dh = next;
}

/// (dy?, dh?, x, w, u, h0?, mask?, y, reserve) → dx, dw, du, db, dh0
void gruGrad(const ReferenceCall& call) {
    const Sequence at(call, call.inputs[2], call.inputs[4], call.inputs[6]);
    const Gru cell(call, 3, TensorView{});
    const size_t units = at.units;
    const Matrix x = matrixOf(call.inputs[2]), before = statesBefore(at, call.inputs[7], call.inputs[5]);
    const Sums reserve = doublesOf(call.inputs[8]), dy = doublesOf(call.inputs[0], call.inputs[7].elements());
    Sums dh = doublesOf(call.inputs[1], static_cast<int64_t>(at.batch * units));
    Collected all{zeroLike(call.inputs[2]), zeroLike(call.inputs[3]), zeroLike(call.inputs[4]), Sums(kGates * units),
                  Sums(kGates * units)};
    for (size_t b = 0; b < at.batch; ++b) {
        const auto place = dh.begin() + static_cast<std::ptrdiff_t>(b * units);
        Sums state(place, place + static_cast<std::ptrdiff_t>(units)), repeated(units);
        for (size_t step = at.steps; step-- > 0;) {
            const size_t t = at.time(step), row = at.row(b, t);
            for (size_t k = 0; k < units; ++k)
                repeated[k] += dy[row * units + k];
            if (at.isMasked(b, t)) continue;
            for (size_t k = 0; k < units; ++k)
                state[k] += std::exchange(repeated[k], 0.0);
            stepBack(cell, x.values.data() + row * x.columns, before.values.data() + row * units,
                     reserve.data() + row * kReserve * units, state, all, all.dx.values.data() + row * x.columns);
        }
        std::copy(state.begin(), state.end(), place);
    }
    if (cell.isResetAfter) all.inputBias.insert(all.inputBias.end(), all.stateBias.begin(), all.stateBias.end());
    write(all.dx.values, call.outputs[0]);
    write(all.dw.values, call.outputs[1]);
    write(all.du.values, call.outputs[2]);
    write(all.inputBias, call.outputs[3]);
    write(dh, call.outputs[4]);
}
} // namespace

void registerGruReference(KernelRegistry& registry);
void registerGruReference(KernelRegistry& registry) {
    addReference(registry, "gru", gru);
    addReference(registry, "gru_grad", gruGrad);
}

} // namespace td::kernels
