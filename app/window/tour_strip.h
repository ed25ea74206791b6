#pragma once

#include "app/window/home_cards.h"

#include <vector>

class QLabel;
class QToolButton;

namespace td::app {

/// What there is to do, in four steps with a line each; can be closed for good.
class TourStrip : public Card {
    Q_OBJECT
public:
    explicit TourStrip(QWidget* parent = nullptr);
    void retranslate();

Q_SIGNALS:
    void closed();

private:
    struct Step {
        QLabel* number;
        QLabel* title;
        QLabel* line;
    };
    QLabel* m_title;
    std::vector<Step> m_steps;
    QToolButton* m_close;
};

} // namespace td::app
