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

/// Makes the code of products now, once, which else the first of all makes: some 20 ms. For the `prepare` of kernels that
/// multiply. Where memory is out nothing happens, and the first product tells. Threads: any.
void prepareProducts();

} // namespace td::kernels
