#pragma once

#include <functional>
#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;
class QToolButton;

namespace td::app {

/// One sentence above the page that needs no answer now: something was not opened, a session can be restored. Esc or ×
/// closes it; what only tells that something went well goes by itself, unless it is pointed at or has the focus.
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
    enum class Stay { Briefly, UntilClosed }; ///< warnings stay in any case
    void say(Tone tone, Words text, Offer offer = {}, Stay stay = Stay::Briefly);
    void setBriefMs(int ms) { m_leaving.setInterval(ms); }
    [[nodiscard]] bool isLeaving() const { return m_leaving.isActive(); } ///< goes by itself
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
    void leave();
    Tone m_tone = Tone::Info;
    Words m_words;
    Offer m_offer;
    QTimer m_leaving{this}; ///< runs while a notice that goes by itself is shown
    QLabel* m_icon;
    QLabel* m_text;
    QPushButton* m_action;
    QToolButton* m_close;
};

} // namespace td::app
