#include "engine/kernels/reference/recurrent_reference.h"

#include <algorithm>

namespace td::kernels {

namespace {
constexpr size_t kGates = 4;

/// One sample's state while the steps run: h, c and the output that masked steps repeat.
struct State {
    Sums h, c, y;
};

/// One step for one sample; writes the gates and the cell into `reserve` (5U).
void step(State& state, const Sums& z, double* reserve) {
    const size_t units = state.h.size();
    for (size_t k = 0; k < units; ++k) {
        const double i = sigmoid(z[k]), f = sigmoid(z[units + k]), g = std::tanh(z[2 * units + k]);
        const double o = sigmoid(z[3 * units + k]);
        state.c[k] = f * state.c[k] + i * g;
        state.h[k] = state.y[k] = o * std::tanh(state.c[k]);
        reserve[k] = i;
        reserve[units + k] = f;
        reserve[2 * units + k] = g;
        reserve[3 * units + k] = o;
    }
}

/// (x, w, u, b?, h0?, c0?, mask?) → y, h, c, reserve
void lstm(const ReferenceCall& call) {
    const Sequence at(call, call.inputs[0], call.inputs[2], call.inputs[6]);
    const Matrix x = matrixOf(call.inputs[0]), w = matrixOf(call.inputs[1]), u = matrixOf(call.inputs[2]);
    const Sums bias = doublesOf(call.inputs[3], static_cast<int64_t>(kGates * at.units));
    const auto cells = static_cast<int64_t>(at.batch * at.units);
    Sums h = doublesOf(call.inputs[4], cells), c = doublesOf(call.inputs[5], cells);
    Sums y(static_cast<size_t>(call.outputs[0].elements())), reserve(static_cast<size_t>(call.outputs[3].elements()));
    for (size_t b = 0; b < at.batch; ++b) {
        const auto from = static_cast<std::ptrdiff_t>(b * at.units), to = from + static_cast<std::ptrdiff_t>(at.units);
        State state{Sums(h.begin() + from, h.begin() + to), Sums(c.begin() + from, c.begin() + to), Sums(at.units)};
        for (size_t k = 0; k < at.steps; ++k) {
            const size_t row = at.row(b, at.time(k));
            double* kept = reserve.data() + row * (kGates + 1) * at.units;
            if (!at.isMasked(b, at.time(k))) {
                Sums z = bias;
                addProduct(z.data(), x.values.data() + row * x.columns, w, 0, z.size());
                addProduct(z.data(), state.h.data(), u, 0, z.size());
                step(state, z, kept);
            }
            std::copy(state.c.begin(), state.c.end(), kept + kGates * at.units);
            std::copy(state.y.begin(), state.y.end(), y.begin() + static_cast<std::ptrdiff_t>(row * at.units));
        }
        std::copy(state.h.begin(), state.h.end(), h.begin() + from);
        std::copy(state.c.begin(), state.c.end(), c.begin() + from);
    }
    write(y, call.outputs[0]);
    write(h, call.outputs[1]);
    write(c, call.outputs[2]);
    write(reserve, call.outputs[3]);
}

/// One step back for one unit: from dh and dc (changed to the step before) to the four dz.
struct Unit {
    double i, f, g, o, c, cBefore;

    void back(double dh, double& dc, double* dz, size_t units) const {
        const double bent = std::tanh(c), total = dc + dh * o * (1 - bent * bent);
        dz[0] = total * g * i * (1 - i);
        dz[units] = total * cBefore * f * (1 - f);
        dz[2 * units] = total * i * (1 - g * g);
        dz[3 * units] = dh * bent * o * (1 - o);
        dc = total * f;
    }
};

/// (dy?, dh?, dc?, x, w, u, h0?, c0?, mask?, y, reserve) → dx, dw, du, db, dh0, dc0
void lstmGrad(const ReferenceCall& call) {
    const Sequence at(call, call.inputs[3], call.inputs[5], call.inputs[8]);
    const size_t units = at.units, cells = at.batch * units;
    const Matrix x = matrixOf(call.inputs[3]), w = matrixOf(call.inputs[4]), u = matrixOf(call.inputs[5]);
    const Matrix before = statesBefore(at, call.inputs[9], call.inputs[6]);
    const Sums reserve = doublesOf(call.inputs[10]), dy = doublesOf(call.inputs[0], call.inputs[9].elements());
    const Sums c0 = doublesOf(call.inputs[7], static_cast<int64_t>(cells));
    Sums dh = doublesOf(call.inputs[1], static_cast<int64_t>(cells)),
         dc = doublesOf(call.inputs[2], static_cast<int64_t>(cells));
    Matrix dx = zeroLike(call.inputs[3]), dw = zeroLike(call.inputs[4]), du = zeroLike(call.inputs[5]);
    Sums db(kGates * units);
    const auto kept = [&](size_t row, size_t part, size_t k) {
        return reserve[(row * (kGates + 1) + part) * units + k];
    };
    for (size_t b = 0; b < at.batch; ++b) {
        Sums repeated(units);
        double *dhNow = dh.data() + b * units, *dcNow = dc.data() + b * units;
        for (size_t step = at.steps; step-- > 0;) {
            const size_t t = at.time(step), row = at.row(b, t);
            for (size_t k = 0; k < units; ++k)
                repeated[k] += dy[row * units + k];
            if (at.isMasked(b, t)) continue;
            Sums dz(kGates * units);
            for (size_t k = 0; k < units; ++k) {
                const double cBefore = step == 0 ? c0[b * units + k] : kept(at.row(b, at.time(step - 1)), kGates, k);
                Unit{kept(row, 0, k), kept(row, 1, k), kept(row, 2, k), kept(row, 3, k), kept(row, 4, k), cBefore}.back(
                    dhNow[k] + repeated[k], dcNow[k], dz.data() + k, units);
                db[k] += dz[k], db[units + k] += dz[units + k];
                db[2 * units + k] += dz[2 * units + k], db[3 * units + k] += dz[3 * units + k];
            }
            std::fill(repeated.begin(), repeated.end(), 0.0);
            std::fill(dhNow, dhNow + units, 0.0);
            addTransposed(dhNow, dz.data(), u, 0, dz.size());
            addTransposed(dx.values.data() + row * dx.columns, dz.data(), w, 0, dz.size());
            addOuter(dw, x.values.data() + row * x.columns, dz.data(), 0, dz.size());
            addOuter(du, before.values.data() + row * units, dz.data(), 0, dz.size());
        }
    }
    write(dx.values, call.outputs[0]);
    write(dw.values, call.outputs[1]);
    write(du.values, call.outputs[2]);
    write(db, call.outputs[3]);
    write(dh, call.outputs[4]);
    write(dc, call.outputs[5]);
}
} // namespace

void registerLstmReference(KernelRegistry& registry);
void registerLstmReference(KernelRegistry& registry) {
    addReference(registry, "lstm", lstm);
    addReference(registry, "lstm_grad", lstmGrad);
}

} // namespace td::kernels
