#include "engine/kernels/cpu/gemm.h"
#include "engine/kernels/cpu/onednn/library.h"

#include <algorithm>

namespace td::kernels {

namespace {
/// What a product over nothing leaves of C.
void scaleResult(const StridedGemm& g) {
    for (int64_t row = 0; row < g.m; ++row)
        std::transform(g.c + row * g.ldc, g.c + row * g.ldc + g.n, g.c + row * g.ldc,
                       [&](float c) { return g.beta == 0 ? 0.0f : g.beta * c; });
}
} // namespace

void multiply(const StridedGemm& g) {
    if (g.k == 0) return scaleResult(g);
    if (g.m == 0 || g.n == 0) return;
    onednn::enter();
    dnnl_sgemm(g.transposeA ? 'T' : 'N', g.transposeB ? 'T' : 'N', g.m, g.n, g.k, 1.f, g.a, g.lda, g.b, g.ldb, g.beta,
               g.c, g.ldc);
}

} // namespace td::kernels
