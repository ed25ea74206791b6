#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QSortFilterProxyModel;
class QTreeView;
class QToolButton;

namespace td::kit {

class EmptyState;
class IssueList;
class SearchField;

/// The issue list with its filter, the whole text of the chosen issue, and copy. Ctrl+C copies the chosen rows, else
/// all.
class IssuePanel : public QWidget {
    Q_OBJECT
public:
    explicit IssuePanel(IssueList& issues, QWidget* parent = nullptr);
    /// Rows that the filter leaves.
    [[nodiscard]] int shownCount() const;
    void setFilter(const QString& text);
    /// Only the issues of this run, all weights, until the person closes the chip that says so.
    void showRun(const QString& run, const QString& label);
    void showAllRuns();
    [[nodiscard]] QString chosenText() const;

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void refresh();
    void copy() const;
    void retranslate();
    IssueList& m_issues;
    QSortFilterProxyModel* m_proxy;
    SearchField* m_filter;
    QComboBox* m_weight;
    QPushButton* m_run; ///< the chip
    QString m_runLabel;
    QToolButton* m_copy;
    QLabel* m_count;
    QTreeView* m_table;
    QLabel* m_text;
    EmptyState* m_empty;
};

} // namespace td::kit
