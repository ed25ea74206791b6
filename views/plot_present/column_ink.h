#pragma once

#include "views/plot_present/axis_scale.h"
#include "views/plot_present/plot_series.h"

#include <vector>

namespace td::plot {

/// A straight bit of a line inside one pixel column; x from 0 to 1 within the column, y in pixels downwards.
struct InkPiece {
    float xa = 0, ya = 0, xb = 0, yb = 0;
};

/// What one line leaves in one pixel column.
struct ColumnInk {
    static constexpr int kPieces = 2;

    int column = 0;
    float lo = 0, hi = 0; ///< smallest and largest y
    int pieceCount = 0;   ///< above kPieces the column is crowded and only lo and hi matter
    InkPiece pieces[kPieces];
};

/// A line cut into pixel columns, piece after piece, columns rising within a piece.
struct LineInk {
    std::vector<ColumnInk> columns;
    std::vector<uint32_t> starts; ///< index of each piece's first column
};

/// How data units become pixels of a frame whose top left corner is (0, 0).
struct PixelMap {
    AxisScale x, y;
    int width = 0, height = 0;
    [[nodiscard]] double toX(double value) const { return x.toUnit(value) * width; }
    [[nodiscard]] double toY(double value) const { return (1 - y.toUnit(value)) * height; }
};

/// Cuts `lines` into the columns of the frame. Ink far above or below the frame is left out; a single point becomes a
/// dot of one column.
[[nodiscard]] LineInk inkOf(const Polylines& lines, const PixelMap& map);

} // namespace td::plot
