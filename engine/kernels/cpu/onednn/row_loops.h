#pragma once

#include <cstdint>

namespace td::kernels::onednn {

/// What follows a product, in as far as it is one instruction; other activations are oneDNN's.
enum class Clamp : uint8_t { None, Relu, Relu6 };

/// y(rows, columns) += bias, then clamped, in place. `bias` may be null; rows lie `stride` apart.
void addBias(float* y, const float* bias, Clamp clamp, int64_t rows, int64_t columns, int64_t stride);

/// sum[i] += partials[p·stride + i] for each p in turn, i in 0 … size-1.
void addPartials(float* sum, const float* partials, int64_t count, int64_t stride, int64_t size);

} // namespace td::kernels::onednn
