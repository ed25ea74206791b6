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

    /// True where both layouts are the same, so that there is nothing to move.
    [[nodiscard]] bool isIdentity() const { return m_pieces.empty(); }
    [[nodiscard]] size_t scratchBytes() const;
    /// `pool` may be null where the copy was made for one thread.
    void run(const void* from, void* to, std::byte* scratch, ThreadPool* pool) const;

private:
    std::vector<Primitive> m_pieces; ///< each copies its own output channels
};

} // namespace td::kernels::onednn
