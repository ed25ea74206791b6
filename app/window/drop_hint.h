#pragma once

#include <QWidget>

namespace td::app {

/// What covers the page while something is dragged over it.
class DropHint : public QWidget {
    Q_OBJECT
public:
    explicit DropHint(QWidget* window);

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace td::app
