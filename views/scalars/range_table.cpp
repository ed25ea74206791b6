#include "views/scalars/range_table.h"

#include "views/kit/format.h"
#include "views/kit/style_paint.h"
#include "views/kit/theme.h"
#include "views/plot_present/format.h"

#include <limits>
#include <QDateTime>
#include <QScrollBar>
#include <QToolTip>

namespace td::scalars {
namespace {

using kit::ColorId;
using kit::FontId;
using kit::Theme;

constexpr int kRowHeight = 20, kHeadHeight = 2 * kRowHeight, kLeastValueWidth = 44, kGap = 8, kDigits = 4,
              kNameLeft = 32;
constexpr size_t kMostMeasured = 300;

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
    : QAbstractScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    verticalScrollBar()->setSingleStep(kRowHeight);
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
    m_statistics.clear();
    size_t most = 0, least = std::numeric_limits<size_t>::max();
    for (const auto& line : m_lines) {
        m_statistics.push_back(line.points->statistics(m_range));
        most = std::max(most, m_statistics.back().count);
        least = std::min(least, m_statistics.back().count);
    }
    const auto count = static_cast<int>(most);
    const QString title = least < most ? tr("Range %1, up to %Ln value(s) a run", nullptr, count)
                                       : tr("Range %1, %Ln value(s) a run", nullptr, count);
    m_title = title.arg(rangeText(m_range, m_xMode));
    measure();
    setAccessibleDescription(m_lines.size() <= kMostMeasured ? text() : m_title);
    updateGeometry();
    updateScrollBar();
    viewport()->update();
}

RangeTable::Row RangeTable::rowOf(size_t i) const {
    const plot::Line& line = m_lines[i];
    const plot::RangeStatistics& statistics = m_statistics[i];
    Row row{QString::fromStdString(line.label), plot::sampleOf(line), {}, {}, {}, {}, {}};
    if (statistics.count == 0) {
        const bool ended = line.points->size() > 0 && line.points->xExtent().hi < m_range.lo;
        row.note = ended ? tr("ended at %1").arg(xText(line.points->xExtent().hi, m_xMode)) : tr("no value here");
        return row;
    }
    row.first = number(statistics.first);
    row.last = number(statistics.last);
    row.min = number(statistics.min);
    row.max = number(statistics.max);
    return row;
}

/// All rows of some hundreds; of thousands the first, and whichever has the longest name, the lowest or highest value.
void RangeTable::measure() {
    m_valueWidth = kLeastValueWidth;
    m_longestName = 0;
    const QFontMetrics metrics(Theme::font(FontId::Small));
    const auto take = [&](size_t i) {
        const Row row = rowOf(i);
        m_longestName = std::max(m_longestName, metrics.horizontalAdvance(row.name) + kGap);
        for (const QString& text : {row.first, row.last, row.min, row.max})
            m_valueWidth = std::max(m_valueWidth, metrics.horizontalAdvance(text) + kGap);
    };
    for (size_t i = 0; i < std::min(m_lines.size(), kMostMeasured); ++i)
        take(i);
    size_t longest = 0, lowest = 0, highest = 0;
    for (size_t i = 0; i < m_lines.size(); ++i) {
        if (m_lines[i].label.size() > m_lines[longest].label.size()) longest = i;
        if (m_statistics[i].min < m_statistics[lowest].min) lowest = i;
        if (m_statistics[i].max > m_statistics[highest].max) highest = i;
    }
    for (const size_t i : {longest, lowest, highest})
        if (i < m_lines.size()) take(i);
    for (const QString& head : {tr("First"), tr("Last"), tr("Min"), tr("Max")})
        m_valueWidth = std::max(m_valueWidth, metrics.horizontalAdvance(head) + kGap);
}

QSize RangeTable::sizeHint() const {
    return {320, kHeadHeight + rowHeight() * static_cast<int>(m_lines.size()) + 2};
}

int RangeTable::heightWithin(int room) const {
    if (sizeHint().height() <= room) return sizeHint().height();
    const int rows = (room - kHeadHeight - 2) / rowHeight();
    return rows < 1 ? std::max(0, room) : kHeadHeight + rows * rowHeight() + 2;
}

int RangeTable::nameWidth() const {
    return rowHeight() > kRowHeight ? right() - kNameLeft : right() - 4 * m_valueWidth - kNameLeft;
}

QString RangeTable::text() const {
    QStringList lines{m_title,
                      QStringList{tr("Run"), tr("First"), tr("Last"), tr("Min"), tr("Max")}.join(QLatin1Char('\t'))};
    for (size_t i = 0; i < m_lines.size(); ++i) {
        const Row row = rowOf(i);
        lines.append(row.note.isEmpty()
                         ? QStringList{row.name, row.first, row.last, row.min, row.max}.join(QLatin1Char('\t'))
                         : row.name + QLatin1Char('\t') + row.note);
    }
    return lines.join(QLatin1Char('\n'));
}

void RangeTable::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) rebuild();
    QAbstractScrollArea::changeEvent(event);
}

