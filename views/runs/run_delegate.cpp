#include "views/runs/run_delegate.h"

#include "views/kit/elided_label.h"
#include "views/kit/format.h"
#include "views/kit/style_paint.h"
#include "views/kit/theme.h"
#include "views/runs/number_text.h"
#include "views/runs/run_table_model.h"

namespace td::runs {
namespace {

using kit::ColorId;
using kit::FontId;
using kit::Theme;

constexpr int kCheckLeft = 12, kCheckSize = 14, kSampleLeft = 4, kNameLeft = 36, kValueGap = 8;

QRect checkRect(const QRect& cell) {
    return {cell.left() + kCheckLeft, cell.top() + (cell.height() - kCheckSize) / 2, kCheckSize, kCheckSize};
}

/// On the selection fill secondary text takes the text colour.
QColor quietColor(const QStyleOptionViewItem& option) {
    return Theme::instance().color(option.state & QStyle::State_Selected ? ColorId::Text : ColorId::SecondaryText);
}

/// What the cell of a name shows, and where its badge is (empty without issues).
struct NameParts {
    QString name, count;
    QRect badge;
};

/// Where a run's name may stand: its cell, and what the number beside it leaves free.
QRect nameRect(const QStyleOptionViewItem& option, const QModelIndex& index) {
    const auto* table = qobject_cast<const QTableView*>(option.widget);
    if (!table) return option.rect;
    const int left = table->columnViewportPosition(RunTableModel::NameColumn);
    const int end =
        table->columnViewportPosition(RunTableModel::ValueColumn) + table->columnWidth(RunTableModel::ValueColumn);
    const QString value = index.siblingAtColumn(RunTableModel::ValueColumn).data().toString();
    const int taken = QFontMetrics(Theme::font(FontId::Body)).horizontalAdvance(value) + kValueGap;
    return {left, option.rect.top(), end - taken - left, option.rect.height()};
}

NameParts namePartsOf(const QRect& cell, const QModelIndex& index) {
    NameParts parts;
    const auto issues = index.data(RunTableModel::IssuesRole).toULongLong();
    const QFontMetrics metrics(Theme::font(FontId::Body));
    parts.count = issues ? kit::Format::count(issues) : QString();
    const int badge = issues ? 18 + QFontMetrics(Theme::font(FontId::Small)).horizontalAdvance(parts.count) + 4 : 0;
    parts.name = kit::elidedName(metrics, index.data().toString(), cell.width() - kNameLeft - badge - 4);
    if (issues)
        parts.badge = QRect(cell.left() + kNameLeft + metrics.horizontalAdvance(parts.name) + 4, cell.top(), badge,
                            cell.height());
    return parts;
}

/// Each cell of the current row paints its part of the ring around it.
void paintFocus(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) {
    const auto* table = qobject_cast<const QTableView*>(option.widget);
    if (!table || !table->hasFocus() || table->currentIndex().row() != index.row()) return;
    painter->save();
    painter->setClipRect(option.rect);
    const QRectF row(0, option.rect.top(), table->viewport()->width(), option.rect.height());
    kit::paintFocusRing(*painter, row, kit::kFieldRadius);
    painter->restore();
}

void drawIcon(QPainter* painter, const QString& name, ColorId tint, const QRect& where) {
    Theme::instance().icon(name, tint).paint(painter, where);
}

} // namespace

void RunDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    painter->save();
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, Theme::instance().color(ColorId::SelectionFill));
    if (index.data(RunTableModel::IsGroupRole).toBool())
        paintGroup(painter, option, index);
    else if (index.column() == RunTableModel::ShownColumn)
        paintCheck(painter, option, index);
    else if (index.column() == RunTableModel::NameColumn)
        paintName(painter, option, index);
    else if (index.column() == RunTableModel::StateColumn)
        paintState(painter, option, index);
    else {
        // A long name reaches over to the number: each of the two cells paints its part of it.
        if (index.column() == RunTableModel::ValueColumn)
            paintName(painter, option, index.siblingAtColumn(RunTableModel::NameColumn));
        paintNumber(painter, option, index);
    }
    painter->restore();
    paintFocus(painter, option, index);
}

void RunDelegate::paintGroup(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    // A header spans its row: every cell paints its part of the same line.
    const auto* table = qobject_cast<const QTableView*>(option.widget);
    const QRect row = table ? QRect(table->columnViewportPosition(0), option.rect.top(), table->viewport()->width(),
                                    option.rect.height())
                            : option.rect;
    painter->setClipRect(option.rect);
    const auto name = index.siblingAtColumn(RunTableModel::NameColumn);
    const QString icon = index.data(RunTableModel::CollapsedRole).toBool() ? QStringLiteral("chevron-right")
                                                                           : QStringLiteral("chevron-down");
    drawIcon(painter, icon, ColorId::SecondaryText, {row.left() + 8, row.top() + (row.height() - 16) / 2, 16, 16});
    const QString count = tr("%Ln run(s)", nullptr, index.data(RunTableModel::CountRole).toInt());
    const QFont strong = Theme::font(FontId::BodyStrong), small = Theme::font(FontId::Small);
    const int countWidth = QFontMetrics(small).horizontalAdvance(count) + 16;
    const QString text =
        QFontMetrics(strong).elidedText(name.data().toString(), Qt::ElideMiddle, row.width() - 40 - countWidth);
    painter->setFont(strong);
    painter->setPen(Theme::instance().color(ColorId::Text));
    painter->drawText(row.adjusted(28, 0, 0, 0), Qt::AlignVCenter, text);
    const int after = 28 + QFontMetrics(strong).horizontalAdvance(text) + 8;
    painter->setFont(small);
    painter->setPen(quietColor(option));
    painter->drawText(row.adjusted(after, 0, 0, 0), Qt::AlignVCenter, count);
}

