#pragma once

#include "engine/kernels/kernel.h"

#include <algorithm>

namespace td::simd {

/// (N,…,C) data as matrices whose columns are channels: one (N·…, C) where it is plain, N·C/16 of (H·W, 16) where it is
/// Blocked16. Pieces are some rows of one matrix: as many as the cache holds while they are read twice.
class ChannelPanels {
public:
    explicit ChannelPanels(const kernels::Argument& x)
        : m_channels(x.extents.back())
        , m_isBlocked(!x.isPlain()) {
        m_width = m_isBlocked ? 16 : m_channels;
        m_groups = m_width > 0 ? m_channels / m_width : 0;
        m_panels = m_isBlocked ? x.extents[0] * m_groups : 1;
        const int64_t elements = x.elements(), each = m_panels * m_width;
        m_rows = each > 0 ? elements / each : 0;
        m_pieceRows = std::clamp<int64_t>(kPieceElements / std::max<int64_t>(1, m_width), 32, 512);
        m_piecesPerPanel = (m_rows + m_pieceRows - 1) / m_pieceRows;
    }

    struct Piece {
        int64_t offset; ///< of its first element
        int64_t rows;
        int64_t channel; ///< of its first column
        int64_t group;   ///< which of `groups`
    };
    [[nodiscard]] int64_t pieces() const { return m_panels * m_piecesPerPanel; }
    [[nodiscard]] Piece piece(int64_t i) const {
        const int64_t panel = i / m_piecesPerPanel, row = i % m_piecesPerPanel * m_pieceRows;
        const int64_t group = m_isBlocked ? panel % m_groups : 0;
        return {(panel * m_rows + row) * m_width, std::min(m_pieceRows, m_rows - row), group * m_width, group};
    }
    [[nodiscard]] int64_t channels() const { return m_channels; }
    [[nodiscard]] int64_t width() const { return m_width; }
    [[nodiscard]] int64_t groups() const { return m_groups; } ///< of channels that pieces have in common
    /// Elements of one channel.
    [[nodiscard]] int64_t perChannel() const { return m_groups > 0 ? m_panels / m_groups * m_rows : 0; }

private:
    static constexpr int64_t kPieceElements = 8192;
    int64_t m_channels, m_width = 0, m_groups = 0, m_panels = 0, m_rows = 0, m_pieceRows = 0, m_piecesPerPanel = 0;
    bool m_isBlocked;
};

} // namespace td::simd
