#pragma once

#include <QWidget>

class QAction;
class QHBoxLayout;
class QPushButton;
class QToolButton;

namespace td::app {

class KindTabs;

/// The line over the charts: the kinds of data, the selected range, whether live runs are followed. Where it is narrow
/// the range goes to a line of its own and the switch keeps its icon.
///
/// Threads: GUI thread.
class RunsHead : public QWidget {
    Q_OBJECT
public:
    explicit RunsHead(QWidget* parent = nullptr);

    [[nodiscard]] KindTabs* tabs() const { return m_tabs; }
    /// "300 – 900" of steps or of another axis; empty hides it.
    void setRange(const QString& range, bool ofSteps);
    void setPanelAction(QAction* action); ///< a button for it at the end of the line; without one there is none
    void setFollowing(bool following);
    [[nodiscard]] bool isFollowing() const;
    [[nodiscard]] QPushButton* rangeButton() const { return m_range; }
    [[nodiscard]] QPushButton* followButton() const { return m_follow; }

Q_SIGNALS:
    void clearRangeRequested();
    void followingChanged(bool following);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void updateWords();
    void arrange();
    KindTabs* m_tabs;
    QPushButton* m_range;
    QPushButton* m_follow;
    QToolButton* m_panel;
    QHBoxLayout* m_first;
    QWidget* m_second;
    QString m_rangeText;
    bool m_ofSteps = true;
};

} // namespace td::app
