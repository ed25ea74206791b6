#include "views/plot/crowd_picture.h"

namespace td::plot {
namespace {

constexpr size_t kAtATime = 128;

} // namespace

LinePicture crowdPicture(const PlotState& state, std::span<const Stroke> strokes, const PlotLayout& layout,
                         PlotColors colors, double pixelRatio, const std::atomic<bool>* wanted) {
    const ColumnGrid grid = columnsOf(layout, pixelRatio);
    const PixelMap map = pixelMap(layout, pixelRatio);
    LinePicture picture{QImage(frameSize(layout, pixelRatio), QImage::Format_RGB32), {}};
    const PixelFrame frame = pixelsOf(picture.image);
    rasterize({}, backgroundColumn(layout, colors, pixelRatio), frame, {0, frame.width});
    MarkFinder marks(layout);
    Polylines lines;
    std::vector<StyledInk> inks;
    for (size_t i = 0; i < strokes.size(); ++i) {
        const Stroke& stroke = strokes[i];
        stroke.line->points->m4(grid, stroke.which, lines);
        inks.push_back({inkOf(lines, map), inkStyle(stroke, layout, colors, pixelRatio)});
        if (!stroke.faint || stroke.line->behind) marks.add(*stroke.line, lines);
        if (inks.size() < kAtATime && i + 1 < strokes.size()) continue;
        rasterize(inks, {}, frame, {0, frame.width});
        inks.clear();
        if (wanted && !*wanted) return picture;
    }
    paintBands(picture.image, state, layout, colors, pixelRatio);
    picture.marks = marks.take();
    return picture;
}

PlotState withoutNames(const PlotState& state) {
    PlotState out;
    out.settings = state.settings;
    out.lines.reserve(state.lines.size());
    for (const Line& line : state.lines) {
        Line bare;
        bare.slot = line.slot;
        bare.points = line.points;
        bare.live = line.live;
        bare.crashed = line.crashed;
        bare.emphasized = line.emphasized;
        bare.behind = line.behind;
        bare.group = line.group;
        out.lines.push_back(std::move(bare));
    }
    return out;
}

} // namespace td::plot
