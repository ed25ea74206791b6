#include "engine/kernels/cpu/simd/channel_panels.h"
#include "engine/kernels/cpu/simd/own.h"
#include "engine/kernels/cpu/simd/partition.h"
#include "engine/kernels/cpu/simd/simd_table.h"
#include "engine/kernels/kernel_registry.h"

#include <cmath>

/// Batch normalization on float32, plain or Blocked16: statistics over the whole batch whatever the number of threads.
///
/// Each part of the data has its own statistics in doubles; they are merged in the order of the parts.
namespace td::kernels {

namespace {
using namespace td::simd;

struct BatchNorm {
    const SimdTable* table = nullptr;
    ChannelPanels panels;
    int parts = 1;
    double epsilon = 0;
    NormActivation activation = NormActivation::Linear;
    bool keepsMasked = false;
};

NormActivation activationOf(const graph::Attributes& attributes) {
    const std::string& name = attributes.text("activation");
    if (name == "relu") return NormActivation::Relu;
    return name == "relu6" ? NormActivation::Relu6 : NormActivation::Linear;
}

BatchNorm normOf(const KernelRequest& request, size_t x) {
    const int parts = partsFor(request.threads, static_cast<double>(request.inputs[x].sizeBytes()) * 2, 0);
    return {&tableFor(request.isa),
            ChannelPanels(request.inputs[x]),
            parts,
            request.attributes->real("epsilon"),
            activationOf(*request.attributes),
            request.attributes->flag("has_residual")};
}

int64_t padded(int64_t count) {
    return (count + 15) / 16 * 16;
}

/// What a part keeps: two doubles a channel, and the moments of a piece.
struct PartSums {
    double *first, *second; ///< by channel
    double* counts;         ///< by group of channels
    float *pieceFirst, *pieceSecond;
};

size_t partBytes(const ChannelPanels& panels) {
    const int64_t channels = padded(panels.channels());
    return static_cast<size_t>(2 * channels + padded(panels.groups())) * sizeof(double) +
           static_cast<size_t>(2 * channels) * sizeof(float);
}

PartSums partSums(const ChannelPanels& panels, std::byte* scratch, int part) {
    const int64_t channels = padded(panels.channels());
    auto* doubles = reinterpret_cast<double*>(scratch + static_cast<size_t>(part) * partBytes(panels));
    double* const counts = doubles + 2 * channels;
    auto* floats = reinterpret_cast<float*>(counts + padded(panels.groups()));
    return {doubles, doubles + channels, counts, floats, floats + channels};
}

void clear(const ChannelPanels& panels, const PartSums& sums) {
    std::fill_n(sums.first, panels.channels(), 0.0);
    std::fill_n(sums.second, panels.channels(), 0.0);
    std::fill_n(sums.counts, panels.groups(), 0.0);
}

/// Behind the parts' sums: vectors of one float a channel.
float* coefficients(const BatchNorm& norm, const KernelCall& call, int index) {
    auto* all = reinterpret_cast<float*>(call.scratch + static_cast<size_t>(norm.parts) * partBytes(norm.panels));
    return all + index * padded(norm.panels.channels());
}
size_t scratchBytes(const BatchNorm& norm) {
    constexpr int64_t kVectors = 4;
    return static_cast<size_t>(norm.parts) * partBytes(norm.panels) +
           static_cast<size_t>(kVectors * padded(norm.panels.channels())) * sizeof(float);
}

void momentsOfPart(const BatchNorm& norm, const float* x, const PartSums& sums, int64_t begin, int64_t end) {
    const int64_t width = norm.panels.width();
    for (int64_t i = begin; i < end; ++i) {
        const auto piece = norm.panels.piece(i);
        const auto rows = static_cast<double>(piece.rows);
        norm.table->columns.moments(x + piece.offset, piece.rows, width, width, sums.pieceFirst, sums.pieceSecond);
        norm.table->columns.mergeMoments(sums.first + piece.channel, sums.second + piece.channel,
                                         sums.counts[piece.group], sums.pieceFirst, sums.pieceSecond, rows, width);
        sums.counts[piece.group] += rows;
    }
}

void mergeParts(const ChannelPanels& panels, const PartSums& into, const PartSums& more) {
    for (int64_t c = 0; c < panels.channels(); ++c) {
        const int64_t group = c / panels.width();
        const double count = into.counts[group], n = more.counts[group];
        if (n == 0) continue;
        const double delta = more.first[c] - into.first[c], share = n / (count + n);
        into.first[c] += delta * share;
        into.second[c] += more.second[c] + delta * delta * count * share;
    }
    for (int64_t group = 0; group < panels.groups(); ++group)
        into.counts[group] += more.counts[group];
}

/// y = activation((x-mean)·scale + shift + residual)
struct Affine {
    const float *gain, *bias, *mean, *variance, *residual;
};

void applyAffine(const BatchNorm& norm, const KernelCall& call, const Affine& affine) {
    float *scale = coefficients(norm, call, 0), *shift = coefficients(norm, call, 1);
    for (int64_t c = 0; c < norm.panels.channels(); ++c) {
        const double rstd = 1.0 / std::sqrt(static_cast<double>(affine.variance[c]) + norm.epsilon);
        scale[c] = static_cast<float>(affine.gain ? rstd * static_cast<double>(affine.gain[c]) : rstd);
        shift[c] = affine.bias ? affine.bias[c] : 0.0f;
    }
    const int64_t width = norm.panels.width();
    eachPart(call, norm.parts, norm.panels.pieces(), [&](int, int64_t begin, int64_t end) {
        for (int64_t i = end; i-- > begin;) { // backward: what the statistics read last is still in the cache
            const auto piece = norm.panels.piece(i);
            const float* const residual = affine.residual ? affine.residual + piece.offset : nullptr;
            norm.table->norm.affine(call.in<float>(0) + piece.offset, residual, affine.mean + piece.channel,
                                    scale + piece.channel, shift + piece.channel, call.out<float>(0) + piece.offset,
                                    piece.rows, width, width, norm.activation);
        }
    });
}

void runTraining(const BatchNorm& norm, const KernelCall& call) {
    for (int part = 0; part < norm.parts; ++part)
        clear(norm.panels, partSums(norm.panels, call.scratch, part));
    eachPart(call, norm.parts, norm.panels.pieces(), [&](int part, int64_t begin, int64_t end) {
        momentsOfPart(norm, call.in<float>(0), partSums(norm.panels, call.scratch, part), begin, end);
    });
    const PartSums total = partSums(norm.panels, call.scratch, 0);
    for (int part = 1; part < norm.parts; ++part)
        mergeParts(norm.panels, total, partSums(norm.panels, call.scratch, part));
    float *mean = call.out<float>(1), *variance = call.out<float>(2);
    for (int64_t c = 0; c < norm.panels.channels(); ++c) {
        mean[c] = static_cast<float>(total.first[c]);
        variance[c] = static_cast<float>(total.second[c] / static_cast<double>(norm.panels.perChannel()));
    }
    applyAffine(norm, call, {call.in<float>(1), call.in<float>(2), mean, variance, call.in<float>(3)});
}

void runInference(const BatchNorm& norm, const KernelCall& call) {
    applyAffine(norm, call, {call.in<float>(1), call.in<float>(2), call.in<float>(3), call.in<float>(4), nullptr});
}

/// dgain and dbias, and with what dz, x-mean and 1 are multiplied for dx.
void setGradCoefficients(const BatchNorm& norm, const KernelCall& call, const PartSums& total) {
    const float *gain = call.in<float>(3), *variance = call.in<float>(5);
    float *a = coefficients(norm, call, 0), *b = coefficients(norm, call, 1), *c = coefficients(norm, call, 2);
    const double share = 1.0 / static_cast<double>(norm.panels.perChannel());
    for (int64_t i = 0; i < norm.panels.channels(); ++i) {
        const double rstd = 1.0 / std::sqrt(static_cast<double>(variance[i]) + norm.epsilon);
        const double factor = gain ? rstd * static_cast<double>(gain[i]) : rstd;
        call.out<float>(1)[i] = static_cast<float>(total.second[i] * rstd);
        call.out<float>(2)[i] = static_cast<float>(total.first[i]);
        a[i] = static_cast<float>(factor);
        b[i] = static_cast<float>(-factor * rstd * rstd * total.second[i] * share);
        c[i] = static_cast<float>(-factor * total.first[i] * share);
    }
}

void applyGrad(const BatchNorm& norm, const KernelCall& call) {
    const float *a = coefficients(norm, call, 0), *b = coefficients(norm, call, 1), *c = coefficients(norm, call, 2);
    const int64_t width = norm.panels.width();
    eachPart(call, norm.parts, norm.panels.pieces(), [&](int, int64_t begin, int64_t end) {
        for (int64_t i = end; i-- > begin;) { // backward, as above
            const auto piece = norm.panels.piece(i);
            float* masked = norm.keepsMasked ? call.out<float>(3) + piece.offset : nullptr;
            norm.table->norm.gradApply(
                call.in<float>(0) + piece.offset, call.in<float>(1) + piece.offset, call.in<float>(2) + piece.offset,
                call.in<float>(4) + piece.channel, a + piece.channel, b + piece.channel, c + piece.channel,
                call.out<float>(0) + piece.offset, masked, piece.rows, width, width, norm.activation);
        }
    });
}

void runGrad(const BatchNorm& norm, const KernelCall& call) {
    const int64_t width = norm.panels.width();
    for (int part = 0; part < norm.parts; ++part)
        clear(norm.panels, partSums(norm.panels, call.scratch, part));
    eachPart(call, norm.parts, norm.panels.pieces(), [&](int part, int64_t begin, int64_t end) {
        const PartSums sums = partSums(norm.panels, call.scratch, part);
        for (int64_t i = begin; i < end; ++i) {
            const auto piece = norm.panels.piece(i);
            norm.table->norm.gradSums(call.in<float>(0) + piece.offset, call.in<float>(1) + piece.offset,
                                      call.in<float>(2) + piece.offset, call.in<float>(4) + piece.channel, piece.rows,
                                      width, width, norm.activation, sums.first + piece.channel,
                                      sums.second + piece.channel);
        }
    });
    const PartSums total = partSums(norm.panels, call.scratch, 0);
    for (int part = 1; part < norm.parts; ++part) {
        const PartSums more = partSums(norm.panels, call.scratch, part);
        for (int64_t c = 0; c < norm.panels.channels(); ++c) {
            total.first[c] += more.first[c];
            total.second[c] += more.second[c];
        }
    }
    setGradCoefficients(norm, call, total);
    applyGrad(norm, call);
}

/// float32, not empty, and every large argument in the layout of x.
template <size_t x>
bool supports(const KernelRequest& request) {
    const Argument& data = request.inputs[x];
    const auto goesAlong = [&](const Argument& argument) {
        if (!argument.isPresent) return true;
        const bool isLarge = argument.extents == data.extents;
        return argument.dtype == DType::F32 && (isLarge ? argument.layout == data.layout : argument.isPlain());
    };
    return data.elements() > 0 && std::all_of(request.inputs.begin(), request.inputs.end(), goesAlong) &&
           std::all_of(request.outputs.begin(), request.outputs.end(), goesAlong);
}

template <void (*function)(const BatchNorm&, const KernelCall&), size_t x>
void addNorm(KernelRegistry& registry, const char* op) {
    registry.add({op, kOwnVariant, DeviceKind::Cpu, kOwnPreference, supports<x>,
                  [](const KernelRequest& request) -> Result<PreparedKernel> {
                      const BatchNorm norm = normOf(request, x);
                      auto kernel = prepared(norm, function, ownName(request), scratchBytes(norm));
                      kernel.inPlace = request.op->mayAlias;
                      return kernel;
                  }});
}
} // namespace

void registerSimdBatchNorm(KernelRegistry& registry);
void registerSimdBatchNorm(KernelRegistry& registry) {
    addNorm<runTraining, 0>(registry, "batch_norm_training");
    addNorm<runGrad, 1>(registry, "batch_norm_grad");
    addNorm<runInference, 0>(registry, "batch_norm_inference");
}

} // namespace td::kernels
