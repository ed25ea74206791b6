#pragma once

#include "views/plot_present/column_ink.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace td::plot {

/// An opaque 32-bit picture (0xffRRGGBB) to draw: `pixels` points at the frame's top left corner.
struct PixelFrame {
    uint32_t* pixels = nullptr;
    ptrdiff_t stride = 0; ///< pixels from one row to the next
    int width = 0, height = 0;
};

/// Columns [begin, end) of a frame.
struct ColumnSpan {
    int begin = 0, end = 0;
};

struct InkStyle {
    uint32_t color = 0;       ///< 0xRRGGBB
    double opacity = 1;       ///< of the whole line: where it crosses itself it is no darker
    double thickness = 1;     ///< pixels, across the line
    std::vector<double> dash; ///< on, off, … in pixels along the line; empty: solid
    double dashPhase = 0;     ///< where in the dash column 0 lies
};

struct StyledInk {
    LineInk ink;
    InkStyle style;
};

/// How wide the strips are that a frame is worked on in: one cache line of the picture.
constexpr int kStripColumns = 64;

/// Draws some columns of a frame: `background` (the pixels of one column, the same for all; empty: what the frame holds
/// already) and the lines on it, the first undermost, with the exact area that a stroke of their thickness covers of
/// each pixel.
///
/// Why not QPainter: a column that holds a thousand points is one vertical run here, whatever the thickness and the
/// dash, and ten noisy lines at twice the resolution stay within a frame. The picture is worked on in strips of 16
/// columns turned upright, so that each run is contiguous in memory.
/// Numerics: a crowded column (more than two pieces, or a steep corner) is filled from its lowest to its highest point.
/// Threads:  any; several may draw different columns of one frame.
void rasterize(std::span<const StyledInk> lines, std::span<const uint32_t> background, const PixelFrame& frame,
               ColumnSpan columns);

} // namespace td::plot
