#pragma once

#include "engine/kernels/kernel.h"

namespace td::simd {

/// Float32 elements of (N,H,W,C), C a multiple of 16, between row-major order and [N][C/16][H·W][16].
/// Threads: split over call.pool into `parts`.
void nhwcToBlocked16(const kernels::KernelCall& call, int parts, const Extents& extents, const float* plain,
                     float* blocked);
void blocked16ToNhwc(const kernels::KernelCall& call, int parts, const Extents& extents, const float* blocked,
                     float* plain);

} // namespace td::simd
