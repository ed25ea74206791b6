#include "views/plot_present/line_raster.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace td::plot {
namespace {

using Lanes = uint16_t __attribute__((vector_size(16)));
using WideLanes = uint16_t __attribute__((vector_size(32)));
using Quad = uint32_t __attribute__((vector_size(16)));

/// pixel * keep / 256 + a colour's part: what red and blue, and green, gain.
struct Blend {
    uint32_t keep = 0, redBlue = 0, green = 0;

    [[nodiscard]] uint32_t of(uint32_t v) const {
        const uint32_t rb = (((v & 0xff00ffu) * keep + redBlue) >> 8) & 0xff00ffu;
        const uint32_t g = (((v >> 8) & 0xffu) * keep + green) & 0xff00u;
        return 0xff000000u | rb | g;
    }
};

/// As many pixels as whole vectors hold; returns how many. Two lanes a pixel: blue and green, red and alpha.
template <class Vector>
[[gnu::always_inline]] inline ptrdiff_t blendVectors(uint32_t* p, ptrdiff_t count, const Blend& blend) {
    constexpr ptrdiff_t kPixels = sizeof(Vector) / 4;
    Vector addRb, addG, greenOnly;
    for (int lane = 0; lane < 2 * kPixels; lane += 2) {
        addRb[lane] = static_cast<uint16_t>(blend.redBlue & 0xffffu);
        addRb[lane + 1] = static_cast<uint16_t>(blend.redBlue >> 16);
        addG[lane] = static_cast<uint16_t>(blend.green);
        addG[lane + 1] = 0xff00;
        greenOnly[lane] = 0xff;
        greenOnly[lane + 1] = 0;
    }
    const Vector keeps = Vector{} + static_cast<uint16_t>(blend.keep);
    const Vector byte = Vector{} + static_cast<uint16_t>(0xff), high = Vector{} + static_cast<uint16_t>(0xff00);
    ptrdiff_t i = 0;
    for (; i + kPixels <= count; i += kPixels) {
        Vector v;
        std::memcpy(&v, p + i, sizeof v);
        const Vector redBlue = ((v & byte) * keeps + addRb) >> 8;
        const Vector green = (((v >> 8) & greenOnly) * keeps + addG) & high;
        const Vector mixed = redBlue | green;
        std::memcpy(p + i, &mixed, sizeof mixed);
    }
    return i;
}

[[gnu::target("avx2")]] ptrdiff_t blendWide(uint32_t* p, ptrdiff_t count, const Blend& blend) {
    return blendVectors<WideLanes>(p, count, blend);
}

/// pixel * (256 - alpha) / 256 + colour * alpha / 256 for a run of pixels; alpha 0 … 256.
void blendRun(uint32_t* p, ptrdiff_t count, uint32_t color, uint32_t alpha) {
    if (count <= 0 || alpha == 0) return;
    if (alpha >= 256) {
        std::fill(p, p + count, 0xff000000u | color);
        return;
    }
    static const bool isWide = __builtin_cpu_supports("avx2");
    constexpr ptrdiff_t kWorthIt = 16;
    const Blend blend{256 - alpha, (color & 0xff00ffu) * alpha, ((color >> 8) & 0xffu) * alpha};
    ptrdiff_t i = isWide && count >= kWorthIt ? blendWide(p, count, blend) : 0;
    i += blendVectors<Lanes>(p + i, count - i, blend);
    for (; i < count; ++i)
        p[i] = blend.of(p[i]);
}

/// Integral from -infinity to y of the trapezoid that a box of height `tall` smeared over `slant` makes around 0.
double smeared(double y, double tall, double slant) {
    if (slant < 1e-3) return std::clamp(y + tall / 2, 0.0, tall);
    const auto half = [](double u) { return u > 0 ? u * u : 0; };
    const double outer = (tall + slant) / 2, inner = std::abs(tall - slant) / 2;
    return (half(y + outer) - half(y + inner) - half(y - inner) + half(y - outer)) / (2 * slant);
}

/// Rows [begin, end) of a column.
struct Rows {
    int begin = 0, end = 0;

    /// What both cover, where that is one stretch; else the longer one.
    [[nodiscard]] Rows with(Rows other) const {
        if (other.begin >= other.end) return *this;
        if (begin >= end) return other;
        if (other.begin <= end && begin <= other.end) return {std::min(begin, other.begin), std::max(end, other.end)};
        return end - begin >= other.end - other.begin ? *this : other;
    }
};

/// One column of a strip: where ink of one line goes.
class ColumnBrush {
public:
    /// `hidden`: rows that later lines cover anyway.
    ColumnBrush(uint32_t* pixels, int height, const InkStyle& style, Rows hidden)
        : m_pixels(pixels)
        , m_height(height)
        , m_hidden(hidden)
        , m_color(style.color)
        , m_alpha(256 * style.opacity) {}

