#pragma once

#include "engine/kernels/cpu/onednn/primitive.h"
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
///
/// Pieces run through sgemm, or through a matmul primitive where that was measured to be faster. Threads: as Primitive.
class GemmPlan {
public:
    static GemmPlan make(const Gemm& gemm, int threads);

    [[nodiscard]] const Gemm& gemm() const { return m_gemm; }
    [[nodiscard]] Cut cut() const { return m_cut; }
    [[nodiscard]] int parts() const { return m_parts; }
    /// Where part `part` begins along the axis that is cut.
    [[nodiscard]] int64_t beginOf(int part) const;
    [[nodiscard]] const std::string& implementation() const { return m_implementation; }
    /// Bytes that `run` needs besides its operands.
    [[nodiscard]] size_t scratchBytes() const;
    /// Dense operands. `scratch` is 64-byte aligned.
    void run(const float* a, const float* b, float* c, const Finish& finish, std::byte* scratch,
             ThreadPool* pool) const;

private:
    struct Piece {
        int64_t m = 0, n = 0, k = 0; ///< where it begins
        Gemm size;
    };
    [[nodiscard]] Piece piece(int part) const;
    void makePrimitives();
    void multiply(int part, const float* a, const float* b, float* c, std::byte* scratch) const;
    void runPart(int part, const float* a, const float* b, float* c, const Finish& finish, std::byte* scratch) const;

    Gemm m_gemm;
    Cut m_cut = Cut::None;
    int m_parts = 1;
    std::vector<Primitive> m_primitives; ///< of the parts; empty: sgemm
    size_t m_partScratch = 0;
    std::string m_implementation = "sgemm";
};

/// The same product for each of many dense matrices that follow each other in memory.
class BatchedGemm {
public:
    /// Nothing where calling sgemm for each is as fast.
    static std::optional<BatchedGemm> make(const Gemm& gemm, int64_t batches, int threads);
    [[nodiscard]] const std::string& implementation() const { return m_implementation; }
    [[nodiscard]] size_t scratchBytes() const { return m_partScratch * m_primitives.size(); }
    void run(const float* a, const float* b, float* c, std::byte* scratch, ThreadPool* pool) const;

private:
    Gemm m_gemm;
    std::vector<Primitive> m_primitives;
    std::vector<int64_t> m_begins; ///< first matrix of each part
    size_t m_partScratch = 0;
    std::string m_implementation;
};

/// Parts into which work of this size is worth cutting: 1 below about a million operations.
[[nodiscard]] int worthwhileParts(double flops, int threads);

/// The product on the calling thread alone.
void multiply(const Gemm& gemm, const float* a, const float* b, float* c);

} // namespace td::kernels::onednn
