#pragma once

#include "views/scalars_present/chart_grid_presenter.h"

#include <QWidget>

namespace td::scalars {

class ChartCard;

/// A chart in a window of its own; linked with the others as long as both are open. Esc closes it.
class ChartWindow : public QWidget {
    Q_OBJECT
public:
    ChartWindow(const Chart& chart, bool pinned, QWidget* parent);
    [[nodiscard]] ChartCard* card() const { return m_card; }

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    ChartCard* m_card;
};

} // namespace td::scalars
