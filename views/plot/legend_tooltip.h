#pragma once

#include "views/plot/plot_colors.h"
#include "views/plot_present/legend_rows.h"

#include <QWidget>

namespace td::plot {

/// The table of lines at the cursor: name, smoothed value, value, step, time. Floats over the window, lets the mouse
/// through.
class LegendTooltip : public QWidget {
    Q_OBJECT
public:
    explicit LegendTooltip(QWidget* window);

    /// Shows `table` beside `cursor` (both in the window's coordinates): on the side of `frame` with more room, never
    /// over the pointer.
    void present(LegendTable table, const std::vector<Line>& lines, const QRect& frame, QPoint cursor, bool dark);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Column {
        QString title;
        int width = 0;
    };
    struct Row {
        int slot = 0;
        bool strong = false, quiet = false;
        QString name, note; ///< a note stands in place of the numbers
        QStringList cells;
        std::vector<size_t> shared; ///< leading characters of each cell that all rows share
    };
    void fillColumns(const LegendTable& table);
    void fillRows(const LegendTable& table, const std::vector<Line>& lines);
    [[nodiscard]] QString noteOf(const LegendRow& row, const Line& line) const;
    void measure();
    void placeBeside(const QRect& frame, QPoint cursor);
    void paintRow(QPainter& painter, const Row& row, int top) const;
    void paintCell(QPainter& painter, const QString& text, size_t shared, int right, int top, const QFont& font) const;

    PlotColors m_colors;
    std::vector<Column> m_columns; ///< [0] the name
    std::vector<Row> m_rows;
    QString m_more; ///< "and 12 more lines"
};

} // namespace td::plot