    /// Fills from `top` to `bottom`, the partly covered pixels at the ends in proportion.
    void fill(double top, double bottom) {
        top = std::max(top, 0.0);
        bottom = std::min(bottom, double(m_height));
        if (m_hidden.begin >= m_hidden.end) {
            fillSeen(top, bottom);
            return;
        }
        fillSeen(top, std::min<double>(bottom, m_hidden.begin));
        fillSeen(std::max<double>(top, m_hidden.end), bottom);
    }

    /// A stroke through the whole column, cut off at `lo` and `hi`.
    void cross(const InkPiece& piece, double thickness, double lo, double hi) {
        const double slope = piece.yb - piece.ya, slant = std::abs(slope), middle = (piece.ya + piece.yb) / 2;
        const double tall = thickness * std::sqrt(1 + slope * slope), outer = (tall + slant) / 2;
        const int first = std::max(0, static_cast<int>(std::floor(std::max(middle - outer, lo))));
        const int end = std::min(m_height, static_cast<int>(std::ceil(std::min(middle + outer, hi))));
        if (first >= end) return;
        double before = smeared(first - middle, tall, slant);
        for (int row = first; row < end; ++row) {
            const double after = smeared(row + 1 - middle, tall, slant);
            const double inside = std::min<double>(row + 1, hi) - std::max<double>(row, lo);
            blend(row, 1, std::min(after - before, std::clamp(inside, 0.0, 1.0)));
            before = after;
        }
    }

    /// Shallow pieces that share the column: their areas add up.
    void corner(const ColumnInk& ink, double thickness) {
        const double half = thickness, top = ink.lo - half - 1;
        const int first = std::max(0, static_cast<int>(std::floor(top)));
        const int end = std::min(m_height, static_cast<int>(std::ceil(ink.hi + half + 1)));
        for (int row = first; row < end; ++row) {
            double area = 0;
            for (int k = 0; k < ink.pieceCount; ++k)
                area += pieceArea(ink.pieces[k], thickness, row);
            blend(row, 1, std::min(area, 1.0));
        }
    }

private:
    void fillSeen(double top, double bottom) {
        if (!(top < bottom)) return;
        const int first = static_cast<int>(top), last = std::min(static_cast<int>(bottom), m_height - 1);
        if (first == last) {
            blend(first, 1, bottom - top);
            return;
        }
        blend(first, 1, first + 1 - top);
        blend(first + 1, last - first - 1, 1);
        blend(last, 1, bottom - last);
    }
    static double pieceArea(const InkPiece& piece, double thickness, int row) {
        const double width = piece.xb - piece.xa, slant = std::abs(piece.yb - piece.ya);
        const double slope = width > 0 ? std::min(slant / width, 2.0) : 0;
        const double tall = thickness * std::sqrt(1 + slope * slope), middle = (piece.ya + piece.yb) / 2;
        return width * (smeared(row + 1 - middle, tall, slant) - smeared(row - middle, tall, slant));
    }
    void blend(int row, ptrdiff_t rows, double coverage) {
        if (rows > 0)
            blendRun(m_pixels + row, rows, m_color, static_cast<uint32_t>(m_alpha * std::min(coverage, 1.0) + .5));
    }

    uint32_t* m_pixels;
    int m_height;
    Rows m_hidden;
    uint32_t m_color;
    double m_alpha;
};

/// Walks one line's columns strip by strip and keeps count of its dashes.
class LineWalker {
public:
    LineWalker(const StyledInk& line, int firstColumn);

    /// Looks ahead at a strip, from the topmost line to the undermost: `covered` holds for each column what the lines
    /// above this one fill, and gains what this one does.
    void cover(ColumnSpan columns, int height, std::span<Rows> covered);
    void drawPiece(size_t piece, uint32_t* strip, ptrdiff_t stride, ColumnSpan columns, int height);
    [[nodiscard]] size_t pieces() const { return m_line.ink.starts.size(); }

private:
    void measureDashes();
    void drawColumn(size_t i, size_t begin, size_t end, uint32_t* pixels, int height, Rows hidden);
    [[nodiscard]] bool isFilled(const ColumnInk& ink) const;
    [[nodiscard]] bool dashOn(size_t i) const;

