#include "views/runs/run_header.h"

#include "views/kit/theme.h"
#include "views/runs/run_table_model.h"

namespace td::runs {
namespace {

using kit::ColorId;
using kit::Theme;

std::optional<SortKey> keyOf(int section) {
    switch (section) {
    case RunTableModel::NameColumn:
        return SortKey::Name;
    case RunTableModel::ValueColumn:
        return SortKey::Value;
    case RunTableModel::StepColumn:
        return SortKey::Step;
    case RunTableModel::StateColumn:
        return SortKey::State;
    default:
        return {};
    }
}

} // namespace

RunHeader::RunHeader(QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent) {
    setSectionsClickable(true);
    setHighlightSections(false);
    setAccessibleName(tr("Columns of the runs list"));
    connect(this, &QHeaderView::sectionClicked, this, &RunHeader::onSectionClicked);
}

void RunHeader::onSectionClicked(int section) {
    if (section == RunTableModel::ShownColumn)
        Q_EMIT showAllRequested(m_checked != Qt::Checked);
    else if (const auto key = keyOf(section))
        Q_EMIT sortRequested(*key);
}

void RunHeader::setChecked(Qt::CheckState state) {
    m_checked = state;
    viewport()->update();
}

void RunHeader::setSort(SortKey key, SortOrder order) {
    m_key = key;
    m_order = order;
    viewport()->update();
}

void RunHeader::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) setAccessibleName(tr("Columns of the runs list"));
    QHeaderView::changeEvent(event);
}

QSize RunHeader::sizeHint() const {
    return {QHeaderView::sizeHint().width(), 26};
}

void RunHeader::paintSection(QPainter* painter, const QRect& rect, int section) const {
    painter->save();
    painter->fillRect(rect, Theme::instance().color(ColorId::Window));
    painter->setPen(Theme::instance().color(ColorId::Border));
    painter->drawLine(rect.bottomLeft(), rect.bottomRight());
    painter->drawLine(rect.topLeft(), rect.topRight());
    if (section == RunTableModel::ShownColumn) {
        QStyleOptionButton box;
        box.rect = QRect(rect.left() + 12, rect.top() + (rect.height() - 14) / 2, 14, 14);
        box.palette = palette();
        box.state = QStyle::State_Enabled | (m_checked == Qt::Checked     ? QStyle::State_On
                                             : m_checked == Qt::Unchecked ? QStyle::State_Off
                                                                          : QStyle::State_NoChange);
        style()->drawPrimitive(QStyle::PE_IndicatorCheckBox, &box, painter, this);
    } else if (section != RunTableModel::StateColumn) {
        const QFont font = Theme::font(kit::FontId::Small);
        const bool sorted = keyOf(section) == m_key;
        const bool right = section != RunTableModel::NameColumn;
        // The metric's name is longer than its numbers: it may reach into the names' column, which is mostly empty
        // here.
        const int reach = section == RunTableModel::ValueColumn ? -48 : 0;
        const QRect inner = rect.adjusted(right ? reach + (sorted ? 18 : 2) : 36, 0, 0, 0);
        const QString text = QFontMetrics(font).elidedText(model()->headerData(section, Qt::Horizontal).toString(),
                                                           Qt::ElideMiddle, inner.width());
        painter->setFont(font);
        painter->setPen(Theme::instance().color(ColorId::SecondaryText));
        painter->drawText(inner, Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft), text);
        const int width = QFontMetrics(font).horizontalAdvance(text);
        const int arrow = right ? rect.right() - width - 17 : inner.left() + width + 2;
        const QString icon =
            m_order == SortOrder::Ascending ? QStringLiteral("chevron-up") : QStringLiteral("chevron-down");
        if (sorted && !(section == RunTableModel::NameColumn && m_order == SortOrder::Ascending))
            Theme::instance().icon(icon, ColorId::SecondaryText).paint(painter, QRect(arrow, rect.top() + 6, 14, 14));
    }
    painter->restore();
}

} // namespace td::runs
