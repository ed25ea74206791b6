#pragma once

#include "views/scalars/chart_place.h"

#include <QWidget>

class QToolButton;

namespace td::scalars {

/// The 28 px title row of a card: prefix quiet, leaf strong, small state tags, and actions that appear on hover and on
/// focus; where the chart is alone they stay, and those that would do nothing there are away.
class ChartTitle : public QWidget {
    Q_OBJECT
public:
    enum Action { Fit, LogScale, Expand, Export, Pin, Detach, ActionCount };
    explicit ChartTitle(QWidget* parent = nullptr);

    void setTexts(const QString& prefix, const QString& leaf);
    void setStateTags(const QStringList& tags);
    void setPinned(bool pinned);
    void setLogScale(bool log);
    void setActionsVisible(bool visible);
    void setPlace(ChartPlace place);
    [[nodiscard]] QToolButton* button(Action action) const { return m_buttons[action]; }
    [[nodiscard]] QList<QWidget*> buttonsFromTheLeft() const;

Q_SIGNALS:
    void triggered(int action);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void updateWords();
    void updateButtons();
    [[nodiscard]] int actionsWidth() const;
    [[nodiscard]] bool areActionsSeen() const { return m_actionsVisible || m_place != ChartPlace::Grid; }

    QString m_prefix, m_leaf;
    QStringList m_tags;
    QToolButton* m_buttons[ActionCount] = {};
    ChartPlace m_place = ChartPlace::Grid;
    bool m_pinned = false;
    bool m_logScale = false;
    bool m_actionsVisible = false;
};

} // namespace td::scalars