    const StyledInk& m_line;
    std::vector<uint32_t> m_pieceEnds;
    std::vector<uint32_t> m_next;   ///< of each piece: its next column to draw
    std::vector<float> m_travelled; ///< of each column: the length of the line before it, less whole periods
    double m_period = 0;
    std::array<Rows, kStripColumns> m_hidden; ///< of the strip: rows that lines above fill
};

LineWalker::LineWalker(const StyledInk& line, int firstColumn)
    : m_line(line) {
    const auto& columns = line.ink.columns;
    for (const double part : line.style.dash)
        m_period += part;
    m_pieceEnds.assign(line.ink.starts.begin() + !line.ink.starts.empty(), line.ink.starts.end());
    m_pieceEnds.push_back(static_cast<uint32_t>(columns.size()));
    for (size_t piece = 0; piece < pieces(); ++piece) {
        const auto first = columns.begin() + line.ink.starts[piece], end = columns.begin() + m_pieceEnds[piece];
        const auto at = std::lower_bound(first, end, firstColumn,
                                         [](const ColumnInk& ink, int column) { return ink.column < column; });
        m_next.push_back(static_cast<uint32_t>(at - columns.begin()));
    }
    if (m_period > 0) measureDashes();
}

/// A crowded column counts as one pixel of the way, so that dashes stay visible where the line is a band.
double wayThrough(const ColumnInk& ink) {
    if (ink.pieceCount > ColumnInk::kPieces) return 1;
    double way = 0;
    for (int k = 0; k < ink.pieceCount; ++k)
        way += std::hypot(ink.pieces[k].xb - ink.pieces[k].xa, ink.pieces[k].yb - ink.pieces[k].ya);
    return way;
}

void LineWalker::measureDashes() {
    const LineInk& ink = m_line.ink;
    m_travelled.resize(ink.columns.size());
    for (size_t piece = 0; piece < pieces(); ++piece) {
        double way = std::fmod(ink.columns[ink.starts[piece]].column + m_line.style.dashPhase, m_period);
        for (size_t i = ink.starts[piece]; i < m_pieceEnds[piece]; ++i) {
            m_travelled[i] = static_cast<float>(way);
            way += wayThrough(ink.columns[i]);
            if (way >= m_period) way = std::fmod(way, m_period);
        }
    }
}

bool LineWalker::dashOn(size_t i) const {
    if (m_period <= 0) return true;
    double at = m_travelled[i] < 0 ? m_travelled[i] + m_period : m_travelled[i];
    bool on = true;
    for (const double part : m_line.style.dash) {
        if (at < part) return on;
        at -= part;
        on = !on;
    }
    return true;
}

void LineWalker::drawPiece(size_t piece, uint32_t* strip, ptrdiff_t stride, ColumnSpan columns, int height) {
    const auto& inks = m_line.ink.columns;
    const size_t begin = m_line.ink.starts[piece], end = m_pieceEnds[piece];
    uint32_t& i = m_next[piece];
    for (; i < end && inks[i].column < columns.end; ++i)
        if (const int column = inks[i].column - columns.begin; dashOn(i))
            drawColumn(i, begin, end, strip + column * stride, height, m_hidden[static_cast<size_t>(column)]);
}

/// A crowded column, or a steep corner.
bool LineWalker::isFilled(const ColumnInk& ink) const {
    if (ink.pieceCount == 1 && ink.pieces[0].xb - ink.pieces[0].xa > 0.999f) return false;
    return ink.pieceCount > ColumnInk::kPieces || ink.hi - ink.lo > 1.5 * m_line.style.thickness;
}

void LineWalker::cover(ColumnSpan columns, int height, std::span<Rows> covered) {
    std::copy(covered.begin(), covered.end(), m_hidden.begin());
    if (m_line.style.opacity < 1) return;
    const auto& inks = m_line.ink.columns;
    const double half = m_line.style.thickness / 2;
    for (size_t piece = 0; piece < pieces(); ++piece)
        for (size_t i = m_next[piece]; i < m_pieceEnds[piece] && inks[i].column < columns.end; ++i) {
            if (!isFilled(inks[i]) || !dashOn(i)) continue;
            Rows& rows = covered[static_cast<size_t>(inks[i].column - columns.begin)];
            const double top = std::clamp<double>(inks[i].lo - half, 0, height),
                         bottom = std::clamp<double>(inks[i].hi + half, 0, height);
            rows = rows.with({static_cast<int>(std::ceil(top)), static_cast<int>(bottom)});
        }
}

void LineWalker::drawColumn(size_t i, size_t begin, size_t end, uint32_t* pixels, int height, Rows hidden) {
    const ColumnInk& ink = m_line.ink.columns[i];
    const double thickness = m_line.style.thickness, half = thickness / 2;
    ColumnBrush brush(pixels, height, m_line.style, hidden);
    const InkPiece& piece = ink.pieces[0];
    if (ink.pieceCount == 1 && piece.xb - piece.xa > 0.999f) {
        // Steep strokes reach into the columns beside them, but never above or below where the line has been there.
        double lo = ink.lo, hi = ink.hi;
        if (i > begin)
            lo = std::min<double>(lo, m_line.ink.columns[i - 1].lo),
            hi = std::max<double>(hi, m_line.ink.columns[i - 1].hi);
        if (i + 1 < end)
            lo = std::min<double>(lo, m_line.ink.columns[i + 1].lo),
            hi = std::max<double>(hi, m_line.ink.columns[i + 1].hi);
        brush.cross(piece, thickness, lo - half, hi + half);
    } else if (isFilled(ink)) {
        brush.fill(ink.lo - half, ink.hi + half);
    } else {
        brush.corner(ink, thickness);
    }
}

/// Four columns and rows at once: lying, then upright.
void turnQuads(const uint32_t* from, ptrdiff_t fromStride, uint32_t* to, ptrdiff_t toStride) {
    Quad a, b, c, d;
    std::memcpy(&a, from, sizeof a);
    std::memcpy(&b, from + fromStride, sizeof b);
    std::memcpy(&c, from + 2 * fromStride, sizeof c);
    std::memcpy(&d, from + 3 * fromStride, sizeof d);
    const Quad abLow = __builtin_shufflevector(a, b, 0, 4, 1, 5), abHigh = __builtin_shufflevector(a, b, 2, 6, 3, 7);
    const Quad cdLow = __builtin_shufflevector(c, d, 0, 4, 1, 5), cdHigh = __builtin_shufflevector(c, d, 2, 6, 3, 7);
    const Quad rows[] = {
        __builtin_shufflevector(abLow, cdLow, 0, 1, 4, 5), __builtin_shufflevector(abLow, cdLow, 2, 3, 6, 7),
        __builtin_shufflevector(abHigh, cdHigh, 0, 1, 4, 5), __builtin_shufflevector(abHigh, cdHigh, 2, 3, 6, 7)};
    for (int row = 0; row < 4; ++row)
        std::memcpy(to + row * toStride, &rows[row], sizeof rows[row]);
}

void store(const PixelFrame& frame, ColumnSpan columns, const uint32_t* strip, ptrdiff_t stride) {
    const int count = columns.end - columns.begin, wholeColumns = count & ~3, wholeRows = frame.height & ~3;
    uint32_t* out = frame.pixels + columns.begin;
    for (int row = 0; row < wholeRows; row += 4)
        for (int c = 0; c < wholeColumns; c += 4)
            turnQuads(strip + c * stride + row, stride, out + row * frame.stride + c, frame.stride);
    for (int row = 0; row < frame.height; ++row)
        for (int c = row < wholeRows ? wholeColumns : 0; c < count; ++c)
            out[row * frame.stride + c] = strip[c * stride + row];
}

/// The other way round: what the frame holds, upright.
void load(const PixelFrame& frame, ColumnSpan columns, uint32_t* strip, ptrdiff_t stride) {
    const int count = columns.end - columns.begin, wholeColumns = count & ~3, wholeRows = frame.height & ~3;
    const uint32_t* in = frame.pixels + columns.begin;
    for (int row = 0; row < wholeRows; row += 4)
        for (int c = 0; c < wholeColumns; c += 4)
            turnQuads(in + row * frame.stride + c, frame.stride, strip + c * stride + row, stride);
    for (int row = 0; row < frame.height; ++row)
        for (int c = row < wholeRows ? wholeColumns : 0; c < count; ++c)
            strip[c * stride + row] = in[row * frame.stride + c];
}

} // namespace

