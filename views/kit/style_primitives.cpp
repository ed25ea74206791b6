#include "views/kit/style.h"
#include "views/kit/style_paint.h"

#include <QAbstractItemView>
#include <QLineEdit>
#include <QPainter>
#include <QStyleOption>
#include <QVariant>

namespace td::kit {
namespace {

QColor fieldBorder(const QStyleOption& option) {
    if (!isEnabled(option)) return themed(ColorId::Border);
    return isHovered(option) ? themed(ColorId::SecondaryText) : themed(ColorId::StrongBorder);
}

void drawField(const QStyleOption& option, QPainter& painter, const QWidget* widget) {
    if (widget && widget->property("tdFlat").toBool()) return;
    const bool focused = option.state & QStyle::State_HasFocus;
    const QColor fill = isEnabled(option) ? themed(ColorId::Surface) : themed(ColorId::Window);
    paintBox(painter, option.rect, kFieldRadius, fill, focused ? themed(ColorId::Accent) : fieldBorder(option),
             focused ? 2 : 1);
}

void drawCheckMark(QPainter& painter, const QRectF& box, const QColor& color) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const qreal w = box.width();
    painter.drawPolyline(QPolygonF{box.topLeft() + QPointF(w * 0.24, w * 0.52),
                                   box.topLeft() + QPointF(w * 0.43, w * 0.71),
                                   box.topLeft() + QPointF(w * 0.77, w * 0.31)});
    painter.restore();
}

void drawCheckBox(const QStyleOption& option, QPainter& painter) {
    const qreal side = std::min({14, option.rect.width(), option.rect.height()});
    QRectF box(0, 0, side, side);
    box.moveCenter(QRectF(option.rect).center());
    box.moveTopLeft(QPointF(std::floor(box.x()), std::floor(box.y())));
    const bool on = option.state & (QStyle::State_On | QStyle::State_NoChange);
    const QColor accent = isEnabled(option) ? themed(ColorId::Accent) : themed(ColorId::StrongBorder);
    if (!on) {
        paintBox(painter, box, 3, themed(ColorId::Surface), fieldBorder(option));
    } else {
        paintBox(painter, box, 3, accent, QColor());
        if (option.state & QStyle::State_NoChange)
            painter.fillRect(QRectF(box.x() + 3, box.center().y() - 0.8, box.width() - 6, 1.6),
                             themed(ColorId::OnAccent));
        else
            drawCheckMark(painter, box, themed(ColorId::OnAccent));
    }
    if (hasVisibleFocus(option)) paintFocusRing(painter, box.adjusted(-3, -3, 3, 3), 5);
}

void drawRadio(const QStyleOption& option, QPainter& painter) {
    const qreal side = std::min({14, option.rect.width(), option.rect.height()});
    QRectF box(0, 0, side, side);
    box.moveCenter(QRectF(option.rect).center());
    const bool on = option.state & QStyle::State_On;
    const QColor accent = isEnabled(option) ? themed(ColorId::Accent) : themed(ColorId::StrongBorder);
    paintBox(painter, box, side / 2, on ? accent : themed(ColorId::Surface), on ? accent : fieldBorder(option));
    if (on) paintBox(painter, box.adjusted(4, 4, -4, -4), side / 2, themed(ColorId::OnAccent), QColor());
}

void drawCommandButton(const QStyleOption& option, QPainter& painter, const QWidget* widget) {
    const auto* button = qstyleoption_cast<const QStyleOptionButton*>(&option);
    const bool flat = button && (button->features & QStyleOptionButton::Flat);
    const bool primary = widget && widget->property("tdPrimary").toBool() && isEnabled(option);
    const bool pressed = option.state & (QStyle::State_Sunken | QStyle::State_On);
    const bool focused = option.state & QStyle::State_HasFocus;
    QColor fill = primary ? themed(ColorId::Accent) : themed(ColorId::Raised);
    if (flat && !pressed) fill = QColor(0, 0, 0, 0);
    if (isHovered(option)) fill = mixed(fill.alpha() ? fill : themed(ColorId::Window), themed(ColorId::Text), 0.08);
    if (pressed) fill = primary ? mixed(fill, themed(ColorId::Text), 0.2) : themed(ColorId::SelectionFill);
    const QRectF rect(option.rect);
    if (focused) {
        paintFocusRing(painter, rect, kFieldRadius + 2);
        paintBox(painter, rect.adjusted(3, 3, -3, -3), kFieldRadius - 1, fill,
                 primary || flat ? QColor() : fieldBorder(option));
        return;
    }
    paintBox(painter, rect, kFieldRadius, fill, primary || flat ? QColor() : fieldBorder(option));
}

void drawToolButton(const QStyleOption& option, QPainter& painter) {
    const bool on = option.state & (QStyle::State_On | QStyle::State_Sunken);
    if (on)
        paintBox(painter, option.rect, kFieldRadius, themed(ColorId::SelectionFill), QColor());
    else if (isHovered(option))
        paintBox(painter, option.rect, kFieldRadius, mixed(themed(ColorId::Window), themed(ColorId::Text), 0.08),
                 QColor());
    if (option.state & QStyle::State_HasFocus) paintFocusRing(painter, option.rect, kFieldRadius);
}

/// Selected rows carry the selection fill in every state of the window; hovered ones a trace of the text colour.
void drawRow(const QStyleOptionViewItem& option, QPainter& painter) {
    if (option.backgroundBrush.style() != Qt::NoBrush) painter.fillRect(option.rect, option.backgroundBrush);
    if (option.state & QStyle::State_Selected)
        painter.fillRect(option.rect, themed(ColorId::SelectionFill));
    else if (isHovered(option))
        painter.fillRect(option.rect, mixed(themed(ColorId::Surface), themed(ColorId::Text), 0.05));
}

QString arrowIcon(QStyle::PrimitiveElement element) {
    switch (element) {
    case QStyle::PE_IndicatorArrowUp:
    case QStyle::PE_IndicatorSpinUp:
        return QStringLiteral("chevron-up");
    case QStyle::PE_IndicatorArrowLeft:
        return QStringLiteral("chevron-left");
    case QStyle::PE_IndicatorArrowRight:
        return QStringLiteral("chevron-right");
    default:
        return QStringLiteral("chevron-down");
    }
}

void drawBranch(const QStyleOption& option, QPainter& painter) {
    if (!(option.state & QStyle::State_Children)) return;
    paintIcon(painter, option.rect,
              option.state & QStyle::State_Open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"), 14,
              ColorId::SecondaryText);
}

void drawHeaderArrow(const QStyleOption& option, QPainter& painter) {
    const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(&option);
    if (!header || header->sortIndicator == QStyleOptionHeader::None) return;
    paintIcon(painter, option.rect,
              header->sortIndicator == QStyleOptionHeader::SortUp ? QStringLiteral("chevron-down")
                                                                  : QStringLiteral("chevron-up"),
              12, ColorId::Text);
}

} // namespace

