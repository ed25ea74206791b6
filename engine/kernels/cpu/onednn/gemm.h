#pragma once

#include "engine/kernels/cpu/onednn/row_loops.h"
#include "engine/kernels/kernel.h"

namespace td::kernels::onednn {

/// One row-major product C(M,N) = op(A)(M,K) · op(B)(K,N) of floats, op = transpose or nothing.
struct Gemm {
    int64_t m = 0, n = 0, k = 0;
    bool transposeA = false, transposeB = false;

    [[nodiscard]] double flops() const {
        return 2. * static_cast<double>(m) * static_cast<double>(n) * static_cast<double>(k);
    }
};

/// What a product is cut along to feed several threads.
enum class Cut : uint8_t {
    None,
    Rows,    ///< of C: each part reads all of B
    Columns, ///< of C: each part reads all of A
    Depth,   ///< K: each part makes a whole C; they are added in the order of the parts
};

/// What is done to each element of C when it is complete.
struct Finish {
    const float* bias = nullptr; ///< (N), or null
    Clamp clamp = Clamp::None;
};

/// How one product is spread over a pool; made once, the same for the same arguments.
struct GemmPlan {
    Gemm gemm;
    Cut cut = Cut::None;
    int parts = 1;

    static GemmPlan make(const Gemm& gemm, int threads);
    /// Bytes that `run` needs besides its operands.
    [[nodiscard]] size_t scratchBytes() const;
    /// Dense operands. `scratch` is 64-byte aligned.
    void run(const float* a, const float* b, float* c, const Finish& finish, std::byte* scratch, ThreadPool* pool) const;
    /// The rows or columns of C that part `part` makes.
    [[nodiscard]] int64_t beginOf(int part) const;
};

/// Parts into which work of this size is worth cutting: 1 below about a million operations.
[[nodiscard]] int worthwhileParts(double flops, int threads);

/// The product on the calling thread alone.
void multiply(const Gemm& gemm, const float* a, const float* b, float* c);

} // namespace td::kernels::onednn
