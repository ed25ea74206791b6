#include "engine/kernels/cpu/onednn/packed_product.h"

#include <algorithm>
#include <set>

namespace td::kernels::onednn {

namespace {
using MatMul = dnnl::matmul;

/// The piece of a product that one part makes; its operands' rows stay as long as the whole's.
struct Piece {
    int64_t row = 0, column = 0, rows = 0, columns = 0;
};

/// A product cut along its depth is made in one piece here.
Piece pieceOf(const GemmPlan& plan, int part) {
    Piece piece{0, 0, plan.gemm().m, plan.gemm().n};
    if (plan.cut() != Cut::Rows && plan.cut() != Cut::Columns) return piece;
    const int64_t begin = plan.beginOf(part), count = plan.beginOf(part + 1) - begin;
    (plan.cut() == Cut::Rows ? piece.row : piece.column) = begin;
    (plan.cut() == Cut::Rows ? piece.rows : piece.columns) = count;
    return piece;
}

/// Brings a weights' piece into `layout`.
std::shared_ptr<Buffer> packed(const Desc& plain, const Desc& layout, const float* weights) {
    auto buffer = hostBuffer(layout.get_size());
    const Primitive copy = reorder(plain, layout);
    const auto scratch = hostBuffer(std::max<size_t>(64, copy ? copy.scratchBytes() : 0));
    if (!buffer || !copy || !scratch) return nullptr;
    copy.run({weights, buffer->data()}, scratch->data());
    return buffer;
}
} // namespace

std::optional<PackedProduct> PackedProduct::make(const Gemm& gemm, const std::byte* weights, bool hasBias,
                                                 const std::string& activation, int threads) {
    const GemmPlan plan = GemmPlan::make(gemm, threads);
    const int parts = plan.cut() == Cut::Depth ? 1 : plan.parts();
    PackedProduct product;
    product.m_hasBias = hasBias;
    for (int part = 0; part < parts; ++part)
        if (!product.addPart(plan, part, reinterpret_cast<const float*>(weights), activation)) return std::nullopt;
    return product;
}

bool PackedProduct::addPart(const GemmPlan& plan, int part, const float* weights, const std::string& activation) {
    const Gemm& gemm = plan.gemm();
    const Piece piece = pieceOf(plan, part);
    dnnl::primitive_attr attributes = userScratch();
    dnnl::post_ops after;
    if (!appendActivation(after, activation)) return false;
    attributes.set_post_ops(after);
    const Desc x({piece.rows, gemm.k}, kFloat, Tag::ab), any({gemm.k, piece.columns}, kFloat, Tag::any);
    const Desc plain({gemm.k, piece.columns}, kFloat, Dims{gemm.n, 1});
    const Desc y({piece.rows, piece.columns}, kFloat, Dims{gemm.n, 1});
    const Desc bias = m_hasBias ? Desc({1, piece.columns}, kFloat, Tag::ab) : Desc();
    const auto desc =
        m_hasBias ? describe<MatMul>(attributes, x, any, bias, y) : describe<MatMul>(attributes, x, any, y);
    if (!desc || isReference(*desc)) return false;
    Part made{{}, nullptr, piece.row * gemm.k, piece.row * gemm.n + piece.column, piece.column, m_scratchBytes};
    const bool isShared = plan.cut() == Cut::Rows && part > 0;
    const Desc layout = desc->weights_desc();
    made.weights = isShared && layout == m_layout ? m_parts[0].weights : packed(plain, layout, weights + piece.column);
    m_layout = layout;
    if (!made.weights) return false;
    std::vector<Slot> slots = {{DNNL_ARG_SRC, x}, {DNNL_ARG_WEIGHTS, layout}, {DNNL_ARG_DST, y}};
    if (m_hasBias) slots.push_back({DNNL_ARG_BIAS, bias});
    made.primitive = primitiveOf<MatMul>(*desc, std::move(slots));
    m_scratchBytes += aligned(made.primitive.scratchBytes());
    m_implementation = desc->impl_info_str();
    m_parts.push_back(std::move(made));
    return true;
}

size_t PackedProduct::packedBytes() const {
    std::set<const Buffer*> buffers; // parts may share one
    size_t bytes = 0;
    for (const Part& part : m_parts)
        if (buffers.insert(part.weights.get()).second) bytes += part.weights->sizeBytes();
    return bytes;
}

void PackedProduct::run(const float* x, const float* bias, float* y, std::byte* scratch, ThreadPool* pool) const {
    pool->run(static_cast<int>(m_parts.size()), [&](int index) {
        const Part& part = m_parts[static_cast<size_t>(index)];
        const void* const weights = part.weights->data();
        if (m_hasBias)
            part.primitive.run({x + part.x, weights, y + part.y, bias + part.bias}, scratch + part.scratch);
        else
            part.primitive.run({x + part.x, weights, y + part.y}, scratch + part.scratch);
    });
}

} // namespace td::kernels::onednn
