#pragma once

#include <QWidget>

class QLabel;
class QPushButton;
class QToolButton;

namespace td::app {

/// One sentence above the page that needs no answer now: something was not opened, a session can be restored. Esc or ×
/// closes it.
class NoticeBar : public QWidget {
    Q_OBJECT
public:
    enum class Tone { Info, Warning };
    explicit NoticeBar(QWidget* parent = nullptr);
    void showText(Tone tone, const QString& text, const QString& action = {});
    void dismiss();
    [[nodiscard]] QString text() const;
    [[nodiscard]] QPushButton* button() const { return m_action; }

Q_SIGNALS:
    void actionTriggered();
    void dismissed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    Tone m_tone = Tone::Info;
    QLabel* m_icon;
    QLabel* m_text;
    QPushButton* m_action;
    QToolButton* m_close;
};

} // namespace td::app
