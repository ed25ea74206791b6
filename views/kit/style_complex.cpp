#include "views/kit/style.h"
#include "views/kit/style_paint.h"

#include <QPainter>
#include <QStyleOption>
#include <QVariant>
#include <QWidget>

namespace td::kit {
namespace {

constexpr int kHandle = 14;
constexpr int kArrowWidth = 24;
constexpr int kSpinWidth = 20;

void drawFieldBox(const QStyleOption& option, QPainter& painter, const QWidget* widget) {
    if (widget && widget->property("tdFlat").toBool() && !(option.state & QStyle::State_HasFocus)) return;
    const bool focused = option.state & QStyle::State_HasFocus;
    QColor border = isHovered(option) ? themed(ColorId::SecondaryText) : themed(ColorId::StrongBorder);
    if (!isEnabled(option)) border = themed(ColorId::Border);
    if (focused) border = themed(ColorId::Accent);
    paintBox(painter, option.rect, kFieldRadius, isEnabled(option) ? themed(ColorId::Surface) : themed(ColorId::Window),
             border, focused ? 2 : 1);
}

QRectF sliderGroove(const QStyleOptionSlider& slider) {
    QRectF groove(slider.rect);
    const bool horizontal = slider.orientation == Qt::Horizontal;
    if (horizontal) {
        groove.adjust(kHandle / 2.0, 0, -kHandle / 2.0, 0);
        groove.setHeight(4);
    } else {
        groove.adjust(0, kHandle / 2.0, 0, -kHandle / 2.0);
        groove.setWidth(4);
    }
    const QPointF centre = QRectF(slider.rect).center();
    groove.moveCenter(centre);
    return groove;
}

} // namespace

void Style::drawComboBox(const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const {
    drawFieldBox(*option, *painter, widget);
    const QRect arrow = subControlRect(CC_ComboBox, option, SC_ComboBoxArrow, widget);
    paintIcon(*painter, arrow, QStringLiteral("chevron-down"), 14, ColorId::SecondaryText, isEnabled(*option));
}

void Style::drawSpinBox(const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const {
    drawFieldBox(*option, *painter, widget);
    const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
    if (!spin || spin->buttonSymbols == QAbstractSpinBox::NoButtons) return;
    for (const SubControl part : {SC_SpinBoxUp, SC_SpinBoxDown}) {
        const QRect rect = subControlRect(CC_SpinBox, option, part, widget);
        const bool up = part == SC_SpinBoxUp;
        const bool usable =
            spin->stepEnabled & (up ? QAbstractSpinBox::StepUpEnabled : QAbstractSpinBox::StepDownEnabled);
        if (usable && isHovered(*option) && (option->activeSubControls & part))
            painter->fillRect(rect.adjusted(0, 2, -2, -2),
                              mixed(themed(ColorId::Surface), themed(ColorId::Text), 0.08));
        paintIcon(*painter, rect, up ? QStringLiteral("chevron-up") : QStringLiteral("chevron-down"), 10,
                  ColorId::SecondaryText, usable && isEnabled(*option));
    }
}

void Style::drawSlider(const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const {
    const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (!slider) return;
    const QRectF groove = sliderGroove(*slider);
    const QRectF handle(subControlRect(CC_Slider, option, SC_SliderHandle, widget));
    paintBox(*painter, groove, 2, themed(ColorId::Border), QColor());
    QRectF done = groove;
    if (slider->orientation == Qt::Horizontal) {
        if (slider->upsideDown)
            done.setLeft(handle.center().x());
        else
            done.setRight(handle.center().x());
    } else if (slider->upsideDown)
        done.setTop(handle.center().y());
    else
        done.setBottom(handle.center().y());
    const QColor accent = isEnabled(*option) ? themed(ColorId::Accent) : themed(ColorId::StrongBorder);
    paintBox(*painter, done, 2, accent, QColor());
    QRectF knob(0, 0, kHandle, kHandle);
    knob.moveCenter(handle.center());
    const bool focused = option->state & State_HasFocus;
    paintBox(*painter, knob, kHandle / 2.0, focused ? accent : themed(ColorId::Raised),
             focused ? accent : themed(ColorId::StrongBorder));
    if (focused) paintBox(*painter, knob.adjusted(3, 3, -3, -3), kHandle / 2.0 - 3, themed(ColorId::Raised), QColor());
}

void Style::drawScrollBar(const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const {
    const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (!bar || bar->maximum <= bar->minimum) return;
    QRectF knob(subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget));
    knob.adjust(3, 3, -3, -3);
    const bool active = (option->state & State_MouseOver) || (option->state & State_Sunken);
    const QColor color = mixed(themed(ColorId::Window), themed(ColorId::StrongBorder), active ? 1.0 : 0.55);
    paintBox(*painter, knob, std::min(knob.width(), knob.height()) / 2, color, QColor());
}

void Style::drawToolButtonWithMenu(const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const {
    const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option);
    if (!button || !(button->features & QStyleOptionToolButton::HasMenu)) {
        QProxyStyle::drawComplexControl(CC_ToolButton, option, painter, widget);
        return;
    }
    QStyleOptionToolButton plain(*button);
    plain.features &= ~QStyleOptionToolButton::HasMenu; // Fusion would put its arrow into the corner
    QProxyStyle::drawComplexControl(CC_ToolButton, &plain, painter, widget);
    paintIcon(*painter, QRectF(option->rect.right() - 18, option->rect.top(), 16, option->rect.height()),
              QStringLiteral("chevron-down"), 14, ColorId::SecondaryText, isEnabled(*option));
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                               const QWidget* widget) const {
    switch (control) {
    case CC_ComboBox:
        drawComboBox(option, painter, widget);
        return;
    case CC_SpinBox:
        drawSpinBox(option, painter, widget);
        return;
    case CC_Slider:
        drawSlider(option, painter, widget);
        return;
    case CC_ScrollBar:
        drawScrollBar(option, painter, widget);
        return;
    case CC_ToolButton:
        drawToolButtonWithMenu(option, painter, widget);
        return;
    default:
        QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl sub,
                            const QWidget* widget) const {
    const QRect r = option->rect;
    if (control == CC_ComboBox) {
        if (sub == SC_ComboBoxArrow) return {r.right() - kArrowWidth + 1, r.top(), kArrowWidth, r.height()};
        if (sub == SC_ComboBoxEditField) return r.adjusted(8, 2, -kArrowWidth, -2);
    }
    if (control == CC_SpinBox) {
        const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
        const int buttons = spin && spin->buttonSymbols == QAbstractSpinBox::NoButtons ? 0 : kSpinWidth;
        const int half = r.height() / 2;
        if (sub == SC_SpinBoxUp) return {r.right() - buttons + 1, r.top(), buttons, half};
        if (sub == SC_SpinBoxDown) return {r.right() - buttons + 1, r.top() + half, buttons, r.height() - half};
        if (sub == SC_SpinBoxEditField) return r.adjusted(6, 2, -buttons - 2, -2);
    }
    if (control == CC_ScrollBar) {
        // No arrow buttons: the groove is the whole bar.
        if (sub == SC_ScrollBarAddLine || sub == SC_ScrollBarSubLine) return {};
        if (sub == SC_ScrollBarGroove) return r;
    }
    return QProxyStyle::subControlRect(control, option, sub, widget);
}

} // namespace td::kit
