#include "views/scalars/range_table.h"

#include "views/kit/format.h"
#include "views/kit/theme.h"
#include "views/plot_present/format.h"
#include "views/plot_present/plot_series.h"

#include <QDateTime>

namespace td::scalars {
namespace {

using kit::ColorId;
using kit::FontId;
using kit::Theme;

constexpr int kRowHeight = 20, kLeastValueWidth = 44, kGap = 8, kDigits = 4;

QString xText(double x, plot::XMode mode) {
    if (mode == plot::XMode::Relative) return kit::Format::clock(x);
    if (mode == plot::XMode::Wall)
        return QLocale().toString(QDateTime::fromMSecsSinceEpoch(std::llround(x * 1000)), QLocale::ShortFormat);
    return QLocale().toString(static_cast<qlonglong>(std::llround(x)));
}

QString number(double value) {
    return QString::fromStdString(plot::formatValue(value, kDigits));
}

} // namespace

QString rangeText(plot::Range range, plot::XMode xMode) {
    return QStringLiteral("%1 – %2").arg(xText(range.lo, xMode), xText(range.hi, xMode));
}

RangeTable::RangeTable(QWidget* parent)
    : QWidget(parent) {
    setAccessibleName(tr("Values of the range"));
}

void RangeTable::setContent(const std::vector<plot::Line>& lines, plot::Range range, plot::XMode xMode) {
    m_lines = lines;
    m_range = range;
    m_xMode = xMode;
    rebuild();
}

void RangeTable::rebuild() {
    setAccessibleName(tr("Values of the range")); // the language may be another one
    m_rows.clear();
    size_t most = 0;
    for (const auto& line : m_lines) {
        Row row{QString::fromStdString(line.label), line.slot, {}, {}, {}, {}, {}};
        const auto statistics = line.points->statistics(m_range);
        most = std::max(most, statistics.count);
        if (statistics.count == 0) {
            const bool ended = line.points->size() > 0 && line.points->xExtent().hi < m_range.lo;
            row.note = ended ? tr("ended at %1").arg(xText(line.points->xExtent().hi, m_xMode)) : tr("no value here");
        } else {
            row.first = number(statistics.first);
            row.last = number(statistics.last);
            row.min = number(statistics.min);
            row.max = number(statistics.max);
        }
        m_rows.push_back(std::move(row));
    }
    m_valueWidth = kLeastValueWidth;
    const QFontMetrics metrics(Theme::font(FontId::Small));
    for (const auto& row : m_rows)
        for (const QString& text : {row.first, row.last, row.min, row.max})
            m_valueWidth = std::max(m_valueWidth, metrics.horizontalAdvance(text) + kGap);
    m_title = tr("Range %1, %n value(s) a run", nullptr, static_cast<int>(most)).arg(rangeText(m_range, m_xMode));
    setAccessibleDescription(text());
    updateGeometry();
    update();
}

QSize RangeTable::sizeHint() const {
    return {320, kRowHeight * (2 + static_cast<int>(m_rows.size()))};
}

QString RangeTable::text() const {
    QStringList lines{m_title,
                      QStringList{tr("Run"), tr("First"), tr("Last"), tr("Min"), tr("Max")}.join(QLatin1Char('\t'))};
    for (const auto& row : m_rows)
        lines.append(row.note.isEmpty()
                         ? QStringList{row.name, row.first, row.last, row.min, row.max}.join(QLatin1Char('\t'))
                         : row.name + QLatin1Char('\t') + row.note);
    return lines.join(QLatin1Char('\n'));
}

void RangeTable::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) rebuild();
    QWidget::changeEvent(event);
}

void RangeTable::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QFont small = Theme::font(FontId::Small);
    painter.setFont(small);
    painter.setPen(Theme::instance().color(ColorId::SecondaryText));
    painter.drawText(QRect(0, 0, width(), kRowHeight), Qt::AlignVCenter,
                     QFontMetrics(small).elidedText(m_title, Qt::ElideRight, width()));
    const QString heads[] = {tr("First"), tr("Last"), tr("Min"), tr("Max")};
    painter.drawText(QRect(0, kRowHeight, 60, kRowHeight), Qt::AlignVCenter, tr("Run"));
    for (int i = 0; i < 4; ++i)
        painter.drawText(QRect(width() - m_valueWidth * (4 - i), kRowHeight, m_valueWidth, kRowHeight),
                         Qt::AlignVCenter | Qt::AlignRight, heads[i]);
    int y = 2 * kRowHeight;
    for (const auto& row : m_rows) {
        if (y + kRowHeight > height()) break;
        paintRow(painter, row, y);
        y += kRowHeight;
    }
}

void RangeTable::paintRow(QPainter& painter, const Row& row, int y) const {
    const Theme& theme = Theme::instance();
    painter.setPen(theme.color(ColorId::Border));
    painter.drawLine(0, y, width(), y);
    QPen pen = theme.seriesPen(row.slot);
    pen.setWidth(2);
    painter.setPen(pen);
    painter.drawLine(0, y + kRowHeight / 2, 24, y + kRowHeight / 2);
    const bool empty = !row.note.isEmpty();
    painter.setPen(theme.color(empty ? ColorId::SecondaryText : ColorId::Text));
    const int nameRight = width() - (empty ? painter.fontMetrics().horizontalAdvance(row.note) + 8 : 4 * m_valueWidth);
    painter.drawText(QRect(28, y, nameRight - 28, kRowHeight), Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(row.name, Qt::ElideMiddle, nameRight - 28));
    if (empty) {
        painter.drawText(QRect(0, y, width(), kRowHeight), Qt::AlignVCenter | Qt::AlignRight, row.note);
        return;
    }
    const QString values[] = {row.first, row.last, row.min, row.max};
    for (int i = 0; i < 4; ++i)
        painter.drawText(QRect(width() - m_valueWidth * (4 - i), y, m_valueWidth, kRowHeight),
                         Qt::AlignVCenter | Qt::AlignRight, values[i]);
}

} // namespace td::scalars
