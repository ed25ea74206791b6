#include "engine/kernels/cpu/onednn/weights.h"

namespace td::kernels::onednn {

namespace {
constexpr size_t kSerialBytes = 256 * 1024; ///< below this, one thread copies
constexpr int64_t kChannelGrain = 64;       ///< no layout of the library blocks output channels wider

/// Part `part` of `parts` along the outermost logical axis; a zero Desc where the layout cannot be cut there.
Desc pieceOf(const Desc& whole, int part, int parts) {
    Dims dims = whole.dims(), offsets(dims.size(), 0);
    dims[0] /= parts;
    offsets[0] = dims[0] * part;
    return whole.submemory_desc(dims, offsets, true);
}

int partsFor(const Desc& desc, int threads) {
    if (desc.get_size() < kSerialBytes || desc.dims()[0] % (kChannelGrain * threads) != 0) return 1;
    return threads;
}
} // namespace

std::optional<WeightsCopy> WeightsCopy::make(const Desc& from, const Desc& to, int threads) {
    WeightsCopy copy;
    if (from == to) return copy;
    const int parts = partsFor(from, threads);
    for (int part = 0; part < parts && parts > 1; ++part) {
        const Desc source = pieceOf(from, part, parts), target = pieceOf(to, part, parts);
        if (source.is_zero() || target.is_zero()) break;
        if (Primitive piece = reorder(source, target)) copy.m_pieces.push_back(std::move(piece));
    }
    if (parts > 1 && copy.m_pieces.size() == static_cast<size_t>(parts)) return copy;
    Primitive whole = reorder(from, to);
    if (!whole) return std::nullopt;
    copy.m_pieces = {std::move(whole)};
    return copy;
}

size_t WeightsCopy::scratchBytes() const {
    size_t bytes = 0;
    for (const Primitive& piece : m_pieces)
        bytes += (piece.scratchBytes() + 63) / 64 * 64;
    return bytes;
}

void WeightsCopy::run(const void* from, void* to, std::byte* scratch, ThreadPool* pool) const {
    if (m_pieces.size() == 1) return m_pieces[0].run({from, to}, scratch);
    const size_t each = scratchBytes() / std::max<size_t>(1, m_pieces.size());
    pool->run(static_cast<int>(m_pieces.size()), [&](int part) {
        const auto at = static_cast<size_t>(part);
        m_pieces[at].run({from, to}, scratch + at * each);
    });
}

} // namespace td::kernels::onednn
