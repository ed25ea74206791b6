#pragma once

#include <QLabel>
#include <QRect>

class QPainter;

namespace td::kit {

/// Paints "Ctrl+Shift+P" as key caps ending at `right`, centred in `row`; returns the left edge.
int paintKeys(QPainter& painter, int right, const QRect& row, const QString& keys);
[[nodiscard]] int keysWidth(const QString& keys);

/// Key caps as a widget.
class Keycap : public QWidget {
    Q_OBJECT
public:
    explicit Keycap(const QString& keys, QWidget* parent = nullptr);
    void setKeys(const QString& keys);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_keys;
};

} // namespace td::kit