void rasterize(std::span<const StyledInk> lines, std::span<const uint32_t> background, const PixelFrame& frame,
               ColumnSpan columns) {
    std::vector<LineWalker> walkers;
    walkers.reserve(lines.size());
    for (const StyledInk& line : lines)
        walkers.emplace_back(line, columns.begin);
    // An odd number of cache lines: neighbouring columns never fight for the same place in the cache.
    const ptrdiff_t stride = ((frame.height + 15) / 16 | 1) * 16;
    std::vector<uint32_t> strip(static_cast<size_t>(kStripColumns * stride));
    for (int first = columns.begin; first < columns.end; first += kStripColumns) {
        const ColumnSpan part{first, std::min(first + kStripColumns, columns.end)};
        if (background.empty()) load(frame, part, strip.data(), stride);
        for (int c = 0; c < part.end - part.begin && !background.empty(); ++c)
            std::copy(background.begin(), background.end(), strip.begin() + c * stride);
        std::array<Rows, kStripColumns> covered{};
        for (size_t i = walkers.size(); i-- > 0;)
            walkers[i].cover(part, frame.height, covered);
        for (LineWalker& walker : walkers)
            for (size_t piece = 0; piece < walker.pieces(); ++piece)
                walker.drawPiece(piece, strip.data(), stride, part, frame.height);
        store(frame, part, strip.data(), stride);
    }
}

} // namespace td::plot
