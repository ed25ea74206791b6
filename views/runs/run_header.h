#pragma once

#include "views/runs_present/run_list_presenter.h"

#include <QHeaderView>

namespace td::runs {

/// The 26 px column header of the runs list: a check box over all runs, sortable titles with the arrow before them.
///
/// Keys: the list's sort menu and Ctrl+Shift+A do the same without a mouse.
class RunHeader : public QHeaderView {
    Q_OBJECT
public:
    explicit RunHeader(QWidget* parent = nullptr);
    void setChecked(Qt::CheckState state);
    [[nodiscard]] Qt::CheckState checkState() const { return m_checked; }
    void setSort(SortKey key, SortOrder order);

Q_SIGNALS:
    void showAllRequested(bool shown);
    void sortRequested(td::runs::SortKey key);

protected:
    void changeEvent(QEvent* event) override;
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;
    [[nodiscard]] QSize sizeHint() const override;

private:
    void onSectionClicked(int section);
    Qt::CheckState m_checked = Qt::Checked;
    SortKey m_key = SortKey::Name;
    SortOrder m_order = SortOrder::Ascending;
};

} // namespace td::runs
