#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QProgressBar;
class QToolButton;

namespace td::kit {
class IssueList;
class JobList;
} // namespace td::kit

namespace td::app {

/// The strip at the bottom: facts of the active mode, then issues and the running job.
class StatusStrip : public QWidget {
    Q_OBJECT
public:
    StatusStrip(kit::JobList& jobs, kit::IssueList& issues, QWidget* parent = nullptr);
    void setToolTips(const QString& issues, const QString& jobs); ///< they name keys a person may change
    void setFacts(const QStringList& facts);
    void setModeWidgets(
        const QList<QWidget*>& widgets); ///< shown between facts and issues; hidden ones stay with their mode
    [[nodiscard]] QSize sizeHint() const override { return {600, 28}; }

Q_SIGNALS:
    void issuesChosen();
    void jobsChosen();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void refreshJobs();
    void refreshIssues();
    void retranslate();
    kit::JobList& m_jobs;
    kit::IssueList& m_issues;
    QLabel* m_facts;
    QHBoxLayout* m_modeRow;
    QList<QWidget*> m_modeWidgets;
    QToolButton* m_issueButton;
    QToolButton* m_jobButton;
    QProgressBar* m_bar;
    QLabel* m_jobFacts;
    QToolButton* m_cancel;
};

} // namespace td::app
