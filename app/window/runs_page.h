#pragma once

#include "engine/runlog/snapshot.h"
#include "views/kit_present/tag_catalog.h"
#include "views/preview/preview_view.h"
#include "views/runs/run_facts_panel.h"
#include "views/runs/run_list_panel.h"
#include "views/runs/tags_panel.h"
#include "views/scalars/charts_form.h"
#include "views/scalars/scalars_view.h"

#include <QJsonObject>
#include <QWidget>

class QAction;
class QFrame;
class QScrollArea;
class QSplitter;
class QStackedWidget;

namespace td::kit {
class EmptyState;
class JobList;
class ViewUndo;
} // namespace td::kit

namespace td::app {

class RunsHead;

/// The Runs mode's page: runs and tags at the left, charts or previews in the middle, form and facts at the right. Only
/// wiring: what is shown is decided by the views.
///
/// Threads: GUI thread.
class RunsPage : public QWidget {
    Q_OBJECT
public:
    /// Both may be null; they have to outlive the page.
    explicit RunsPage(kit::ViewUndo* undo, kit::JobList* jobs = nullptr, QWidget* parent = nullptr);

    void setRoots(const std::vector<std::filesystem::path>& roots);
    void setSnapshot(const std::shared_ptr<const runlog::StoreSnapshot>& snapshot);
    /// Where the issues of a run come from; called again when there are others.
    void setIssues(std::function<std::vector<runlog::Issue>(const runlog::RunSnapshot&)> issuesOf);
    void showError(const Error& error); ///< instead of everything
    void showNothingOpen();

    [[nodiscard]] runs::RunListPanel* runList() const { return m_runs; }
    [[nodiscard]] runs::TagsPanel* tags() const { return m_tags; }
    [[nodiscard]] scalars::ScalarsView* charts() const { return m_charts; }
    [[nodiscard]] preview::PreviewView* previews() const { return m_preview; }
    [[nodiscard]] const kit::TagCatalog& catalog() const { return m_catalog; }
    void showTab(int index);
    void setFollowing(bool following);
    /// What shows or hides the panel at the right, beside the tabs; a checkable action that calls togglePanel(). Without
    /// one the panel is always there.
    void setPanelAction(QAction* action);
    void togglePanel();
    [[nodiscard]] int currentTab() const;
    [[nodiscard]] bool hasTab(int index) const; ///< whether any run logged something of that kind
    [[nodiscard]] bool isReading() const;       ///< for the first time, or nothing is there yet
    [[nodiscard]] bool isSettled() const;
    [[nodiscard]] bool hasRuns() const {
        return m_snapshot && !m_snapshot->runs.empty() && !m_error;
    } ///< and they are seen
    [[nodiscard]] bool hasError() const { return m_error.has_value(); }

    [[nodiscard]] QJsonObject saveState() const;
    void restoreState(const QJsonObject& state);
    /// How the width is shared: {"columns": [px …], "left": [px …], "right_panel": bool}. What does not fit stays.
    [[nodiscard]] QJsonObject saveLayout() const;
    void restoreLayout(const QJsonObject& layout);

Q_SIGNALS:
    void openRequested();
    void retryRequested(); ///< to open what could not be read once more
    void addRootRequested();
    void issuesRequested(const QString& run, const QString& label);
    void viewChanged();
    void languageChanged();
    void contentChanged(); ///< what can be done with it may be something else: hasRuns(), the selected range

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void focusInEvent(QFocusEvent* event) override; ///< the runs have the keys where they are there

private:
    QWidget* makeLeft();
    QWidget* makeMiddle();
    QWidget* makeRight();
    void connectViews();
    void updateWords();
    void updateTabs();
    void updateRuns();
    void takeUpRuns();
    void updateFacts();
    void updateRangeChip();
    void updateState();
    void showColumns(bool show);
    [[nodiscard]] bool isNarrow() const;
    void updatePanel();

    kit::ViewUndo* m_undo;
    kit::JobList* m_jobs;
    std::shared_ptr<const runlog::StoreSnapshot> m_snapshot;
    kit::TagCatalog m_catalog;
    uint64_t m_seenTags = 0, m_seenRuns = 0; ///< generations of the catalogue and of the list
    std::function<std::vector<runlog::Issue>(const runlog::RunSnapshot&)> m_issuesOf;
    std::optional<Error> m_error;
    QJsonObject m_layout; ///< asked for last
    bool m_layoutMoved = false;
    QStackedWidget* m_pages;
    kit::EmptyState* m_empty;
    QSplitter* m_columns;
    QSplitter* m_left = nullptr;
    runs::RunListPanel* m_runs = nullptr;
    runs::TagsPanel* m_tags = nullptr;
    RunsHead* m_head = nullptr;
    QStackedWidget* m_views = nullptr;
    scalars::ScalarsView* m_charts = nullptr;
    preview::PreviewView* m_preview = nullptr;
    QScrollArea* m_right = nullptr;
    int m_rightWidth;
    bool m_isPanelWanted = true, m_isPanelCalled = false; ///< with room for it, and without
    QAction* m_panelAction = nullptr;
    scalars::ChartsForm* m_form = nullptr;
    QFrame* m_formLine = nullptr;
    runs::RunFactsPanel* m_facts = nullptr;
};

} // namespace td::app
