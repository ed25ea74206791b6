#include "views/kit/segmented_control.h"

#include "views/kit/style_paint.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>

namespace td::kit {

class SegmentedControl::Button : public QAbstractButton {
public:
    Button(SegmentedControl* owner, int index)
        : QAbstractButton(owner)
        , m_owner(owner)
        , m_index(index) {
        setCheckable(true);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        setAttribute(Qt::WA_Hover);
        setFocusPolicy(Qt::TabFocus);
    }
    [[nodiscard]] QSize sizeHint() const override {
        const QFontMetrics metrics(Theme::font(FontId::BodyStrong));
        return {metrics.horizontalAdvance(text()) + 16, 28};
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const QRectF inner = QRectF(rect()).adjusted(1, 1, -1, -1);
        if (isChecked())
            paintBox(painter, inner, kFieldRadius - 1, themed(ColorId::SelectionFill), QColor());
        else if (underMouse() && isEnabled())
            paintBox(painter, inner, kFieldRadius - 1, mixed(themed(ColorId::Surface), themed(ColorId::Text), 0.06),
                     QColor());
        painter.setFont(Theme::font(isChecked() ? FontId::BodyStrong : FontId::Body));
        painter.setPen(isEnabled() ? themed(ColorId::Text) : themed(ColorId::StrongBorder));
        painter.drawText(rect(), Qt::AlignCenter, fontMetrics().elidedText(text(), Qt::ElideRight, width() - 4));
        if (hasFocus()) paintFocusRing(painter, rect(), kFieldRadius);
    }
    void keyPressEvent(QKeyEvent* event) override {
        const bool rtl = layoutDirection() == Qt::RightToLeft;
        int step = 0;
        if (event->key() == Qt::Key_Right || event->key() == Qt::Key_Down) step = rtl ? -1 : 1;
        if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Up) step = rtl ? 1 : -1;
        if (step == 0) return QAbstractButton::keyPressEvent(event);
        const int next = std::clamp(m_index + step, 0, m_owner->count() - 1);
        m_owner->setCurrentIndex(next);
        m_owner->m_buttons[static_cast<size_t>(next)]->setFocus(Qt::TabFocusReason);
    }
    void nextCheckState() override { m_owner->setCurrentIndex(m_index); }

private:
    SegmentedControl* m_owner;
    int m_index;
};

SegmentedControl::SegmentedControl(QWidget* parent)
    : QWidget(parent) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

SegmentedControl::~SegmentedControl() = default;

void SegmentedControl::setOptions(const QStringList& texts, const QStringList& toolTips) {
    while (count() > texts.size()) {
        delete m_buttons.back();
        m_buttons.pop_back();
    }
    while (count() < texts.size()) {
        m_buttons.push_back(new Button(this, count()));
        layout()->addWidget(m_buttons.back());
    }
    for (int i = 0; i < count(); ++i) {
        Button* button = m_buttons[static_cast<size_t>(i)];
        button->setText(texts[i]);
        button->setAccessibleName(texts[i]);
        button->setToolTip(toolTips.value(i));
        button->setChecked(i == m_current);
        button->setFocusPolicy(i == m_current ? Qt::StrongFocus : Qt::ClickFocus);
    }
}

void SegmentedControl::setCurrentIndex(int index) {
    if (index < 0 || index >= count()) return;
    for (int i = 0; i < count(); ++i) {
        m_buttons[static_cast<size_t>(i)]->setChecked(i == index);
        // Only the chosen one is a Tab stop; arrows move inside.
        m_buttons[static_cast<size_t>(i)]->setFocusPolicy(i == index ? Qt::StrongFocus : Qt::ClickFocus);
    }
    if (index == m_current) return;
    m_current = index;
    Q_EMIT currentIndexChanged(index);
}

void SegmentedControl::setName(const QString& accessibleName) {
    setAccessibleName(accessibleName);
}

void SegmentedControl::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintBox(painter, rect(), kFieldRadius, themed(ColorId::Surface), themed(ColorId::StrongBorder));
    for (size_t i = 1; i < m_buttons.size(); ++i) {
        const qreal x = m_buttons[i]->x();
        paintHairline(painter, {x, 4}, {x, height() - 5.0}, themed(ColorId::Border));
    }
}

} // namespace td::kit
