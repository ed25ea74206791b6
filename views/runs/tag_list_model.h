#pragma once

#include "views/runs_present/tag_tree_presenter.h"

#include <QAbstractListModel>
#include <QStyledItemDelegate>

namespace td::runs {

/// The tags list as rows: groups and, where they are open, their tags.
class TagListModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { NameRole = Qt::UserRole, IsGroupRole, CountRole, PinnedRole, IndentedRole, ExpandedRole, KindRole };
    using QAbstractListModel::QAbstractListModel;

    void sync(const TagTreePresenter& presenter);
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<TagLine> m_lines;
};

/// Paints a 26 px row: chevron, name, pin, count.
class TagDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace td::runs
