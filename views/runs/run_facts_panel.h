#pragma once

#include "views/runs_present/run_facts.h"
#include "views/runs_present/run_list_presenter.h"

#include <functional>
#include <memory>
#include <optional>
#include <QTimer>
#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace td::runs {

/// The selected run: hyperparameters, files, problems, each with its place and what was done about it.
class RunFactsPanel : public QWidget {
    Q_OBJECT
public:
    explicit RunFactsPanel(QWidget* parent = nullptr);

    /// The words of an issue; without one its code is shown.
    void setIssueText(std::function<QString(const runlog::Issue&)> words);
    /// Null: no run is selected. A run that grows is shown anew twice a second at most.
    /// `row`: as the list shows it.
    void setRun(std::shared_ptr<const runlog::RunSnapshot> run, const RunRow& row);

    /// The issues of the run that setRun() shows (now or next); without, those met while reading it.
    void setIssues(std::optional<std::vector<runlog::Issue>> issues);
    /// Whether charts show the points that restarted runs wrote again: the words of the button at that problem.
    void setOlderShown(bool shown);

Q_SIGNALS:
    void showOlderRequested(bool show);

protected:
    void changeEvent(QEvent* event) override;

private:
    class Sample;
    void rebuild();
    void addTitle(const QString& title, const QString& note);
    void addFact(const QString& name, const QString& value);
    void addFile(const RunFacts::File& file);
    void addProblem(const runlog::Issue& issue);
    [[nodiscard]] QWidget* makeOlderButton(const runlog::Issue& issue);
    void addHead(const RunFacts& facts);
    [[nodiscard]] QString stateLine(const RunFacts& facts) const;

    std::function<QString(const runlog::Issue&)> m_issueText;
    std::shared_ptr<const runlog::RunSnapshot> m_run;
    RunRow m_row;
    QTimer m_pause; ///< runs while what is shown is fresh
    bool m_stale = false;
    std::optional<std::vector<runlog::Issue>> m_issues;
    bool m_olderShown = false;
    QVBoxLayout* m_layout = nullptr;
    QWidget* m_content = nullptr;
};

} // namespace td::runs
