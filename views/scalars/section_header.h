#pragma once

#include "views/scalars_present/chart_grid_presenter.h"

#include <QAbstractButton>

namespace td::scalars {

/// A group's 28 px line in the grid: chevron, name, how many charts. Space or Enter opens and closes it.
class SectionHeader : public QAbstractButton {
    Q_OBJECT
public:
    explicit SectionHeader(QWidget* parent = nullptr);
    void setSection(const ChartSection& section);
    [[nodiscard]] QString sectionName() const { return m_name; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QString m_name, m_title, m_note;
    bool m_collapsed = false;
};

} // namespace td::scalars
