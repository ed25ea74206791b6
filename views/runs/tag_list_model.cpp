#include "views/runs/tag_list_model.h"

#include "views/kit/format.h"
#include "views/kit/theme.h"

namespace td::runs {

using kit::ColorId;
using kit::FontId;
using kit::Theme;

void TagListModel::sync(const TagTreePresenter& presenter) {
    const auto& lines = presenter.lines();
    const auto same = [](const TagLine& a, const TagLine& b) { return a.kind == b.kind && a.name == b.name; };
    size_t front = 0;
    while (front < lines.size() && front < m_lines.size() && same(lines[front], m_lines[front]))
        ++front;
    size_t back = 0;
    while (back < lines.size() - front && back < m_lines.size() - front &&
           same(lines[lines.size() - 1 - back], m_lines[m_lines.size() - 1 - back]))
        ++back;
    if (m_lines.size() > front + back) {
        beginRemoveRows({}, static_cast<int>(front), static_cast<int>(m_lines.size() - back) - 1);
        m_lines.erase(m_lines.begin() + static_cast<ptrdiff_t>(front), m_lines.end() - static_cast<ptrdiff_t>(back));
        endRemoveRows();
    }
    const bool inserts = lines.size() > front + back;
    if (inserts) beginInsertRows({}, static_cast<int>(front), static_cast<int>(lines.size() - back) - 1);
    m_lines = lines;
    if (inserts) endInsertRows();
    if (!m_lines.empty()) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

int TagListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

QVariant TagListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const TagLine& line = m_lines[static_cast<size_t>(index.row())];
    const bool isGroup = line.kind == TagLine::Kind::Group;
    switch (role) {
    case Qt::DisplayRole:
        return line.name.empty() ? kit::Format::name(line.name) : QString::fromStdString(line.label);
    case Qt::ToolTipRole:
    case NameRole:
        return QString::fromStdString(line.name);
    case IsGroupRole:
        return isGroup;
    case CountRole:
        return line.count;
    case PinnedRole:
        return line.pinned;
    case IndentedRole:
        return line.indented;
    case ExpandedRole:
        return line.expanded;
    case KindRole:
        return static_cast<int>(line.tagKind);
    case Qt::AccessibleTextRole:
        if (isGroup)
            return tr("Group %1, %Ln tag(s)", nullptr, static_cast<int>(line.count))
                .arg(QString::fromStdString(line.name));
        return tr("%1, %Ln run(s)", nullptr, static_cast<int>(line.count)).arg(kit::Format::name(line.name));
    default:
        return {};
    }
}

QSize TagDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {100, 26};
}

void TagDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Theme& theme = Theme::instance();
    const QRect row = option.rect;
    const bool selected = option.state & QStyle::State_Selected,
               isGroup = index.data(TagListModel::IsGroupRole).toBool();
    painter->save();
    if (selected) painter->fillRect(row, theme.color(ColorId::SelectionFill));
    if (isGroup) {
        const QString icon = index.data(TagListModel::ExpandedRole).toBool() ? QStringLiteral("chevron-down")
                                                                             : QStringLiteral("chevron-right");
        theme.icon(icon).paint(painter, row.left() + 8, row.top() + 5, 16, 16);
    }
    const int number = index.data(TagListModel::CountRole).toInt();
    const QString count = isGroup ? kit::Format::number(number) : TagListModel::tr("%Ln run(s)", nullptr, number);
    painter->setFont(Theme::font(FontId::Small));
    painter->setPen(theme.color(selected ? ColorId::Text : ColorId::SecondaryText));
    painter->drawText(row.adjusted(0, 0, -12, 0), Qt::AlignVCenter | Qt::AlignRight, count);
    int right = row.right() - 12 - painter->fontMetrics().horizontalAdvance(count) - 8;
    if (index.data(TagListModel::PinnedRole).toBool()) {
        theme.icon(QStringLiteral("pinned"), ColorId::Accent).paint(painter, right - 16, row.top() + 5, 16, 16);
        right -= 24;
    }
    const QFont font = Theme::font(isGroup ? FontId::BodyStrong : FontId::Body);
    const int left = row.left() + (isGroup ? 28 : index.data(TagListModel::IndentedRole).toBool() ? 32 : 12);
    painter->setFont(font);
    painter->setPen(theme.color(ColorId::Text));
    painter->drawText(QRect(left, row.top(), right - left, row.height()), Qt::AlignVCenter,
                      QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideMiddle, right - left));
    painter->restore();
}

} // namespace td::runs
