#pragma once

#include <QWidget>

namespace td::kit {

/// Grey bars where rows or a chart will be: the loading state. It stands still; a moving one would cost frames and
/// calm.
class Skeleton : public QWidget {
    Q_OBJECT
public:
    enum class Shape { Rows, Chart };
    explicit Skeleton(Shape shape, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override { return {240, 120}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    Shape m_shape;
};

} // namespace td::kit
