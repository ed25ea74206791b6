#pragma once

#include "views/runs_present/run_list_presenter.h"

#include <functional>
#include <QJsonObject>
#include <QThreadPool>
#include <QTimer>
#include <QWidget>

class QLabel;
class QTableView;
class QToolButton;
class QPushButton;

namespace td::kit {
class SearchField;
class ViewUndo;
} // namespace td::kit

namespace td::runs {

class RunHeader;
class RunTableModel;

/// The runs list: which runs there are, which are drawn, in which colour, with which value of a metric.
///
/// Keys: Space shows or hides the selected runs, Enter shows only the current one, F2 renames, Ctrl+A selects all,
///       I asks for the issues of the current run, Left and Right close and open a group.
/// Threads: GUI thread; metrics, hyperparameters and the sidecar file are handled on workers.
class RunListPanel : public QWidget {
    Q_OBJECT
public:
    /// View changes go through `undo` where there is one; it has to outlive the panel.
    explicit RunListPanel(kit::ViewUndo* undo, QWidget* parent = nullptr);
    ~RunListPanel() override;

    /// Reads what was said about the runs of these roots before; from now on changes are kept in our own data folder.
    void setRoots(const std::vector<std::filesystem::path>& roots);
    void setSnapshot(std::shared_ptr<const runlog::StoreSnapshot> snapshot);
    /// The tags the value column can show; chooses a likely one as long as nobody chose.
    /// How many issues each run has; call again when there are others.
    void setIssueCounts(std::function<RunListPresenter::IssueCount(const runlog::RunSnapshot&)> counts);
    void setScalarTags(const std::vector<ScalarTag>& tags);

    [[nodiscard]] const RunListPresenter& presenter() const { return m_presenter; }
    [[nodiscard]] QStringList selectedRuns() const;
    [[nodiscard]] QString currentRun() const; ///< empty: none
    void setCurrentRun(const QString& run);

    void showRuns(const QStringList& runs, bool shown); ///< undoable
    void toggleSolo(const QString& run);                ///< undoable
    void setMetric(const Metric& metric);
    void rename(const QString& run, const QString& alias); ///< undoable
    void setSlot(const QString& run, int slot);            ///< undoable
    void setFilter(const QString& text);
    void editCurrentName();
    void focusList(); ///< the keys go to the runs

    [[nodiscard]] QJsonObject saveState() const;
    void restoreState(const QJsonObject& state);

Q_SIGNALS:
    void stylesChanged(); ///< which runs are drawn (hidden, filtered), their labels or colours
    void currentRunChanged(const QString& run);
    void addRootRequested();
    void issuesRequested(const QString& run);

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void setupHeader();
    void setupFilter();
    void setupTable();
    void refresh();
    void applyFilter();
    void updateRowHeights();
    void updateWords();
    void startWork();
    void edit(const QString& text, std::function<void()> redo, std::function<void()> undo);
    void changeVisibility(const QString& text, const std::function<void(RunListPresenter&)>& change);
    void save();
    void write();
    bool handleKey(int key);
    void showContextMenu(const QPoint& position);
    void showShownMenu();
    void showMetricMenu();
    void showSortMenu();
    [[nodiscard]] QStringList allRuns() const;

    kit::ViewUndo* m_undo;
    RunListPresenter m_presenter;
    RunTableModel* m_model = nullptr;
    std::vector<std::string> m_scalarTags;
    bool m_metricChosen = false;
    bool m_working = false;
    std::filesystem::path m_sidecar;
    bool m_sidecarRead = false;
    QThreadPool m_filePool; ///< one thread: writes stay in order
    QTimer m_saveTimer;

    QLabel* m_title = nullptr;
    QLabel* m_counts = nullptr;
    QToolButton* m_shownButton = nullptr;
    QToolButton* m_metricButton = nullptr;
    QToolButton* m_addButton = nullptr;
    kit::SearchField* m_filter = nullptr;
    QPushButton* m_sortButton = nullptr;
    RunHeader* m_header = nullptr;
    QTableView* m_table = nullptr;
};

} // namespace td::runs
