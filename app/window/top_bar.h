#pragma once

#include <QWidget>

class QHBoxLayout;
class QMenu;
class QToolButton;

namespace td::kit {
class ActionRegistry;
}

namespace td::app {

class RecentList;
class WorkspaceFolder;

/// The bar over the full width: what is open, open, save, undo, redo, workspace; the search field in the middle; jobs,
/// about, settings.
class TopBar : public QWidget {
    Q_OBJECT
public:
    TopBar(kit::ActionRegistry& actions, RecentList& recent, WorkspaceFolder& workspaces, QWidget* parent = nullptr);

    void setOpen(const QStringList& paths); ///< named in the chooser at the left
    void setWorkspaceName(const QString& name);
    [[nodiscard]] QWidget* searchField() const; ///< looks like a field, opens the palette
    [[nodiscard]] QSize sizeHint() const override { return {800, 36}; }

Q_SIGNALS:
    void openRequested(const QStringList& paths);
    void workspaceRequested(const QString& name);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QToolButton* addButton(QHBoxLayout* row, const QString& id);
    void fillRecent();
    void fillWorkspaces();
    void placeSearch();
    void retranslate();
    kit::ActionRegistry& m_actions;
    RecentList& m_recent;
    WorkspaceFolder& m_workspaces;
    QStringList m_paths;
    QString m_workspaceName;
    QWidget* m_left;
    QWidget* m_right;
    QToolButton* m_chooser;
    QToolButton* m_workspace;
    QMenu* m_recentMenu;
    QMenu* m_workspaceMenu;
    class SearchButton;
    class Divider;
    SearchButton* m_search;
};

} // namespace td::app
