#include "engine/kernels/cpu/gemm.h"
#include "engine/kernels/cpu/onednn/library.h"

namespace td::kernels {

void multiply(const StridedGemm& g) {
    if (g.m == 0 || g.n == 0) return;
    onednn::enter();
    dnnl_sgemm(g.transposeA ? 'T' : 'N', g.transposeB ? 'T' : 'N', g.m, g.n, g.k, 1.f, g.a, g.lda, g.b, g.ldb, g.beta,
               g.c, g.ldc);
}

} // namespace td::kernels
