#include "engine/kernels/cpu/onednn/gemm.h"

#include "engine/kernels/cpu/onednn/library.h"

#include <algorithm>

namespace td::kernels::onednn {

namespace {
constexpr double kSerialFlops = 1e6; ///< below this, waking others costs more than they save
constexpr int64_t kGrain = 16;         ///< pieces of a cut are multiples of this
constexpr int64_t kSerialSum = 1 << 16; ///< partial results up to this size are added by one thread

/// A piece of a product: the operands' leading dimensions stay those of the whole.
void multiplyPiece(const Gemm& whole, const Gemm& piece, const float* a, const float* b, float* c) {
    enter();
    const int64_t lda = whole.transposeA ? whole.m : whole.k, ldb = whole.transposeB ? whole.k : whole.n;
    dnnl_sgemm(whole.transposeA ? 'T' : 'N', whole.transposeB ? 'T' : 'N', piece.m, piece.n, piece.k, 1.f, a, lda, b,
               ldb, 0.f, c, whole.n);
}

/// Runs `piece` of a product that begins at these places along M, N and K.
struct Piece {
    int64_t m = 0, n = 0, k = 0;
    Gemm size;
};

void multiplyAt(const Gemm& gemm, const Piece& piece, const float* a, const float* b, float* c) {
    const int64_t aStep = gemm.transposeA ? piece.m + piece.k * gemm.m : piece.m * gemm.k + piece.k;
    const int64_t bStep = gemm.transposeB ? piece.n * gemm.k + piece.k : piece.k * gemm.n + piece.n;
    multiplyPiece(gemm, piece.size, a + aStep, b + bStep, c + piece.m * gemm.n + piece.n);
}

/// A deep product with a small result is cut along its depth, any other along the larger side of its result, so that the
/// larger operand is read in pieces and the smaller one by all.
Cut cutOf(const Gemm& gemm) {
    const int64_t side = std::max(gemm.m, gemm.n);
    if (side <= 128 && gemm.k >= 8 * side) return Cut::Depth;
    return gemm.m >= gemm.n ? Cut::Rows : Cut::Columns;
}

int64_t sizeAlong(const Gemm& gemm, Cut cut) {
    return cut == Cut::Rows ? gemm.m : cut == Cut::Columns ? gemm.n : gemm.k;
}
} // namespace

int worthwhileParts(double flops, int threads) {
    if (flops < kSerialFlops) return 1;
    return std::max(1, static_cast<int>(std::min<double>(threads, flops / (kSerialFlops / 2))));
}

void multiply(const Gemm& gemm, const float* a, const float* b, float* c) {
    multiplyPiece(gemm, gemm, a, b, c);
}

GemmPlan GemmPlan::make(const Gemm& gemm, int threads) {
    const int wanted = worthwhileParts(gemm.flops(), threads);
    const Cut cut = cutOf(gemm);
    const int64_t grains = (sizeAlong(gemm, cut) + kGrain - 1) / kGrain;
    const int parts = static_cast<int>(std::min<int64_t>(wanted, grains));
    return {gemm, parts > 1 ? cut : Cut::None, parts};
}

int64_t GemmPlan::beginOf(int part) const {
    const int64_t size = sizeAlong(gemm, cut), grains = (size + kGrain - 1) / kGrain;
    return std::min(size, grains * part / parts * kGrain);
}

size_t GemmPlan::scratchBytes() const {
    if (cut != Cut::Depth) return 0;
    return static_cast<size_t>(parts - 1) * static_cast<size_t>(gemm.m * gemm.n) * sizeof(float);
}

void GemmPlan::run(const float* a, const float* b, float* c, const Finish& finish, std::byte* scratch,
                   ThreadPool* pool) const {
    if (cut == Cut::None) {
        multiply(gemm, a, b, c);
        return addBias(c, finish.bias, finish.clamp, gemm.m, gemm.n, gemm.n);
    }
    const int64_t size = gemm.m * gemm.n;
    auto* const partial = reinterpret_cast<float*>(scratch);
    pool->run(parts, [&](int part) {
        const int64_t begin = beginOf(part), count = beginOf(part + 1) - begin;
        Piece piece{0, 0, 0, gemm};
        if (cut == Cut::Depth) {
            piece.k = begin;
            piece.size.k = count;
            return multiplyAt(gemm, piece, a, b, part == 0 ? c : partial + (part - 1) * size);
        }
        (cut == Cut::Rows ? piece.m : piece.n) = begin;
        (cut == Cut::Rows ? piece.size.m : piece.size.n) = count;
        multiplyAt(gemm, piece, a, b, c);
        const float* const bias = finish.bias ? finish.bias + piece.n : nullptr;
        addBias(c + piece.m * gemm.n + piece.n, bias, finish.clamp, piece.size.m, piece.size.n, gemm.n);
    });
    if (cut != Cut::Depth) return;
    pool->split(size, size > kSerialSum ? parts : 1, kGrain, [&](int64_t begin, int64_t end) {
        addPartials(c + begin, partial + begin, parts - 1, size, end - begin);
    });
    addBias(c, finish.bias, finish.clamp, gemm.m, gemm.n, gemm.n);
}

} // namespace td::kernels::onednn
