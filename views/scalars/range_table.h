#pragma once

#include "views/plot/line_sample.h"
#include "views/plot_present/plot_series.h"

#include <QAbstractScrollArea>

namespace td::scalars {

/// First, last, smallest and largest value of each line within a range, of the values as written. Names get all the
/// room that the numbers leave; what does not fit in height is scrolled to. Texts are made of the rows in sight only:
/// a range may be dragged over thousands of lines.
class RangeTable : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit RangeTable(QWidget* parent = nullptr);

    void setContent(const std::vector<plot::Line>& lines, plot::Range range, plot::XMode xMode);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] int heightWithin(int room) const; ///< of whole rows, for the width it has now
    [[nodiscard]] int nameWidth() const;            ///< px that a name has
    /// The table as tab-separated text, for the clipboard and screen readers.
    [[nodiscard]] QString text() const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    struct Row {
        QString name;
        plot::LineSample sample;
        QString first, last, min, max;
        QString note; ///< instead of values: "ended at 9,842"
    };
    void rebuild();
    void measure();
    [[nodiscard]] Row rowOf(size_t line) const;
    void updateScrollBar();
    void paintHead(QPainter& painter) const;
    void paintRow(QPainter& painter, const Row& row, int y) const;
    void paintNumbers(QPainter& painter, const QString (&texts)[4], int y) const;
    [[nodiscard]] int rowHeight() const;
    [[nodiscard]] int right() const { return viewport()->width() - 4; } ///< where the numbers end

    std::vector<plot::Line> m_lines;
    plot::Range m_range;
    plot::XMode m_xMode = plot::XMode::Step;
    QString m_title;
    std::vector<plot::RangeStatistics> m_statistics; ///< of each line
    int m_longestName = 0;                           ///< px
    int m_valueWidth = 0;                            ///< px, of each of the four number columns
};

/// "12,000 – 18,000", "0:10 – 0:20", in the words of the x axis.
[[nodiscard]] QString rangeText(plot::Range range, plot::XMode xMode);

} // namespace td::scalars
