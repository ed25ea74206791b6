#include "engine/kernels/reference/recurrent_reference.h"

#include <algorithm>

namespace td::kernels {

namespace {
/// The activation's slope from its result.
double slopeOf(const std::string& activation, double y) {
    if (activation == "tanh") return 1 - y * y;
    if (activation == "sigmoid") return y * (1 - y);
    if (activation == "relu") return y > 0 ? 1 : 0;
    return 1;
}

/// (x, w, u, b?, h0?, mask?) → y, h
void simpleRnn(const ReferenceCall& call) {
    const Sequence at(call, call.inputs[0], call.inputs[2], call.inputs[5]);
    const Matrix x = matrixOf(call.inputs[0]), w = matrixOf(call.inputs[1]), u = matrixOf(call.inputs[2]);
    const Sums bias = doublesOf(call.inputs[3], static_cast<int64_t>(at.units));
    Sums last = doublesOf(call.inputs[4], static_cast<int64_t>(at.batch * at.units));
    Sums y(static_cast<size_t>(call.outputs[0].elements()));
    for (size_t b = 0; b < at.batch; ++b) {
        const auto place = last.begin() + static_cast<std::ptrdiff_t>(b * at.units);
        Sums h(place, place + static_cast<std::ptrdiff_t>(at.units)), output(at.units);
        for (size_t k = 0; k < at.steps; ++k) {
            const size_t t = at.time(k), row = at.row(b, t);
            if (!at.isMasked(b, t)) {
                output = bias;
                addProduct(output.data(), x.values.data() + row * x.columns, w, 0, at.units);
                addProduct(output.data(), h.data(), u, 0, at.units);
                for (double& value : output)
                    value = activated(value, call.attributes.text("activation"));
                h = output;
            }
            std::copy(output.begin(), output.end(), y.begin() + static_cast<std::ptrdiff_t>(row * at.units));
        }
        std::copy(h.begin(), h.end(), place);
    }
    write(y, call.outputs[0]);
    write(last, call.outputs[1]);
}

/// (dy?, dh?, x, w, u, h0?, mask?, y) → dx, dw, du, db, dh0
void simpleRnnGrad(const ReferenceCall& call) {
    const Sequence at(call, call.inputs[2], call.inputs[4], call.inputs[6]);
    const size_t units = at.units;
    const Matrix x = matrixOf(call.inputs[2]), w = matrixOf(call.inputs[3]), u = matrixOf(call.inputs[4]);
    const Matrix y = matrixOf(call.inputs[7]), before = statesBefore(at, call.inputs[7], call.inputs[5]);
    const Sums dy = doublesOf(call.inputs[0], call.inputs[7].elements());
    Sums dh = doublesOf(call.inputs[1], static_cast<int64_t>(at.batch * units)), db(units);
    Matrix dx = zeroLike(call.inputs[2]), dw = zeroLike(call.inputs[3]), du = zeroLike(call.inputs[4]);
    for (size_t b = 0; b < at.batch; ++b) {
        Sums repeated(units);
        double* state = dh.data() + b * units;
        for (size_t step = at.steps; step-- > 0;) {
            const size_t t = at.time(step), row = at.row(b, t);
            for (size_t k = 0; k < units; ++k)
                repeated[k] += dy[row * units + k];
            if (at.isMasked(b, t)) continue;
            Sums dz(units);
            for (size_t k = 0; k < units; ++k) {
                dz[k] = (state[k] + repeated[k]) * slopeOf(call.attributes.text("activation"), y.at(row, k));
                db[k] += dz[k];
                repeated[k] = state[k] = 0;
            }
            addTransposed(state, dz.data(), u, 0, units);
            addTransposed(dx.values.data() + row * x.columns, dz.data(), w, 0, units);
            addOuter(dw, x.values.data() + row * x.columns, dz.data(), 0, units);
            addOuter(du, before.values.data() + row * units, dz.data(), 0, units);
        }
    }
    write(dx.values, call.outputs[0]);
    write(dw.values, call.outputs[1]);
    write(du.values, call.outputs[2]);
    write(db, call.outputs[3]);
    write(dh, call.outputs[4]);
}
} // namespace

void registerSimpleRnnReference(KernelRegistry& registry);
void registerSimpleRnnReference(KernelRegistry& registry) {
    addReference(registry, "simple_rnn", simpleRnn);
    addReference(registry, "simple_rnn_grad", simpleRnnGrad);
}

} // namespace td::kernels
