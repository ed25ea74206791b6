#include "engine/kernels/cpu/onednn/weights.h"

#include "engine/tensor/shape.h"

#include <algorithm>

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
    copy.m_bytes = from.get_size();
    const int parts = partsFor(from, threads);
    for (int part = 0; part < parts && parts > 1; ++part) {
        const Desc source = pieceOf(from, part, parts), target = pieceOf(to, part, parts);
        if (source.is_zero() || target.is_zero()) break;
        if (Primitive piece = reorder(source, target)) copy.m_pieces.push_back({std::move(piece)});
    }
    if (parts > 1 && copy.m_pieces.size() == static_cast<size_t>(parts)) return copy;
    Primitive whole = reorder(from, to);
    if (!whole) return std::nullopt;
    copy.m_pieces = {{std::move(whole)}};
    return copy;
}

std::optional<WeightsCopy> WeightsCopy::makeMirrored(const Dims& kernel, int64_t channels, int64_t filters,
                                                     const Desc& to) {
    WeightsCopy copy;
    const auto tapBytes = static_cast<size_t>(channels * filters) * sizeof(float);
    const int64_t taps = elementsOf(kernel);
    copy.m_bytes = tapBytes * static_cast<size_t>(taps);
    Dims dims = {channels, filters}, strides = {filters, 1};
    dims.resize(kernel.size() + 2, 1);
    strides.resize(kernel.size() + 2, channels * filters);
    const Desc source(dims, kFloat, strides);
    for (int64_t tap = 0; tap < taps; ++tap) {
        Dims place(dims.size(), 0);
        for (int64_t axis = static_cast<int64_t>(kernel.size()) - 1, rest = taps - 1 - tap; axis >= 0; --axis) {
            const auto at = static_cast<size_t>(axis);
            place[at + 2] = rest % kernel[at];
            rest /= kernel[at];
        }
        const Desc target = to.submemory_desc(dims, place, true);
        Primitive piece = target.is_zero() ? Primitive() : reorder(source, target);
        if (!piece) return std::nullopt;
        copy.m_pieces.push_back({std::move(piece), static_cast<size_t>(tap) * tapBytes});
    }
    return copy;
}

size_t WeightsCopy::scratchBytes() const {
    size_t bytes = 0;
    for (const Piece& piece : m_pieces)
        bytes += aligned(piece.copy.scratchBytes());
    return bytes;
}

void WeightsCopy::run(const void* from, void* to, std::byte* scratch, ThreadPool* pool) const {
    const auto* const source = static_cast<const std::byte*>(from);
    const size_t each = scratchBytes() / std::max<size_t>(1, m_pieces.size());
    const auto runPiece = [&](int index) {
        const auto at = static_cast<size_t>(index);
        m_pieces[at].copy.run({source + m_pieces[at].from, to}, scratch + at * each);
    };
    const auto pieces = static_cast<int>(m_pieces.size());
    if (pool && m_bytes >= kSerialBytes) return pool->run(pieces, runPiece);
    for (int i = 0; i < pieces; ++i)
        runPiece(i);
}

} // namespace td::kernels::onednn
