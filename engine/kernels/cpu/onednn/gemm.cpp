#include "engine/kernels/cpu/onednn/gemm.h"

#include "engine/kernels/cpu/gemm.h"
#include "engine/kernels/cpu/onednn/library.h"

#include <algorithm>

namespace td::kernels::onednn {

namespace {
constexpr double kSerialFlops = 1e6;    ///< below this, waking others costs more than they save
constexpr int64_t kGrain = 16;          ///< pieces of a cut are multiples of this
constexpr int64_t kSerialSum = 1 << 16; ///< partial results up to this size are added by one thread

/// A piece of a product: the operands' leading dimensions stay those of the whole.
void multiplyPiece(const Gemm& whole, const Gemm& piece, const float* a, const float* b, float* c) {
    const int64_t lda = whole.transposeA ? whole.m : whole.k, ldb = whole.transposeB ? whole.k : whole.n;
    td::kernels::multiply(
        {piece.m, piece.n, piece.k, a, lda, b, ldb, c, whole.n, whole.transposeA, whole.transposeB, 0});
}

/// Where measurements (see tests/bench/kernels) say that a matmul primitive beats sgemm: B as the transpose of what is
/// stored, and few rows times weights that do not fit the second-level cache.
bool prefersPrimitive(const Gemm& gemm) {
    if (gemm.transposeA || gemm.m < 48 || gemm.n < 16) return false;
    return gemm.transposeB || (gemm.m <= 256 && gemm.k * gemm.n >= 1 << 20);
}

using MatMul = dnnl::matmul;

struct Operands {
    Desc a, b, c;
};

/// Matrices `batches` deep, or plain ones for 0, with rows as long as those of `whole`.
Operands operandsOf(const Gemm& whole, const Gemm& piece, int64_t batches) {
    const auto desc = [&](int64_t rows, int64_t columns, int64_t stride, int64_t size, bool isTransposed) {
        Dims dims = {rows, columns}, strides = isTransposed ? Dims{1, stride} : Dims{stride, 1};
        if (batches > 0) {
            dims.insert(dims.begin(), batches);
            strides.insert(strides.begin(), size);
        }
        return Desc(dims, kFloat, strides);
    };
    return {desc(piece.m, piece.k, whole.transposeA ? whole.m : whole.k, whole.m * whole.k, whole.transposeA),
            desc(piece.k, piece.n, whole.transposeB ? whole.k : whole.n, whole.k * whole.n, whole.transposeB),
            desc(piece.m, piece.n, whole.n, whole.m * whole.n, false)};
}

/// An empty primitive where the library has no fast one.
Primitive matmulOf(const Operands& operands, std::string& implementation) {
    const auto desc = describe<MatMul>(userScratch(), operands.a, operands.b, operands.c);
    if (!desc || isReference(*desc)) return {};
    implementation = desc->impl_info_str();
    return primitiveOf<MatMul>(
        *desc, {{DNNL_ARG_SRC, operands.a}, {DNNL_ARG_WEIGHTS, operands.b}, {DNNL_ARG_DST, operands.c}});
}

/// A deep product with a small result is cut along its depth, any other along the larger side of its result, so that
/// the larger operand is read in pieces and the smaller one by all.
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
    GemmPlan plan;
    plan.m_gemm = gemm;
    plan.m_parts = static_cast<int>(std::min<int64_t>(wanted, grains));
    plan.m_cut = plan.m_parts > 1 ? cut : Cut::None;
    if (prefersPrimitive(gemm)) plan.makePrimitives();
    if (plan.m_primitives.empty()) prepareProducts();
    return plan;
}

int64_t GemmPlan::beginOf(int part) const {
    const int64_t size = sizeAlong(m_gemm, m_cut), grains = (size + kGrain - 1) / kGrain;
    return std::min(size, grains * part / m_parts * kGrain);
}

GemmPlan::Piece GemmPlan::piece(int part) const {
    Piece piece{0, 0, 0, m_gemm};
    if (m_cut == Cut::None) return piece;
    const int64_t begin = beginOf(part), count = beginOf(part + 1) - begin;
    (m_cut == Cut::Rows ? piece.m : m_cut == Cut::Columns ? piece.n : piece.k) = begin;
    (m_cut == Cut::Rows ? piece.size.m : m_cut == Cut::Columns ? piece.size.n : piece.size.k) = count;
    return piece;
}

void GemmPlan::makePrimitives() {
    std::vector<Primitive> made;
    for (int part = 0; part < m_parts; ++part) {
        std::string implementation;
        made.push_back(matmulOf(operandsOf(m_gemm, piece(part).size, 0), implementation));
        if (!made.back()) return;
        m_partScratch = std::max(m_partScratch, aligned(made.back().scratchBytes()));
        m_implementation = implementation;
    }
    m_primitives = std::move(made);
}

size_t GemmPlan::scratchBytes() const {
    const size_t ofPrimitives = m_partScratch * m_primitives.size();
    if (m_cut != Cut::Depth) return ofPrimitives;
    return ofPrimitives + static_cast<size_t>(m_parts - 1) * static_cast<size_t>(m_gemm.m * m_gemm.n) * sizeof(float);
}

void GemmPlan::multiply(int part, const float* a, const float* b, float* c, std::byte* scratch) const {
    const Piece at = piece(part);
    a += m_gemm.transposeA ? at.m + at.k * m_gemm.m : at.m * m_gemm.k + at.k;
    b += m_gemm.transposeB ? at.n * m_gemm.k + at.k : at.k * m_gemm.n + at.n;
    c += at.m * m_gemm.n + at.n;
    if (m_primitives.empty()) return multiplyPiece(m_gemm, at.size, a, b, c);
    const auto index = static_cast<size_t>(part);
    m_primitives[index].run({a, b, c}, scratch + index * m_partScratch);
}

void GemmPlan::runPart(int part, const float* a, const float* b, float* c, const Finish& finish,
                       std::byte* scratch) const {
    multiply(part, a, b, c, scratch);
    const Piece at = piece(part);
    const float* const bias = finish.bias ? finish.bias + at.n : nullptr;
    addBias(c + at.m * m_gemm.n + at.n, bias, finish.clamp, at.size.m, at.size.n, m_gemm.n);
}

void GemmPlan::run(const float* a, const float* b, float* c, const Finish& finish, std::byte* scratch,
                   ThreadPool* pool) const {
    if (m_cut == Cut::None) return runPart(0, a, b, c, finish, scratch);
    if (m_cut != Cut::Depth) return pool->run(m_parts, [&](int part) { runPart(part, a, b, c, finish, scratch); });
    const int64_t size = m_gemm.m * m_gemm.n;
    auto* const partial = reinterpret_cast<float*>(scratch + m_partScratch * m_primitives.size());
    pool->run(m_parts, [&](int part) { multiply(part, a, b, part == 0 ? c : partial + (part - 1) * size, scratch); });
    pool->split(size, size > kSerialSum ? m_parts : 1, kGrain, [&](int64_t begin, int64_t end) {
        addPartials(c + begin, partial + begin, m_parts - 1, size, end - begin);
    });
    addBias(c, finish.bias, finish.clamp, m_gemm.m, m_gemm.n, m_gemm.n);
}

std::optional<BatchedGemm> BatchedGemm::make(const Gemm& gemm, int64_t batches, int threads) {
    if (gemm.transposeA && gemm.n <= 32) return std::nullopt;
    const int parts = static_cast<int>(
        std::min<int64_t>(batches, worthwhileParts(gemm.flops() * static_cast<double>(batches), threads)));
    BatchedGemm made;
    made.m_gemm = gemm;
    for (int part = 0; part < parts; ++part) {
        const int64_t begin = batches * part / parts, count = batches * (part + 1) / parts - begin;
        made.m_begins.push_back(begin);
        made.m_primitives.push_back(matmulOf(operandsOf(gemm, gemm, count), made.m_implementation));
        if (!made.m_primitives.back()) return std::nullopt;
        made.m_partScratch = std::max(made.m_partScratch, aligned(made.m_primitives.back().scratchBytes()));
    }
    return made;
}

void BatchedGemm::run(const float* a, const float* b, float* c, std::byte* scratch, ThreadPool* pool) const {
    pool->run(static_cast<int>(m_primitives.size()), [&](int part) {
        const auto index = static_cast<size_t>(part);
        const int64_t begin = m_begins[index];
        m_primitives[index].run(
            {a + begin * m_gemm.m * m_gemm.k, b + begin * m_gemm.k * m_gemm.n, c + begin * m_gemm.m * m_gemm.n},
            scratch + index * m_partScratch);
    });
}

} // namespace td::kernels::onednn
