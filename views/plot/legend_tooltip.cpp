#include "views/plot/legend_tooltip.h"

#include "views/plot/plot_state.h"
#include "views/plot_present/format.h"

#include <QApplication>
#include <QEvent>
#include <QFontMetrics>
#include <QPainter>

namespace td::plot {
namespace {

constexpr int kRow = 20, kPadding = 12, kSample = LineSample::kWidth, kGap = 8, kColumnGap = 12, kNameMost = 220,
              kNameLeast = 60, kBeside = 12, kAxis = 26; // the axis below the frame stays readable

QFont rowFont(bool strong) {
    return kit::Theme::font(strong ? kit::FontId::SmallStrong : kit::FontId::Small);
}

int textWidth(const QString& text, bool strong) {
    return QFontMetrics(rowFont(strong)).horizontalAdvance(text) + 1;
}

} // namespace

LegendTooltip::LegendTooltip(QWidget* window, QWidget* plot)
    : QWidget(window)
    , m_plot(plot) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
    setFocusPolicy(Qt::NoFocus);
    setAccessibleName(tr("Values at the cursor"));
    hide();
}

void LegendTooltip::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    qApp->installEventFilter(this);
}

void LegendTooltip::hideEvent(QHideEvent* event) {
    qApp->removeEventFilter(this);
    QWidget::hideEvent(event);
}

bool LegendTooltip::eventFilter(QObject* watched, QEvent* event) {
    if (watched->isWidgetType() && disturbs(*static_cast<QWidget*>(watched), event->type())) Q_EMIT disturbed();
    return QWidget::eventFilter(watched, event);
}

bool LegendTooltip::disturbs(const QWidget& widget, QEvent::Type happened) const {
    switch (happened) {
    case QEvent::FocusIn:
        return &widget != m_plot;
    case QEvent::WindowDeactivate:
        return &widget == window();
    case QEvent::Move:
    case QEvent::Resize:
        return &widget == m_plot || widget.isAncestorOf(m_plot);
    case QEvent::Show:
        return widget.isWindow() ? widget.windowType() != Qt::ToolTip : widget.inherits("QDockWidget");
    default:
        return false;
    }
}

void LegendTooltip::present(LegendTable table, const std::vector<Line>& lines, const Place& place, bool dark) {
    m_colors.dark = dark;
    if (table.rows.empty()) {
        hide();
        return;
    }
    fillColumns(table);
    fillRows(table, lines);
    m_more = table.left > 0 ? tr("and %Ln more line(s)", nullptr, static_cast<int>(table.left)) : QString();
    measure();
    fitInto(place.area.width());
    placeBeside(place);
    show();
    raise();
    update();
}

void LegendTooltip::fillColumns(const LegendTable& table) {
    m_columns = {{tr("Run"), 0}};
    if (table.smoothed) m_columns.push_back({tr("Smoothed"), 0});
    for (const QString& title : {tr("Value"), tr("Step"), tr("Time")})
        m_columns.push_back({title, 0});
}

QString LegendTooltip::noteOf(const LegendRow& row, const Line& line) const {
    const QString step = localized(row.step);
    switch (row.state) {
    case LegendRow::State::Here:
        return {};
    case LegendRow::State::Ended:
        return line.crashed ? tr("crashed at %1").arg(step) : tr("ended at %1").arg(step);
    case LegendRow::State::NotFinite:
        return tr("%1 at %2").arg(QString::fromStdString(formatValue(line.points->raw(row.point))), step);
    case LegendRow::State::NotBegun:
        return tr("begins at %1").arg(step);
    }
    return {};
}

void LegendTooltip::fillRows(const LegendTable& table, const std::vector<Line>& lines) {
    m_rows.clear();
    for (const LegendRow& row : table.rows) {
        const Line& line = lines[row.line];
        Row out;
        out.sample = sampleOf(line);
        out.quiet = row.state != LegendRow::State::Here;
        out.strong = (m_rows.empty() || line.emphasized) && !out.quiet;
        out.name = QString::fromStdString(line.label);
        if (row.members > 0) out.name = tr("%1 · mean of %Ln", nullptr, static_cast<int>(row.members)).arg(out.name);
        out.note = noteOf(row, line);
        if (table.smoothed) out.cells << localized(row.smoothed), out.shared.push_back(table.sharedSmoothed);
        out.cells << localized(row.value) << localized(row.step) << QString::fromStdString(row.time);
        out.shared.insert(out.shared.end(), {table.sharedValue, 0, 0});
        m_rows.push_back(std::move(out));
    }
}

void LegendTooltip::measure() {
    for (Column& column : m_columns)
        column.width = textWidth(column.title, false);
    int numbers = 0;
    for (const Row& row : m_rows) {
        m_columns[0].width = std::max(m_columns[0].width, std::min(kNameMost, textWidth(row.name, row.strong)));
        for (int c = 0; c < row.cells.size() && !row.quiet; ++c) {
            int& width = m_columns[static_cast<size_t>(c) + 1].width;
            width = std::max(width, textWidth(row.cells[c], row.strong));
        }
    }
    for (size_t c = 1; c < m_columns.size(); ++c)
        numbers += m_columns[c].width + kColumnGap;
    for (const Row& row : m_rows) // a long note widens the name's column: it ends where the numbers end
        m_columns[0].width = std::max(m_columns[0].width, std::min(kNameMost, textWidth(row.name, false)) +
                                                              textWidth(row.note, false) + kColumnGap - numbers);
    const int rows = static_cast<int>(m_rows.size()) + 1 + (m_more.isEmpty() ? 0 : 1);
    resize(2 * kPadding + kSample + kGap + m_columns[0].width + numbers, rows * kRow + kPadding);
}