void RunDelegate::paintCheck(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyleOptionButton box;
    box.rect = checkRect(option.rect);
    box.palette = option.palette;
    box.state =
        QStyle::State_Enabled | (index.data(RunTableModel::ShownRole).toBool() ? QStyle::State_On : QStyle::State_Off);
    const QWidget* widget = option.widget;
    (widget ? widget->style() : QApplication::style())
        ->drawPrimitive(QStyle::PE_IndicatorCheckBox, &box, painter, widget);
}

void RunDelegate::paintName(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    painter->setClipRect(option.rect);
    const QRect cell = nameRect(option, index);
    const bool shown = index.data(RunTableModel::ShownRole).toBool();
    drawLineSample(*painter, cell.left() + kSampleLeft, cell.center().y() + 0.5,
                   index.data(RunTableModel::SlotRole).toInt(), shown ? 1 : 0.45);
    const NameParts parts = namePartsOf(cell, index);
    painter->setFont(Theme::font(FontId::Body));
    painter->setPen(shown ? Theme::instance().color(ColorId::Text) : quietColor(option));
    painter->drawText(cell.adjusted(kNameLeft, 0, 0, 0), Qt::AlignVCenter, parts.name);
    if (parts.badge.isEmpty()) return;
    // Notes need nobody: they stay quiet.
    const bool isQuiet = index.data(RunTableModel::ProblemsRole).toULongLong() == 0;
    const QRect icon(parts.badge.left(), cell.top() + (cell.height() - 16) / 2, 16, 16);
    drawIcon(painter, isQuiet ? QStringLiteral("info") : QStringLiteral("warn"),
             isQuiet ? ColorId::SecondaryText : ColorId::Warn, icon);
    painter->setFont(Theme::font(FontId::Small));
    painter->setPen(isQuiet ? quietColor(option) : Theme::instance().color(ColorId::Warn));
    painter->drawText(parts.badge.adjusted(18, 0, 8, 0), Qt::AlignVCenter, parts.count);
}

void RunDelegate::paintNumber(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QString text = index.data().toString();
    const bool isValue = index.column() == RunTableModel::ValueColumn;
    QColor color = isValue && index.data(RunTableModel::ShownRole).toBool() ? Theme::instance().color(ColorId::Text)
                                                                            : quietColor(option);
    if (isValue && index.data(RunTableModel::DivergedRole).toBool()) color = Theme::instance().color(ColorId::Bad);
    painter->setFont(Theme::font(FontId::Body));
    painter->setPen(color);
    painter->drawText(option.rect, Qt::AlignVCenter | Qt::AlignRight, text);
}

void RunDelegate::paintState(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QString icon = index.data(RunTableModel::StateIconRole).toString();
    if (icon.isEmpty()) return;
    auto tint = static_cast<ColorId>(index.data(RunTableModel::StateTintRole).toInt());
    // On the selection fill what is secondary takes the text colour.
    if (tint == ColorId::SecondaryText && option.state & QStyle::State_Selected) tint = ColorId::Text;
    drawIcon(painter, icon, tint,
             {option.rect.left() + 8, option.rect.top() + (option.rect.height() - 16) / 2, 16, 16});
}

QSize RunDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const {
    return {60, index.data(RunTableModel::IsGroupRole).toBool() ? kGroupHeight : kRunHeight};
}

bool RunDelegate::editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                              const QModelIndex& index) {
    if (event->type() != QEvent::MouseButtonRelease) return false;
    const auto* mouse = static_cast<QMouseEvent*>(event);
    const QPoint at = mouse->position().toPoint();
    if (mouse->button() != Qt::LeftButton || index.data(RunTableModel::IsGroupRole).toBool()) return false;
    const QModelIndex name = index.siblingAtColumn(RunTableModel::NameColumn);
    if (index.column() != RunTableModel::ShownColumn && namePartsOf(nameRect(option, name), name).badge.contains(at)) {
        Q_EMIT issuesRequested(index.data(RunTableModel::RunRole).toString());
        return true;
    }
    if (index.column() != RunTableModel::ShownColumn || !checkRect(option.rect).adjusted(-8, -8, 4, 8).contains(at))
        return false;
    return model->setData(index, index.data(RunTableModel::ShownRole).toBool() ? Qt::Unchecked : Qt::Checked,
                          Qt::CheckStateRole);
}

QWidget* RunDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex&) const {
    auto* editor = new QLineEdit(parent);
    editor->setAccessibleName(tr("New name of the run"));
    return editor;
}

void RunDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex&) const {
    editor->setGeometry(option.rect.adjusted(kNameLeft - 6, 1, 0, -1));
}

} // namespace td::runs