void RangeTable::resizeEvent(QResizeEvent*) {
    updateScrollBar();
}

/// A name that has no room beside its numbers stands above them.
int RangeTable::rowHeight() const {
    return m_longestName > right() - 4 * m_valueWidth - kNameLeft ? 2 * kRowHeight - 4 : kRowHeight;
}

/// Only rows scroll: the title and the heads stay.
void RangeTable::updateScrollBar() {
    const int room = viewport()->height() - kHeadHeight, rows = rowHeight() * static_cast<int>(m_lines.size());
    verticalScrollBar()->setPageStep(std::max(kRowHeight, room));
    verticalScrollBar()->setRange(0, std::max(0, rows - room));
    setFocusPolicy(rows > room ? Qt::StrongFocus : Qt::NoFocus);
}

bool RangeTable::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int y = help->pos().y() - kHeadHeight + verticalScrollBar()->value();
        const auto row = static_cast<size_t>(std::max(0, y / rowHeight()));
        const bool onRow = help->pos().y() >= kHeadHeight && row < m_lines.size();
        QToolTip::showText(help->globalPos(), onRow ? QString::fromStdString(m_lines[row].label) : m_title, viewport());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void RangeTable::paintEvent(QPaintEvent*) {
    QPainter painter(viewport());
    painter.setFont(Theme::font(FontId::Small));
    paintHead(painter);
    painter.setClipRect(0, kHeadHeight, viewport()->width(), viewport()->height() - kHeadHeight);
    const int height = rowHeight();
    const auto above = static_cast<size_t>(verticalScrollBar()->value() / height);
    int y = kHeadHeight - verticalScrollBar()->value() % height;
    for (size_t i = above; i < m_lines.size() && y < viewport()->height(); ++i, y += height)
        paintRow(painter, rowOf(i), y);
    painter.setClipping(false);
    if (hasFocus()) kit::paintFocusRing(painter, viewport()->rect(), kit::kFieldRadius);
}

void RangeTable::paintHead(QPainter& painter) const {
    painter.setPen(Theme::instance().color(ColorId::SecondaryText));
    painter.drawText(QRect(0, 0, right(), kRowHeight), Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_title, Qt::ElideRight, right()));
    painter.drawText(QRect(0, kRowHeight, right() - 4 * m_valueWidth, kRowHeight), Qt::AlignVCenter, tr("Run"));
    paintNumbers(painter, {tr("First"), tr("Last"), tr("Min"), tr("Max")}, kRowHeight);
}

void RangeTable::paintNumbers(QPainter& painter, const QString (&texts)[4], int y) const {
    for (int i = 0; i < 4; ++i)
        painter.drawText(QRect(right() - m_valueWidth * (4 - i), y, m_valueWidth, kRowHeight),
                         Qt::AlignVCenter | Qt::AlignRight, texts[i]);
}

void RangeTable::paintRow(QPainter& painter, const Row& row, int y) const {
    const Theme& theme = Theme::instance();
    painter.setPen(theme.color(ColorId::Border));
    painter.drawLine(0, y, right(), y);
    plot::paintLineSample(painter, QPointF(0, y + kRowHeight / 2.0), row.sample, {theme.isDark()});
    const bool empty = !row.note.isEmpty();
    painter.setPen(theme.color(empty ? ColorId::SecondaryText : ColorId::Text));
    const bool twoLines = rowHeight() > kRowHeight;
    const int numbers = twoLines ? y + kRowHeight - 4 : y;
    const int taken = empty ? painter.fontMetrics().horizontalAdvance(row.note) + 8 : 4 * m_valueWidth;
    const int width = right() - kNameLeft - (twoLines ? 0 : taken);
    painter.drawText(QRect(kNameLeft, y, width, kRowHeight), Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(row.name, Qt::ElideMiddle, width));
    if (empty)
        painter.drawText(QRect(0, numbers, right(), kRowHeight), Qt::AlignVCenter | Qt::AlignRight, row.note);
    else
        paintNumbers(painter, {row.first, row.last, row.min, row.max}, numbers);
}

} // namespace td::scalars