bool Style::drawFrame(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                      const QWidget* widget) const {
    switch (element) {
    case PE_FrameLineEdit:
        drawField(*option, *painter, widget);
        return true;
    case PE_Frame:
        if (option->state & State_HasFocus) {
            paintBox(*painter, option->rect, kFieldRadius, QColor(), themed(ColorId::Accent), 2);
            return true;
        }
        [[fallthrough]];
    case PE_FrameTabWidget:
    case PE_FrameGroupBox:
        paintBox(*painter, option->rect, kFieldRadius, QColor(), themed(ColorId::Border));
        return true;
    case PE_FrameMenu:
    case PE_FrameWindow:
        paintBox(*painter, option->rect, 0, QColor(), themed(ColorId::Border));
        return true;
    case PE_FrameTabBarBase:
        paintHairline(*painter, option->rect.bottomLeft(), option->rect.bottomRight(), themed(ColorId::Border));
        return true;
    case PE_FrameFocusRect:
        if (!qobject_cast<const QAbstractItemView*>(widget))
            paintFocusRing(*painter, option->rect, kFieldRadius);
        else
            paintBox(*painter, QRectF(option->rect), 2, QColor(), themed(ColorId::Accent), 2);
        return true;
    case PE_FrameStatusBarItem:
    case PE_FrameDockWidget:
        return true;
    default:
        return false;
    }
}

bool Style::drawPanel(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                      const QWidget* widget) const {
    switch (element) {
    case PE_PanelLineEdit: {
        const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
        if (frame && frame->lineWidth > 0) drawField(*option, *painter, widget);
        return true;
    }
    case PE_PanelButtonCommand:
        drawCommandButton(*option, *painter, widget);
        return true;
    case PE_PanelButtonTool:
    case PE_PanelButtonBevel:
        drawToolButton(*option, *painter);
        return true;
    case PE_PanelItemViewItem:
        if (const auto* item = qstyleoption_cast<const QStyleOptionViewItem*>(option)) drawRow(*item, *painter);
        return true;
    case PE_PanelMenu:
    case PE_PanelTipLabel:
        paintBox(*painter, option->rect, 0, themed(ColorId::Raised), themed(ColorId::Border));
        return true;
    case PE_PanelToolBar:
    case PE_PanelStatusBar:
    case PE_PanelMenuBar:
        painter->fillRect(option->rect, themed(ColorId::Window));
        return true;
    default:
        return false;
    }
}

bool Style::drawIndicator(PrimitiveElement element, const QStyleOption* option, QPainter* painter) const {
    switch (element) {
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        drawCheckBox(*option, *painter);
        return true;
    case PE_IndicatorRadioButton:
        drawRadio(*option, *painter);
        return true;
    case PE_IndicatorBranch:
        drawBranch(*option, *painter);
        return true;
    case PE_IndicatorHeaderArrow:
        drawHeaderArrow(*option, *painter);
        return true;
    case PE_IndicatorArrowUp:
    case PE_IndicatorArrowDown:
    case PE_IndicatorArrowLeft:
    case PE_IndicatorArrowRight:
        paintIcon(*painter, option->rect, arrowIcon(element), 14, ColorId::SecondaryText, isEnabled(*option));
        return true;
    case PE_IndicatorDockWidgetResizeHandle: {
        const QPointF centre = QRectF(option->rect).center();
        if (option->state & State_Horizontal)
            paintHairline(*painter, {qreal(option->rect.left()), centre.y()}, {qreal(option->rect.right()), centre.y()},
                          themed(ColorId::Border));
        else
            paintHairline(*painter, {centre.x(), qreal(option->rect.top())}, {centre.x(), qreal(option->rect.bottom())},
                          themed(ColorId::Border));
        return true;
    }
    default:
        return false;
    }
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const {
    if (drawFrame(element, option, painter, widget)) return;
    if (drawPanel(element, option, painter, widget)) return;
    if (drawIndicator(element, option, painter)) return;
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

} // namespace td::kit
