#pragma once

#include <functional>
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
    /// Words that are asked for again when the language changes.
    using Words = std::function<QString()>;
    /// `run` is called once, when the button is pressed.
    struct Offer {
        Words text;
        std::function<void()> run;
    };
    void say(Tone tone, Words text, Offer offer = {});
    void dismiss();
    [[nodiscard]] QString text() const;
    [[nodiscard]] bool hasOffer() const { return !isHidden() && m_offer.run != nullptr; }
    [[nodiscard]] QPushButton* button() const { return m_action; }

Q_SIGNALS:
    void dismissed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void refresh();
    Tone m_tone = Tone::Info;
    Words m_words;
    Offer m_offer;
    QLabel* m_icon;
    QLabel* m_text;
    QPushButton* m_action;
    QToolButton* m_close;
};

} // namespace td::app
