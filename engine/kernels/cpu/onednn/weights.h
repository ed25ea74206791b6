#pragma once

#include "engine/base/thread_pool.h"
#include "engine/kernels/cpu/onednn/primitive.h"

namespace td::kernels::onednn {

/// Moves weights between the operation's layout and one that the library prefers, large ones by several threads.
/// Threads: as Primitive.
class WeightsCopy {
public:
    WeightsCopy() = default;
    /// Nothing where the library knows no way.
    static std::optional<WeightsCopy> make(const Desc& from, const Desc& to, int threads);

    /// Also turns the window around and swaps input and output channels: what a gradient made by a convolution needs.
    /// `from` is (k…, Cin, Cout) as `kernel`, `channels` and `filters` say; `to` is of the mirrored convolution.
    static std::optional<WeightsCopy> makeMirrored(const Dims& kernel, int64_t channels, int64_t filters,
                                                   const Desc& to);

    /// True where both layouts are the same, so that there is nothing to move.
    [[nodiscard]] bool isIdentity() const { return m_pieces.empty(); }
    [[nodiscard]] size_t scratchBytes() const;
    /// `pool` may be null where the copy was made for one thread.
    void run(const void* from, void* to, std::byte* scratch, ThreadPool* pool) const;

private:
    struct Piece {
        Primitive copy;
        size_t from = 0; ///< bytes from the source's begin, where its description does not say it
    };
    std::vector<Piece> m_pieces;
    size_t m_bytes = 0;
};

} // namespace td::kernels::onednn
