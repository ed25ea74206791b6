#include "engine/kernels/cpu/simd/own.h"
#include "engine/kernels/cpu/simd/partition.h"
#include "engine/kernels/cpu/simd/simd_table.h"
#include "engine/kernels/kernel_registry.h"
#include "engine/kernels/philox.h"

#include <algorithm>
#include <cmath>

/// Dropout and uniform numbers on float32: bit by bit those of the reference, whoever computes which part.
namespace td::kernels {

namespace {
using namespace td::simd;

struct Random {
    const SimdTable* table = nullptr;
    uint64_t seed = 0;
    int64_t count = 0;
    int parts = 1;
    uint32_t limit = 0; ///< of dropout: words below it make a 0
    float scale = 1;
    double low = 0, high = 1;
};

Random randomOf(const KernelRequest& request) {
    constexpr double kFlops = 20; // for each element
    const graph::Attributes& attributes = *request.attributes;
    const double rate = attributes.real("rate");
    Random random;
    random.table = &tableFor(request.isa);
    random.seed = static_cast<uint64_t>(attributes.integer("seed"));
    random.count = request.outputs[0].elements();
    random.parts = partsFor(request.threads, static_cast<double>(request.outputs[0].sizeBytes()),
                            static_cast<double>(random.count) * kFlops);
    random.limit = static_cast<uint32_t>(std::min<uint64_t>(wordLimit(rate), 0xFFFFFFFFu));
    random.scale = static_cast<float>(1 / (1 - rate));
    random.low = attributes.real("low");
    random.high = attributes.real("high");
    return random;
}

RandomKey keyOf(const Random& random, int64_t state) {
    const auto position = static_cast<uint64_t>(state);
    return {static_cast<uint32_t>(random.seed), static_cast<uint32_t>(random.seed >> 32),
            static_cast<uint32_t>(position), static_cast<uint32_t>(position >> 32)};
}

/// Ranges begin at multiples of 256 elements, so at a block of their own.
void runDropout(const Random& random, const KernelCall& call) {
    const RandomKey key = keyOf(random, *call.in<int64_t>(1));
    eachRange(call, random.parts, random.count, [&](int, int64_t begin, int64_t end) {
        random.table->random.dropout(key, begin / 4, call.in<float>(0) + begin, call.out<float>(0) + begin, end - begin,
                                     random.limit, random.scale);
    });
}

void runUniform(const Random& random, const KernelCall& call) {
    const RandomKey key = keyOf(random, *call.in<int64_t>(0));
    const double last = std::nextafter(static_cast<float>(random.high), static_cast<float>(random.low));
    eachRange(call, random.parts, random.count, [&](int, int64_t begin, int64_t end) {
        random.table->random.uniform(key, begin / 4, call.out<float>(0) + begin, end - begin, random.low, random.high,
                                     last);
    });
}

/// Every element its own word: no axis shares its fate. Blocked16 data would draw other words for the same places.
bool supportsDropout(const KernelRequest& request) {
    const graph::Ints& noise = request.attributes->integers("noise_shape");
    const Argument& x = request.inputs[0];
    if (x.dtype != DType::F32 || !x.isPlain()) return false;
    for (size_t i = 0; i < noise.size(); ++i)
        if (noise[i] == 1 && x.extents[i] != 1) return false;
    return true;
}

bool supportsUniform(const KernelRequest& request) {
    return request.outputs[0].dtype == DType::F32 && request.outputs[0].isPlain();
}
} // namespace

void registerSimdRandom(KernelRegistry& registry);
void registerSimdRandom(KernelRegistry& registry) {
    registry.add({"dropout", kOwnVariant, DeviceKind::Cpu, kOwnPreference, supportsDropout,
                  [](const KernelRequest& request) -> Result<PreparedKernel> {
                      auto kernel = prepared(randomOf(request), runDropout, ownName(request));
                      kernel.inPlace = request.op->mayAlias;
                      return kernel;
                  }});
    registry.add({"random_uniform", kOwnVariant, DeviceKind::Cpu, kOwnPreference, supportsUniform,
                  [](const KernelRequest& request) -> Result<PreparedKernel> {
                      return prepared(randomOf(request), runUniform, ownName(request));
                  }});
}

} // namespace td::kernels
