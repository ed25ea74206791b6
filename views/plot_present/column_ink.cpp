#include "views/plot_present/column_ink.h"

#include <algorithm>
#include <cmath>

namespace td::plot {
namespace {

struct PixelPoint {
    double x = 0, y = 0;
};

/// Adds segments of rising x to a LineInk.
class InkWriter {
public:
    InkWriter(LineInk& out, int width, int height)
        : m_out(out)
        , m_width(width)
        , m_top(-height)
        , m_bottom(2.0 * height) {}

    void startPiece() { m_open = false; }
    void segment(PixelPoint a, PixelPoint b) {
        if (staysInColumn(a, b)) {
            const int column = static_cast<int>(a.x);
            add(column, {float(a.x - column), float(a.y), float(b.x - column), float(b.y)});
            return;
        }
        if (!clip(a, b)) return;
        const int last = std::min(static_cast<int>(b.x), m_width - 1);
        const double slope = b.x > a.x ? (b.y - a.y) / (b.x - a.x) : 0;
        for (int column = std::min(static_cast<int>(a.x), m_width - 1); column <= last; ++column) {
            const double x0 = std::max(a.x, double(column)), x1 = std::min(b.x, column + 1.0);
            const double y0 = x0 > a.x ? a.y + slope * (x0 - a.x) : a.y;
            const double y1 = x1 < b.x ? a.y + slope * (x1 - a.x) : b.y;
            if (x1 <= x0 && column != last) continue;
            add(column, {float(x0 - column), float(y0), float(x1 - column), float(y1)});
        }
    }

private:
    /// Three of four segments of a crowded line: nothing to cut.
    [[nodiscard]] bool staysInColumn(PixelPoint a, PixelPoint b) const {
        const bool inside = a.x >= 0 && b.x < m_width && std::min(a.y, b.y) >= m_top && std::max(a.y, b.y) <= m_bottom;
        return inside && static_cast<int>(a.x) == static_cast<int>(b.x);
    }
    /// Cuts the segment to the frame's columns and to some height around it (float coordinates must stay small). False:
    /// nothing is left.
    [[nodiscard]] bool clip(PixelPoint& a, PixelPoint& b) const {
        if (!std::isfinite(a.x) || !std::isfinite(b.x)) return false;
        const double below = 4 * m_bottom + 1; // where -infinity of a logarithm goes: the foot of the frame
        if (!std::isfinite(a.y)) a.y = std::copysign(below, a.y);
        if (!std::isfinite(b.y)) b.y = std::copysign(below, b.y);
        return clipAxis(a.x, a.y, b.x, b.y, 0, m_width) && clipAxis(a.y, a.x, b.y, b.x, m_top, m_bottom);
    }
    static bool clipAxis(double& pa, double& qa, double& pb, double& qb, double lo, double hi) {
        if ((pa < lo && pb < lo) || (pa > hi && pb > hi)) return false;
        const double p0 = pa, q0 = qa, dp = pb - pa, dq = qb - qa;
        const auto cut = [&](double& p, double& q) {
            const double limit = p < lo ? lo : p > hi ? hi : p;
            if (limit == p) return;
            q = q0 + dq * ((limit - p0) / dp);
            p = limit;
        };
        cut(pa, qa);
        cut(pb, qb);
        return true;
    }
    void add(int column, const InkPiece& piece) {
        const float lo = std::min(piece.ya, piece.yb), hi = std::max(piece.ya, piece.yb);
        auto& columns = m_out.columns;
        if (m_open && columns.back().column == column) {
            ColumnInk& ink = columns.back();
            ink.lo = std::min(ink.lo, lo);
            ink.hi = std::max(ink.hi, hi);
            if (ink.pieceCount < ColumnInk::kPieces) ink.pieces[ink.pieceCount] = piece;
            ++ink.pieceCount;
            return;
        }
        if (!m_open) m_out.starts.push_back(static_cast<uint32_t>(columns.size()));
        m_open = true;
        columns.push_back({column, lo, hi, 1, {piece, {}}});
    }

    LineInk& m_out;
    int m_width;
    double m_top, m_bottom;
    bool m_open = false;
};

} // namespace

LineInk inkOf(const Polylines& lines, const PixelMap& map) {
    LineInk out;
    if (map.width <= 0 || map.height <= 0) return out;
    out.columns.reserve(static_cast<size_t>(map.width) + 1);
    InkWriter writer(out, map.width, map.height);
    // Linear maps (nearly all) are two multiplications; the others go through the scale.
    const double unitX = map.width / map.x.range.length(), unitY = map.height / map.y.range.length();
    const bool linearX = map.x.kind == ScaleKind::Linear, linearY = map.y.kind == ScaleKind::Linear;
    const auto pixel = [&](const Vertex& v) -> PixelPoint {
        return {linearX ? (v.x - map.x.range.lo) * unitX : map.toX(v.x),
                linearY ? (map.y.range.hi - v.y) * unitY : map.toY(v.y)};
    };
    for (size_t piece = 0; piece < lines.starts.size(); ++piece) {
        const size_t begin = lines.starts[piece], end = lines.pieceEnd(piece);
        writer.startPiece();
        PixelPoint previous = pixel(lines.points[begin]);
        if (end - begin == 1) {
            writer.segment({previous.x - .5, previous.y}, {previous.x + .5, previous.y});
            continue;
        }
        for (size_t i = begin + 1; i < end; ++i) {
            const PixelPoint next = pixel(lines.points[i]);
            writer.segment(previous, next);
            previous = next;
        }
    }
    return out;
}

} // namespace td::plot
