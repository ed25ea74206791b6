#include "engine/kernels/cpu/simd/layouts.h"

#include "engine/kernels/cpu/simd/partition.h"

#include <cstring>

namespace td::simd {

namespace {
constexpr int64_t kBlock = 16;

/// Calls `move(plain offset, blocked offset)` for each run of 16 channels, in the order of the plain data.
template <class Move>
void eachRun(const kernels::KernelCall& call, int parts, const Extents& extents, Move move) {
    const int64_t plane = extents[1] * extents[2], blocks = extents[3] / kBlock;
    eachPart(call, parts, extents[0] * plane, [&](int, int64_t begin, int64_t end) {
        for (int64_t pixel = begin; pixel < end; ++pixel) {
            const int64_t image = pixel / plane, at = pixel % plane;
            for (int64_t block = 0; block < blocks; ++block)
                move((pixel * blocks + block) * kBlock, ((image * blocks + block) * plane + at) * kBlock);
        }
    });
}
} // namespace

void nhwcToBlocked16(const kernels::KernelCall& call, int parts, const Extents& extents, const float* plain,
                     float* blocked) {
    eachRun(call, parts, extents,
            [&](int64_t from, int64_t to) { std::memcpy(blocked + to, plain + from, kBlock * sizeof(float)); });
}

void blocked16ToNhwc(const kernels::KernelCall& call, int parts, const Extents& extents, const float* blocked,
                     float* plain) {
    eachRun(call, parts, extents,
            [&](int64_t to, int64_t from) { std::memcpy(plain + to, blocked + from, kBlock * sizeof(float)); });
}

} // namespace td::simd
