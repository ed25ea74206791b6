#include "engine/kernels/reference/activation.h"
#include "engine/kernels/reference/reals.h"

#include <cmath>

namespace td::kernels {

namespace {
/// x as rows of columns, the view of every normalization here: moments are taken over one of the two.
struct Table {
    Sums values;
    size_t rows = 1, columns = 1;
    [[nodiscard]] double at(size_t row, size_t column) const { return values[row * columns + column]; }
};

/// Rows are everything in front of `axis`.
Table tableOf(const TensorView& view, int64_t axis) {
    const AxisView around_ = around(view.extents, axis);
    Table table{doublesOf(view), static_cast<size_t>(around_.outer), 1};
    table.columns = static_cast<size_t>(around_.axis * around_.inner);
    return table;
}

Sums onesOr(const TensorView& view, size_t count) {
    return view.isPresent() ? doublesOf(view) : Sums(count, 1.0);
}

double rootOf(double variance, const ReferenceCall& call) {
    return 1 / std::sqrt(variance + call.attributes.real("epsilon"));
}

struct Moments {
    Sums mean, variance;
};

Moments columnMoments(const Table& x) {
    Moments m{Sums(x.columns), Sums(x.columns)};
    const auto count = static_cast<double>(x.rows);
    for (size_t i = 0; i < x.values.size(); ++i)
        m.mean[i % x.columns] += x.values[i] / count;
    for (size_t i = 0; i < x.values.size(); ++i)
        m.variance[i % x.columns] += std::pow(x.values[i] - m.mean[i % x.columns], 2) / count;
    return m;
}

Moments rowMoments(const Table& x) {
    Moments m{Sums(x.rows), Sums(x.rows)};
    const auto count = static_cast<double>(x.columns);
    for (size_t i = 0; i < x.values.size(); ++i)
        m.mean[i / x.columns] += x.values[i] / count;
    for (size_t i = 0; i < x.values.size(); ++i)
        m.variance[i / x.columns] += std::pow(x.values[i] - m.mean[i / x.columns], 2) / count;
    return m;
}

/// activation(normal · gain + bias [+ residual]) by column.
Sums normalizedColumns(const ReferenceCall& call, const Table& x, const Moments& m, const TensorView& residual) {
    const Sums gain = onesOr(call.inputs[1], x.columns);
    const Sums bias = doublesOf(call.inputs[2], static_cast<int64_t>(x.columns));
    Sums y = doublesOf(residual, static_cast<int64_t>(x.values.size()));
    for (size_t i = 0; i < y.size(); ++i) {
        const size_t c = i % x.columns;
        const double normal = (x.values[i] - m.mean[c]) * rootOf(m.variance[c], call);
        y[i] = activated(normal * gain[c] + bias[c] + y[i], call.attributes.text("activation"));
    }
    return y;
}

void batchNormTraining(const ReferenceCall& call) {
    const Table x = tableOf(call.inputs[0], -1);
    const Moments m = columnMoments(x);
    write(normalizedColumns(call, x, m, call.inputs[3]), call.outputs[0]);
    write(m.mean, call.outputs[1]);
    write(m.variance, call.outputs[2]);
}

void batchNormInference(const ReferenceCall& call) {
    const Moments m{doublesOf(call.inputs[3]), doublesOf(call.inputs[4])};
    write(normalizedColumns(call, tableOf(call.inputs[0], -1), m, TensorView{}), call.outputs[0]);
}

/// dy where the activation let its input through.
Sums passedGradient(const ReferenceCall& call) {
    Sums dz = doublesOf(call.inputs[0]);
    const Sums y = doublesOf(call.inputs[2]);
    const std::string& activation = call.attributes.text("activation");
    for (size_t i = 0; i < dz.size(); ++i)
        if (activation != "linear" && (y[i] <= 0 || (activation == "relu6" && y[i] >= 6))) dz[i] = 0;
    return dz;
}

void batchNormGrad(const ReferenceCall& call) {
    const Table x = tableOf(call.inputs[1], -1);
    const Sums dz = passedGradient(call), gain = onesOr(call.inputs[3], x.columns);
    const Sums mean = doublesOf(call.inputs[4]), variance = doublesOf(call.inputs[5]);
    const auto normal = [&](size_t i) {
        return (x.values[i] - mean[i % x.columns]) * rootOf(variance[i % x.columns], call);
    };
    Sums dgain(x.columns), dbias(x.columns), dx(dz.size());
    for (size_t i = 0; i < dz.size(); ++i) {
        dgain[i % x.columns] += dz[i] * normal(i);
        dbias[i % x.columns] += dz[i];
    }
    const auto count = static_cast<double>(x.rows);
    for (size_t i = 0; i < dz.size(); ++i) {
        const size_t c = i % x.columns;
        dx[i] = gain[c] * rootOf(variance[c], call) * (dz[i] - dbias[c] / count - normal(i) * dgain[c] / count);
    }
    write(dx, call.outputs[0]);
    write(dgain, call.outputs[1]);
    write(dbias, call.outputs[2]);
    if (call.outputs.size() > 3) write(dz, call.outputs[3]);
}

/// (x − mean) · rstd · gain + bias; one mean and root for each row, one gain and bias for each column.
Sums normalizedRows(const ReferenceCall& call, const Table& x, const Sums& mean, const Sums& rstd) {
    const Sums gain = onesOr(call.inputs[1], x.columns);
    const Sums bias =
        doublesOf(call.inputs.size() > 2 ? call.inputs[2] : TensorView{}, static_cast<int64_t>(x.columns));
    Sums y(x.values.size());
    for (size_t i = 0; i < y.size(); ++i) {
        const size_t row = i / x.columns, column = i % x.columns;
        y[i] = (x.values[i] - mean[row]) * rstd[row] * gain[column] + bias[column];
    }
    return y;
}

void layerNorm(const ReferenceCall& call) {
    const Table x = tableOf(call.inputs[0], call.attributes.integer("axis"));
    Moments m = rowMoments(x);
    for (double& v : m.variance)
        v = rootOf(v, call);
    write(normalizedRows(call, x, m.mean, m.variance), call.outputs[0]);
    write(m.mean, call.outputs[1]);
    write(m.variance, call.outputs[2]);
}

void rmsNorm(const ReferenceCall& call) {
    const Table x = tableOf(call.inputs[0], call.attributes.integer("axis"));
    Sums rstd(x.rows);
    for (size_t i = 0; i < x.values.size(); ++i)
        rstd[i / x.columns] += x.values[i] * x.values[i] / static_cast<double>(x.columns);
    for (double& r : rstd)
        r = rootOf(r, call);
    write(normalizedRows(call, x, Sums(x.rows), rstd), call.outputs[0]);
    write(rstd, call.outputs[1]);
}

void layerNormGrad(const ReferenceCall& call) {
    const Table x = tableOf(call.inputs[1], call.attributes.integer("axis"));
    const Sums dy = doublesOf(call.inputs[0]), gain = onesOr(call.inputs[2], x.columns);
    const Sums mean = doublesOf(call.inputs[3]), rstd = doublesOf(call.inputs[4]);
    const auto normal = [&](size_t i) { return (x.values[i] - mean[i / x.columns]) * rstd[i / x.columns]; };
    Sums dx(dy.size()), dgain(x.columns), dbias(x.columns), along(x.rows), total(x.rows);
    const auto count = static_cast<double>(x.columns);
    for (size_t i = 0; i < dy.size(); ++i) {
        const size_t row = i / x.columns, column = i % x.columns;
        dgain[column] += dy[i] * normal(i);
        dbias[column] += dy[i];
        total[row] += dy[i] * gain[column] / count;
        along[row] += dy[i] * gain[column] * normal(i) / count;
    }
    for (size_t i = 0; i < dy.size(); ++i) {
        const size_t row = i / x.columns;
        dx[i] = rstd[row] * (dy[i] * gain[i % x.columns] - total[row] - normal(i) * along[row]);
    }
    write(dx, call.outputs[0]);
    write(dgain, call.outputs[1]);
    write(dbias, call.outputs[2]);
}

/// The group of element i of x (N,…,C): one for each sample and each C/groups channels.
void groupNorm(const ReferenceCall& call) {
    const Sums x = doublesOf(call.inputs[0]);
    const Extents& extents = call.inputs[0].extents;
    const auto channels = static_cast<size_t>(extents.back()),
               groups = static_cast<size_t>(call.attributes.integer("groups"));
    const auto samples = static_cast<size_t>(extents.front());
    const size_t perSample = samples == 0 ? 0 : x.size() / samples;
    const auto groupOf = [&](size_t i) { return i / perSample * groups + i % channels / (channels / groups); };
    const double count = static_cast<double>(perSample) / static_cast<double>(groups);
    Sums mean(samples * groups), variance(mean.size()), y(x.size());
    for (size_t i = 0; i < x.size(); ++i)
        mean[groupOf(i)] += x[i] / count;
    for (size_t i = 0; i < x.size(); ++i)
        variance[groupOf(i)] += std::pow(x[i] - mean[groupOf(i)], 2) / count;
    const Sums gain = onesOr(call.inputs[1], channels), bias = doublesOf(call.inputs[2], extents.back());
    for (size_t i = 0; i < x.size(); ++i)
        y[i] = (x[i] - mean[groupOf(i)]) * rootOf(variance[groupOf(i)], call) * gain[i % channels] + bias[i % channels];
    write(y, call.outputs[0]);
}
} // namespace

void registerNormReference(KernelRegistry& registry);
void registerNormReference(KernelRegistry& registry) {
    addReference(registry, "batch_norm_training", batchNormTraining);
    addReference(registry, "batch_norm_grad", batchNormGrad);
    addReference(registry, "batch_norm_inference", batchNormInference);
    addReference(registry, "layer_norm", layerNorm);
    addReference(registry, "layer_norm_grad", layerNormGrad);
    addReference(registry, "rms_norm", rmsNorm);
    addReference(registry, "group_norm", groupNorm);
}

} // namespace td::kernels
