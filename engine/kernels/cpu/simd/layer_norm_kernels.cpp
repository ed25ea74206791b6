#include "engine/kernels/cpu/simd/own.h"
#include "engine/kernels/cpu/simd/partition.h"
#include "engine/kernels/cpu/simd/simd_table.h"
#include "engine/kernels/kernel_registry.h"

#include <algorithm>

/// Layer and root-mean-square normalization over trailing axes, on float32.
namespace td::kernels {

namespace {
using namespace td::simd;

struct LayerNorm {
    const SimdTable* table = nullptr;
    int64_t rows = 1, width = 1;
    int parts = 1;
    float epsilon = 0;
};

LayerNorm normOf(const KernelRequest& request, size_t x) {
    const Extents& extents = request.inputs[x].extents;
    const auto rank = static_cast<int64_t>(extents.size());
    const int64_t axis = request.attributes->integer("axis"), first = axis < 0 ? axis + rank : axis;
    LayerNorm norm;
    norm.table = &tableFor(request.isa);
    for (int64_t i = 0; i < rank; ++i)
        (i < first ? norm.rows : norm.width) *= extents[static_cast<size_t>(i)];
    norm.parts = partsFor(request.threads, static_cast<double>(request.inputs[x].sizeBytes()) * 2, 0);
    norm.epsilon = static_cast<float>(request.attributes->real("epsilon"));
    return norm;
}

void runLayerNorm(const LayerNorm& norm, const KernelCall& call) {
    eachPart(call, norm.parts, norm.rows, [&](int, int64_t begin, int64_t end) {
        const int64_t at = begin * norm.width;
        norm.table->layerNorm.layer(call.in<float>(0) + at, call.in<float>(1), call.in<float>(2),
                                    call.out<float>(0) + at, call.out<float>(1) + begin, call.out<float>(2) + begin,
                                    end - begin, norm.width, norm.epsilon);
    });
}

void runRmsNorm(const LayerNorm& norm, const KernelCall& call) {
    eachPart(call, norm.parts, norm.rows, [&](int, int64_t begin, int64_t end) {
        const int64_t at = begin * norm.width;
        norm.table->layerNorm.rms(call.in<float>(0) + at, call.in<float>(1), call.out<float>(0) + at,
                                  call.out<float>(1) + begin, end - begin, norm.width, norm.epsilon);
    });
}

constexpr int64_t kRowsAtOnce = 64; ///< whose sums are kept in floats before they go into doubles

/// The sums for gain and bias of one part: doubles, and floats for a few rows.
struct GainSums {
    double *gain, *bias;
    float *someGain, *someBias;
};
size_t partBytes(const LayerNorm& norm) {
    const auto width = static_cast<size_t>((norm.width + 15) / 16 * 16);
    return 2 * width * (sizeof(double) + sizeof(float));
}
GainSums gainSums(const LayerNorm& norm, const KernelCall& call, int part) {
    const int64_t width = (norm.width + 15) / 16 * 16;
    auto* doubles = reinterpret_cast<double*>(call.scratch + static_cast<size_t>(part) * partBytes(norm));
    auto* floats = reinterpret_cast<float*>(doubles + 2 * width);
    return {doubles, doubles + width, floats, floats + width};
}

void gradOfPart(const LayerNorm& norm, const KernelCall& call, const GainSums& sums, int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; row += kRowsAtOnce) {
        const int64_t rows = std::min(kRowsAtOnce, end - row), at = row * norm.width;
        std::fill_n(sums.someGain, norm.width, 0.0f);
        std::fill_n(sums.someBias, norm.width, 0.0f);
        norm.table->layerNorm.layerGrad(call.in<float>(0) + at, call.in<float>(1) + at, call.in<float>(2),
                                        call.in<float>(3) + row, call.in<float>(4) + row, call.out<float>(0) + at,
                                        sums.someGain, sums.someBias, rows, norm.width);
        for (int64_t i = 0; i < norm.width; ++i) {
            sums.gain[i] += static_cast<double>(sums.someGain[i]);
            sums.bias[i] += static_cast<double>(sums.someBias[i]);
        }
    }
}

void runLayerNormGrad(const LayerNorm& norm, const KernelCall& call) {
    for (int part = 0; part < norm.parts; ++part) {
        const GainSums sums = gainSums(norm, call, part);
        std::fill_n(sums.gain, norm.width, 0.0);
        std::fill_n(sums.bias, norm.width, 0.0);
    }
    eachPart(call, norm.parts, norm.rows, [&](int part, int64_t begin, int64_t end) {
        gradOfPart(norm, call, gainSums(norm, call, part), begin, end);
    });
    for (int64_t i = 0; i < norm.width; ++i) {
        double gain = 0, bias = 0;
        for (int part = 0; part < norm.parts; ++part) {
            gain += gainSums(norm, call, part).gain[i];
            bias += gainSums(norm, call, part).bias[i];
        }
        call.out<float>(1)[i] = static_cast<float>(gain);
        call.out<float>(2)[i] = static_cast<float>(bias);
    }
}

template <size_t x>
bool supports(const KernelRequest& request) {
    return arePlain(request.inputs) && request.inputs[x].elements() > 0;
}

template <void (*function)(const LayerNorm&, const KernelCall&), size_t x>
void addNorm(KernelRegistry& registry, const char* op) {
    registry.add({op, kOwnVariant, DeviceKind::Cpu, kOwnPreference, supports<x>,
                  [](const KernelRequest& request) -> Result<PreparedKernel> {
                      const LayerNorm norm = normOf(request, x);
                      const size_t scratch = x == 1 ? static_cast<size_t>(norm.parts) * partBytes(norm) : 0;
                      auto kernel = prepared(norm, function, ownName(request), scratch);
                      kernel.inPlace = request.op->mayAlias;
                      return kernel;
                  }});
}
} // namespace

void registerSimdLayerNorm(KernelRegistry& registry);
void registerSimdLayerNorm(KernelRegistry& registry) {
    addNorm<runLayerNorm, 0>(registry, "layer_norm");
    addNorm<runRmsNorm, 0>(registry, "rms_norm");
    addNorm<runLayerNormGrad, 1>(registry, "layer_norm_grad");
}

} // namespace td::kernels
