#include "views/plot/line_layer.h"

#include "views/kit/worker.h"
#include "views/plot/crowd_picture.h"
#include "views/plot/shared_work.h"

#include <algorithm>
#include <QPainter>

namespace td::plot {
namespace {

/// Strokes times columns: what is drawn while the window waits, and what of very many lines is drawn until all are.
constexpr size_t kAtOnce = 300'000, kFirst = 80'000;

/// One thread: whole pictures of thousands of lines may take a while, and others want to work too.
QThreadPool& crowdPool() {
    static QThreadPool pool;
    [[maybe_unused]] static const bool ready = [] {
        pool.setMaxThreadCount(1);
        pool.setObjectName(QStringLiteral("many lines"));
        return true;
    }();
    return pool;
}

QPen vectorPen(const Stroke& stroke, PlotColors colors) {
    const Line& line = *stroke.line;
    QColor color = colors.series(line.slot);
    color.setAlphaF(stroke.faint ? Stroke::kFaint : 1);
    QPen pen(color, line.emphasized ? 2 : 1);
    pen.setJoinStyle(Qt::RoundJoin);
    if (const auto dash = kit::Theme::seriesDash(line.slot); !dash.isEmpty()) pen.setDashPattern(dash);
    return pen;
}

/// A stroke that its line's marks stand on.
bool carriesMarks(const Stroke& stroke) {
    return !stroke.faint || stroke.line->behind;
}

} // namespace

LineLayer::LineLayer(QObject* context, std::function<void()> arrived)
    : m_context(context)
    , m_arrived(std::move(arrived)) {}

LineLayer::~LineLayer() {
    cancel();
}

LineLayer::Entry& LineLayer::entryOf(const Line& line, Values which) {
    Entry*& found = m_byPoints[{line.points.get(), which}];
    if (!found) {
        m_entries.push_back(std::make_unique<Entry>(Entry{line.points, which, {}, {}, true}));
        found = m_entries.back().get();
    }
    found->used = true;
    return *found;
}

void LineLayer::decimateAll(const ColumnGrid& grid) {
    std::vector<Entry*> stale;
    for (const auto& entry : m_entries)
        if (entry->used && entry->grid != grid) stale.push_back(entry.get());
    shareOut(static_cast<int>(stale.size()), [&](int i) {
        Entry& entry = *stale[static_cast<size_t>(i)];
        if (entry.grid)
            entry.points->moveM4(*entry.grid, grid, entry.which, entry.lines);
        else
            entry.points->m4(grid, entry.which, entry.lines);
        entry.grid = grid;
    });
}

void LineLayer::dropUnused() {
    std::erase_if(m_byPoints, [](const auto& known) { return !known.second->used; });
    std::erase_if(m_entries, [](const auto& entry) { return !entry->used; });
    for (const auto& entry : m_entries)
        entry->used = false;
}

const LinePicture& LineLayer::picture(const PlotState& state, const PlotLayout& layout, PlotColors colors,
                                      double pixelRatio) {
    const QSize size = frameSize(layout, pixelRatio);
    const Key key{layout.x, layout.y, size, colors, state.settings.showOriginal};
    const bool sameView = key == m_key;
    if (m_valid && sameView) return m_picture;
    // The same view of other points: what is being drawn of the older ones comes first, else nothing ever would.
    if (sameView && m_wanted) return m_picture;
    cancel();
    m_valid = true;
    m_key = key;
    const auto strokes = strokesOf(state);
    const auto columns = static_cast<size_t>(size.width());
    if (!m_context || strokes.size() * columns <= kAtOnce) {
        drawAtOnce(state, strokes, layout, colors, pixelRatio);
        return m_picture;
    }
    dropUnused();
    if (!sameView || m_picture.image.isNull()) {
        const size_t first = std::min(strokes.size(), std::max<size_t>(1, kFirst / columns));
        m_picture = crowdPicture(state, std::span(strokes).last(first), layout, colors, pixelRatio);
    }
    drawElsewhere(state, layout, colors, pixelRatio);
    return m_picture;
}

void LineLayer::drawAtOnce(const PlotState& state, const std::vector<Stroke>& strokes, const PlotLayout& layout,
                           PlotColors colors, double pixelRatio) {
    if (strokes.size() * static_cast<size_t>(frameSize(layout, pixelRatio).width()) > kAtOnce) {
        m_picture = crowdPicture(state, strokes, layout, colors, pixelRatio);
        return;
    }
    const PixelMap map = pixelMap(layout, pixelRatio);
    std::vector<StyledInk> inks;
    std::vector<const Polylines*> sources;
    for (const Stroke& stroke : strokes) {
        inks.push_back({{}, inkStyle(stroke, layout, colors, pixelRatio)});
        sources.push_back(&entryOf(*stroke.line, stroke.which).lines);
    }
    decimateAll(columnsOf(layout, pixelRatio));
    shareOut(static_cast<int>(inks.size()), [&](int i) {
        const auto at = static_cast<size_t>(i);
        inks[at].ink = inkOf(*sources[at], map);
    });
    if (const QSize size = frameSize(layout, pixelRatio); m_picture.image.size() != size)
        m_picture.image = QImage(size, QImage::Format_RGB32);
    const auto background = backgroundColumn(layout, colors, pixelRatio);
    const PixelFrame frame = pixelsOf(m_picture.image);
    // Some more parts than threads: one that is held up keeps the others waiting for less.
    const int strips = (frame.width + kStripColumns - 1) / kStripColumns;
    const int parts = sharers() > 1 ? std::min(strips, 4 * sharers()) : 1;
    shareOut(parts, [&](int part) {
        const ColumnSpan columns{part * strips / parts * kStripColumns,
                                 std::min((part + 1) * strips / parts * kStripColumns, frame.width)};
        rasterize(inks, background, frame, columns);
    });
    paintBands(m_picture.image, state, layout, colors, pixelRatio);
    MarkFinder marks(layout);
    for (size_t i = 0; i < strokes.size(); ++i)
        if (carriesMarks(strokes[i])) marks.add(*strokes[i].line, *sources[i]);
    m_picture.marks = marks.take();
    dropUnused();
}

void LineLayer::drawElsewhere(const PlotState& state, const PlotLayout& layout, PlotColors colors, double pixelRatio) {
    m_wanted = std::make_shared<std::atomic<bool>>(true);
    kit::onWorker(
        &crowdPool(), m_context,
        [bare = withoutNames(state), layout, colors, pixelRatio, wanted = m_wanted] {
            return *wanted ? crowdPicture(bare, strokesOf(bare), layout, colors, pixelRatio, wanted.get())
                           : LinePicture();
        },
        [this, wanted = m_wanted](LinePicture picture) {
            if (!*wanted) return;
            m_picture = std::move(picture);
            m_wanted.reset();
            m_arrived();
        });
}

void LineLayer::cancel() {
    if (m_wanted) *m_wanted = false;
    m_wanted.reset();
}

Marks LineLayer::paintVectors(QPainter& painter, const PlotState& state, const PlotLayout& layout, PlotColors colors) {
    const ColumnGrid grid = columnsOf(layout, 2); // finer than a screen, coarser than the eye
    MarkFinder marks(layout);
    painter.save();
    painter.setClipRect(layout.frame);
    painter.setBrush(Qt::NoBrush);
    bool behind = true;
    Polylines lines;
    for (const Stroke& stroke : strokesOf(state)) {
        if (behind && !stroke.faint) paintBands(painter, state, layout, colors, grid);
        behind = behind && stroke.faint;
        stroke.line->points->m4(grid, stroke.which, lines);
        painter.setPen(vectorPen(stroke, colors));
        for (size_t piece = 0; piece < lines.starts.size(); ++piece)
            painter.drawPolyline(polygon(lines, piece, layout));
        if (carriesMarks(stroke)) marks.add(*stroke.line, lines);
    }
    painter.restore();
    return marks.take();
}

} // namespace td::plot
