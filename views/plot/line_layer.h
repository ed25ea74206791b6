#pragma once

#include "views/plot/line_strokes.h"

#include <atomic>
#include <functional>
#include <map>

class QObject;

namespace td::plot {

/// The lines of a chart: decimated for the columns of the frame, drawn into a picture or as vectors.
///
/// Keeps what it decimated per line until the points or the columns change, and the picture until anything does: a
/// moving cursor costs one blit, a change of the y range no decimation. Thousands of lines would hold up the window:
/// of them the topmost are drawn at once, and all on a worker, where somebody waits for it.
/// Threads: GUI thread; lines and parts of the picture are shared out to other threads and awaited (shared_work.h).
class LineLayer {
public:
    /// Draws everything at once, however much it is: for pictures that are made on a worker anyway. Threads: any.
    LineLayer() = default;
    /// `arrived` is called, as long as `context` lives, when the picture of very many lines is there.
    LineLayer(QObject* context, std::function<void()> arrived);
    ~LineLayer();
    LineLayer(const LineLayer&) = delete;
    LineLayer& operator=(const LineLayer&) = delete;

    /// Of the frame of `layout`; valid until the next call.
    [[nodiscard]] const LinePicture& picture(const PlotState& state, const PlotLayout& layout, PlotColors colors,
                                             double pixelRatio);
    /// The same as lines and paths of `painter` (SVG, PDF); returns what stands on them.
    Marks paintVectors(QPainter& painter, const PlotState& state, const PlotLayout& layout, PlotColors colors);

    /// The lines are others: the picture is drawn anew; series that are still there keep what was decimated.
    void invalidate() { m_valid = false; }
    /// All lines are in the picture.
    [[nodiscard]] bool isWhole() const { return !m_wanted; }

private:
    struct Entry {
        std::shared_ptr<const PlotSeries> points;
        Values which = Values::Raw;
        std::optional<ColumnGrid> grid; ///< that `lines` are for
        Polylines lines;
        bool used = false;
    };
    struct Key {
        AxisScale x, y;
        QSize size;
        PlotColors colors;
        bool showOriginal = false;
        bool operator==(const Key&) const = default;
    };
    [[nodiscard]] Entry& entryOf(const Line& line, Values which);
    void decimateAll(const ColumnGrid& grid);
    void dropUnused();
    void drawAtOnce(const PlotState& state, const std::vector<Stroke>& strokes, const PlotLayout& layout,
                    PlotColors colors, double pixelRatio);
    void drawElsewhere(const PlotState& state, const PlotLayout& layout, PlotColors colors, double pixelRatio);
    void cancel();

    QObject* m_context = nullptr;
    std::function<void()> m_arrived;
    std::shared_ptr<std::atomic<bool>> m_wanted; ///< while a worker draws
    std::vector<std::unique_ptr<Entry>> m_entries;
    std::map<std::pair<const PlotSeries*, Values>, Entry*>
        m_byPoints; ///< hundreds of lines are asked for in every paint
    LinePicture m_picture;
    Key m_key;
    bool m_valid = false;
};

} // namespace td::plot
