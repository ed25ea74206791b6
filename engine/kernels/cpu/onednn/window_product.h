#pragma once

#include "engine/kernels/cpu/onednn/conv_plan.h"
#include "engine/kernels/cpu/onednn/packed_product.h"

namespace td::kernels::onednn {

/// A convolution with few output pixels under weights that never change, as one product: the windows' elements as the rows
/// of a matrix (pixels, taps · Cin) times the weights (taps · Cin, Cout).
///
/// What such a convolution costs is reading its weights, which a product does at the memory's speed.
/// Threads: as Primitive.
class WindowProduct {
public:
    /// Nothing where a convolution's own kernels are better, or the library has no fast product.
    static std::optional<WindowProduct> make(const ConvRequest& request);

    [[nodiscard]] std::string implementation() const { return "windows+" + m_product.implementation(); }
    [[nodiscard]] size_t scratchBytes() const;
    void run(const float* x, const float* bias, float* y, std::byte* scratch, ThreadPool* pool) const;

private:
    WindowProduct(ConvGeometry geometry, PackedProduct product);
    void gather(const float* x, float* rows) const;

    ConvGeometry m_geometry;
    PackedProduct m_product;
    /// For each row and tap the input pixel that it takes, -1 outside; the same for every image.
    std::vector<int64_t> m_pixels;
};

} // namespace td::kernels::onednn
