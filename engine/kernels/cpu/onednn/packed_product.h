#pragma once

#include "engine/kernels/cpu/onednn/gemm.h"
#include "engine/kernels/cpu/onednn/primitive.h"
#include "engine/tensor/buffer.h"

namespace td::kernels::onednn {

/// Y(M,N) = activation(X(M,K) · W(K,N) + bias) with weights that never change, brought into the library's layout once.
/// Cut over threads by rows, or by columns where these are more. Threads: as Primitive.
class PackedProduct {
public:
    /// Nothing where the library has no fast way.
    static std::optional<PackedProduct> make(const Gemm& gemm, const std::byte* weights, bool hasBias,
                                             const std::string& activation, int threads);

    [[nodiscard]] bool hasBias() const { return m_hasBias; }
    [[nodiscard]] const std::string& implementation() const { return m_implementation; }
    [[nodiscard]] size_t scratchBytes() const { return m_scratchBytes; }
    [[nodiscard]] size_t packedBytes() const;
    void run(const float* x, const float* bias, float* y, std::byte* scratch, ThreadPool* pool) const;

private:
    struct Part {
        Primitive primitive;
        std::shared_ptr<Buffer> weights;
        int64_t x = 0, y = 0, bias = 0; ///< where the part begins, in elements
        size_t scratch = 0;
    };

    bool addPart(const GemmPlan& plan, int part, const float* weights, const std::string& activation);

    std::vector<Part> m_parts;
    Desc m_layout; ///< of the last part's weights
    bool m_hasBias = false;
    size_t m_scratchBytes = 0;
    std::string m_implementation;
};

} // namespace td::kernels::onednn
