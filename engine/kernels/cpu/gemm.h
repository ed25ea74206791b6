#pragma once

#include <cstdint>

namespace td::kernels {

/// A row-major float product C(M,N) = op(A)(M,K) · op(B)(K,N) + beta·C, op = transpose or nothing; rows of the matrices
/// as stored lie lda, ldb, ldc elements apart.
struct StridedGemm {
    int64_t m = 0, n = 0, k = 0;
    const float* a = nullptr;
    int64_t lda = 0;
    const float* b = nullptr;
    int64_t ldb = 0;
    float* c = nullptr;
    int64_t ldc = 0;
    bool transposeA = false, transposeB = false;
    float beta = 0;
};

/// On the calling thread alone; sizes of 0 are allowed. Threads: any.
void multiply(const StridedGemm& product);

} // namespace td::kernels
