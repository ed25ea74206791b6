#pragma once

#include "views/plot/line_sample.h"
#include "views/plot_present/legend_rows.h"

#include <QWidget>

namespace td::plot {

/// The table of lines at the cursor: name, smoothed value, value, step, time. Floats over the window, lets the mouse
/// through. While it is shown it says when something else wants the place: the focus goes elsewhere, a dock, menu or
/// dialog appears, the chart moves.
class LegendTooltip : public QWidget {
    Q_OBJECT
public:
    /// A child of `window`, over the chart `plot`.
    LegendTooltip(QWidget* window, QWidget* plot);

    /// All in the window's coordinates.
    struct Place {
        QRect area;     ///< where the table may lie
        QRect frame;    ///< of the chart's lines
        QPoint cursor;  ///< never covered
        int beside = 0; ///< px to either side of it that stay free: of the flag that names its x
    };
    /// Shows `table` beside the cursor, on the side of the frame with more room; below or above the frame where neither
    /// side of the area is wide enough. Too narrow an area costs the columns of time and step.
    void present(LegendTable table, const std::vector<Line>& lines, const Place& place, bool dark);

Q_SIGNALS:
    void disturbed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Column {
        QString title;
        int width = 0;
    };
    struct Row {
        LineSample sample;
        bool strong = false, quiet = false;
        QString name, note; ///< a note stands in place of the numbers
        QStringList cells;
        std::vector<size_t> shared; ///< leading characters of each cell that all rows share
    };
    void fillColumns(const LegendTable& table);
    void fillRows(const LegendTable& table, const std::vector<Line>& lines);
    [[nodiscard]] QString noteOf(const LegendRow& row, const Line& line) const;
    void measure();
    void fitInto(int width);
    void placeBeside(const Place& place);
    void paintRow(QPainter& painter, const Row& row, int top) const;
    void paintCell(QPainter& painter, const QString& text, size_t shared, int right, int top, const QFont& font) const;

    [[nodiscard]] bool disturbs(const QWidget& widget, QEvent::Type happened) const;

    QWidget* m_plot; ///< which owns this
    PlotColors m_colors;
    std::vector<Column> m_columns; ///< [0] the name
    std::vector<Row> m_rows;
    QString m_more; ///< "and 12 more lines"
};

} // namespace td::plot
