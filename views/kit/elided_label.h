#pragma once

#include <QFontMetrics>
#include <QFrame>

namespace td::kit {

/// A name in `width` px: what distinguishes one run or tag from the next stands mostly at its end, so three quarters
/// of the room go there.
[[nodiscard]] QString elidedName(const QFontMetrics& metrics, const QString& name, int width);

/// One line of text that is cut with "…" where it must be; the whole text is then in the tooltip, always in the
/// accessible name.
class ElidedLabel : public QFrame {
    Q_OBJECT
public:
    explicit ElidedLabel(const QString& text = {}, QWidget* parent = nullptr);
    void setText(const QString& text);
    [[nodiscard]] QString text() const { return m_text; }
    void setElideMode(Qt::TextElideMode mode);
    void setAlignment(Qt::Alignment alignment);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    QString m_text;
    Qt::TextElideMode m_mode = Qt::ElideMiddle;
    Qt::Alignment m_alignment = Qt::AlignLeft | Qt::AlignVCenter;
};

} // namespace td::kit
