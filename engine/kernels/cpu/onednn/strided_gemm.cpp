#include "engine/kernels/cpu/gemm.h"
#include "engine/kernels/cpu/onednn/library.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <new>

namespace td::kernels {

namespace {
/// What a product over nothing leaves of C.
void scaleResult(const StridedGemm& g) {
    for (int64_t row = 0; row < g.m; ++row)
        std::transform(g.c + row * g.ldc, g.c + row * g.ldc + g.n, g.c + row * g.ldc,
                       [&](float c) { return g.beta == 0 ? 0.0f : g.beta * c; });
}
/// The library generates a product's code when it meets a new kind: orders, C overwritten or not, one row or column.
void requireRoomForNewKind(const StridedGemm& g) {
    static std::atomic<uint32_t> known{0};
    const uint32_t kind = (g.transposeA ? 1u : 0u) + (g.transposeB ? 2u : 0u) + (g.beta == 0 ? 4u : 0u) +
                          (g.m == 1 ? 8u : 0u) + (g.n == 1 ? 16u : 0u);
    if (known.load(std::memory_order_relaxed) >> kind & 1u) return;
    onednn::requireRoomForCode();
    known.fetch_or(1u << kind, std::memory_order_relaxed);
}
} // namespace

void multiply(const StridedGemm& g) {
    if (g.k == 0) return scaleResult(g);
    if (g.m == 0 || g.n == 0) return;
    onednn::enter();
    requireRoomForNewKind(g);
    dnnl_sgemm(g.transposeA ? 'T' : 'N', g.transposeB ? 'T' : 'N', g.m, g.n, g.k, 1.f, g.a, g.lda, g.b, g.ldb, g.beta,
               g.c, g.ldc);
}

void prepareProducts() {
    static std::once_flag once;
    constexpr int64_t kSide = 32;
    const auto make = [] {
        const std::array<float, kSide * kSide> zeros{};
        std::array<float, kSide * kSide> c{};
        multiply({kSide, kSide, kSide, zeros.data(), kSide, zeros.data(), kSide, c.data(), kSide, false, false, 0});
    };
    try {
        std::call_once(once, make);
    } catch (const std::bad_alloc&) { // tried again by the next who prepares, and by the first product
    }
}

} // namespace td::kernels
