#pragma once

#include "views/plot_present/plot_types.h"

#include <QWidget>

namespace td::scalars {

/// First, last, smallest and largest value of each line within a range, of the values as written.
class RangeTable : public QWidget {
    Q_OBJECT
public:
    explicit RangeTable(QWidget* parent = nullptr);

    void setContent(const std::vector<plot::Line>& lines, plot::Range range, plot::XMode xMode);
    [[nodiscard]] QSize sizeHint() const override;
    /// The table as tab-separated text, for the clipboard and screen readers.
    [[nodiscard]] QString text() const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Row {
        QString name;
        int slot = 0;
        QString first, last, min, max;
        QString note; ///< instead of values: "ended at 9,842"
    };
    void rebuild();
    void paintRow(QPainter& painter, const Row& row, int y) const;

    std::vector<plot::Line> m_lines;
    plot::Range m_range;
    plot::XMode m_xMode = plot::XMode::Step;
    QString m_title;
    std::vector<Row> m_rows;
    int m_valueWidth = 0; ///< px, of each of the four number columns
};

/// "12,000 – 18,000", "0:10 – 0:20", in the words of the x axis.
[[nodiscard]] QString rangeText(plot::Range range, plot::XMode xMode);

} // namespace td::scalars
