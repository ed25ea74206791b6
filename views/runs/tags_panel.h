#pragma once

#include "views/runs_present/tag_tree_presenter.h"

#include <QWidget>

class QLabel;
class QListView;

namespace td::kit {
class SearchField;
}

namespace td::runs {

class TagListModel;

/// The tags of all runs with a filter that also says which charts are shown.
///
/// Keys: Enter goes to the tag's chart, P pins it, Left and Right close and open a group, Ctrl+G charts the selected
/// tags together.
class TagsPanel : public QWidget {
    Q_OBJECT
public:
    explicit TagsPanel(QWidget* parent = nullptr);

    void setCatalog(const kit::TagCatalog& catalog);
    void setPins(const std::vector<std::string>& tags);
    void setFilter(const QString& pattern);
    [[nodiscard]] QString filter() const;
    [[nodiscard]] const TagTreePresenter& presenter() const { return m_presenter; }
    [[nodiscard]] QStringList selectedTags() const;

Q_SIGNALS:
    void filterChanged(const QString& pattern); ///< valid expressions only
    void tagActivated(const QString& tag);
    void pinRequested(const QString& tag, bool pin);
    void combineRequested(const QStringList& tags);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void setupList();
    void updateWords();
    void refresh();
    void applyFilter();
    bool handleKey(int key, Qt::KeyboardModifiers modifiers);
    void activate(const QModelIndex& index);
    void showContextMenu(const QPoint& position);

    TagTreePresenter m_presenter;
    TagListModel* m_model = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_count = nullptr;
    kit::SearchField* m_filter = nullptr;
    QListView* m_list = nullptr;
};

} // namespace td::runs