void LegendTooltip::fitInto(int most) {
    for (int spare = 2; spare > 0 && width() > most; --spare) {
        m_columns.pop_back();
        for (Row& row : m_rows)
            if (!row.cells.isEmpty()) row.cells.removeLast();
        measure();
    }
    if (width() <= most) return;
    m_columns[0].width = std::max(kNameLeast, m_columns[0].width - (width() - most));
    resize(most, height());
}

void LegendTooltip::placeBeside(const Place& place) {
    const QRect &area = place.area, &frame = place.frame;
    const int beside = std::max(kBeside, place.beside);
    const int cursor = place.cursor.x(), left = cursor - beside - width(), right = cursor + beside;
    const bool fitsLeft = left >= area.left(), fitsRight = right + width() <= area.right();
    const bool leftIsEmptier = cursor - frame.left() >= frame.right() - cursor;
    if (fitsLeft || fitsRight) {
        const int y = std::min(frame.top(), area.bottom() - 4 - height());
        move(fitsLeft && (leftIsEmptier || !fitsRight) ? left : right, std::max(area.top() + 4, y));
        return;
    }
    const int below = frame.bottom() + kAxis, above = frame.top() - 4 - height();
    const bool isBelow = below + height() <= area.bottom() || above < area.top();
    const int x = std::clamp(cursor - width() / 2, area.left(), std::max(area.left(), area.right() - width()));
    move(x, isBelow ? std::min(below, parentWidget()->height() - 4 - height()) : above);
}

void LegendTooltip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_colors.of(kit::ColorId::Border), 1));
    painter.setBrush(m_colors.of(kit::ColorId::Raised));
    painter.drawRoundedRect(QRectF(rect()).adjusted(.5, .5, -.5, -.5), 4, 4);
    int top = kPadding / 2;
    painter.setFont(rowFont(false));
    painter.setPen(m_colors.of(kit::ColorId::SecondaryText));
    painter.drawText(QRect(kPadding, top, m_columns[0].width, kRow), Qt::AlignVCenter | Qt::AlignLeft,
                     m_columns[0].title);
    int right = kPadding + kSample + kGap + m_columns[0].width;
    for (size_t c = 1; c < m_columns.size(); ++c) {
        right += kColumnGap + m_columns[c].width;
        painter.drawText(QRect(0, top, right, kRow), Qt::AlignVCenter | Qt::AlignRight, m_columns[c].title);
    }
    for (const Row& row : m_rows)
        paintRow(painter, row, top += kRow);
    painter.setFont(rowFont(false));
    painter.setPen(m_colors.of(kit::ColorId::SecondaryText));
    painter.drawText(QRect(kPadding, top + kRow, width() - 2 * kPadding, kRow), Qt::AlignVCenter | Qt::AlignLeft,
                     m_more);
}

void LegendTooltip::paintRow(QPainter& painter, const Row& row, int top) const {
    paintLineSample(painter, QPointF(kPadding, top + kRow / 2.0), row.sample, m_colors);
    const QFont font = rowFont(row.strong);
    painter.setFont(font);
    painter.setPen(m_colors.of(row.quiet ? kit::ColorId::SecondaryText : kit::ColorId::Text));
    const int nameLeft = kPadding + kSample + kGap;
    const QString name = QFontMetrics(font).elidedText(row.name, Qt::ElideMiddle, m_columns[0].width);
    painter.drawText(QRect(nameLeft, top, m_columns[0].width, kRow), Qt::AlignVCenter | Qt::AlignLeft, name);
    if (row.quiet) {
        painter.drawText(QRect(0, top, width() - kPadding, kRow), Qt::AlignVCenter | Qt::AlignRight, row.note);
        return;
    }
    int right = nameLeft + m_columns[0].width;
    for (int c = 0; c < row.cells.size(); ++c) {
        right += kColumnGap + m_columns[static_cast<size_t>(c) + 1].width;
        paintCell(painter, row.cells[c], row.shared[static_cast<size_t>(c)], right, top, font);
    }
}

void LegendTooltip::paintCell(QPainter& painter, const QString& text, size_t shared, int right, int top,
                              const QFont& font) const {
    const QFontMetrics metrics(font);
    const int left = right - metrics.horizontalAdvance(text);
    const auto quiet = static_cast<int>(std::min<size_t>(shared, static_cast<size_t>(text.size())));
    const int baseline = top + (kRow + metrics.ascent() - metrics.descent()) / 2;
    painter.setPen(m_colors.of(kit::ColorId::SecondaryText));
    painter.drawText(left, baseline, text.left(quiet));
    painter.setPen(m_colors.of(kit::ColorId::Text));
    painter.drawText(left + metrics.horizontalAdvance(text.left(quiet)), baseline, text.mid(quiet));
}

} // namespace td::plot
