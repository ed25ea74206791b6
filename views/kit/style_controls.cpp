#include "views/kit/style.h"
#include "views/kit/style_paint.h"

#include <QPainter>
#include <QStyleOption>
#include <QWidget>

namespace td::kit {
namespace {

void drawTabShape(const QStyleOption& option, QPainter& painter) {
    const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(&option);
    if (!tab) return;
    const QRectF rect(option.rect);
    if (isHovered(option) && !(option.state & QStyle::State_Selected))
        painter.fillRect(rect, mixed(themed(ColorId::Window), themed(ColorId::Text), 0.05));
    if (option.state & QStyle::State_Selected)
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 2, rect.width(), 2), themed(ColorId::Accent));
    if (option.state & QStyle::State_HasFocus) paintFocusRing(painter, rect.adjusted(1, 1, -1, -3), kFieldRadius);
}

void drawTabLabel(const QStyleOption& option, QPainter& painter) {
    const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(&option);
    if (!tab) return;
    const bool selected = option.state & QStyle::State_Selected;
    painter.save();
    painter.setFont(Theme::font(selected ? FontId::BodyStrong : FontId::Body));
    painter.setPen(themed(selected ? ColorId::Text : ColorId::SecondaryText));
    QRect rect = option.rect.adjusted(8, 0, -8, 0);
    if (!tab->icon.isNull()) {
        tab->icon.paint(&painter, QRect(rect.left(), rect.center().y() - 8, 16, 16));
        rect.setLeft(rect.left() + 20);
    }
    painter.drawText(rect, Qt::AlignCenter | Qt::TextShowMnemonic, tab->text);
    painter.restore();
}

void drawHeaderSection(const QStyleOption& option, QPainter& painter) {
    const QRectF rect(option.rect);
    painter.fillRect(rect, themed(ColorId::Window));
    if (isHovered(option)) painter.fillRect(rect, mixed(themed(ColorId::Window), themed(ColorId::Text), 0.05));
    paintHairline(painter, option.rect.bottomLeft(), option.rect.bottomRight(), themed(ColorId::Border));
}

void drawProgressGroove(const QStyleOption& option, QPainter& painter) {
    QRectF bar(option.rect);
    bar.setHeight(4);
    bar.moveCenter(QRectF(option.rect).center());
    paintBox(painter, bar, 2, themed(ColorId::Border), QColor());
}

void drawProgressContents(const QStyleOption& option, QPainter& painter) {
    const auto* progress = qstyleoption_cast<const QStyleOptionProgressBar*>(&option);
    if (!progress) return;
    QRectF bar(option.rect);
    bar.setHeight(4);
    bar.moveCenter(QRectF(option.rect).center());
    const double span = double(progress->maximum) - progress->minimum;
    // A bar without a known end stands at a third: quiet, and no animation to pay for.
    const double share = span > 0 ? (double(progress->progress) - progress->minimum) / span : 1.0 / 3;
    bar.setWidth(bar.width() * std::clamp(share, 0.0, 1.0));
    paintBox(painter, bar, 2, themed(ColorId::Accent), QColor());
}

void drawSplitter(const QStyleOption& option, QPainter& painter) {
    const QRectF rect(option.rect);
    const QColor line = isHovered(option) ? themed(ColorId::Accent) : themed(ColorId::Border);
    if (option.state & QStyle::State_Horizontal)
        paintHairline(painter, {rect.center().x(), rect.top()}, {rect.center().x(), rect.bottom()}, line);
    else
        paintHairline(painter, {rect.left(), rect.center().y()}, {rect.right(), rect.center().y()}, line);
}

constexpr int kIconGap = 8, kButtonEdge = 8;

struct ButtonLabel {
    QRect rect;
    QIcon icon;
    QSize iconSize;
    QString text;
    QColor color;
};

/// An icon with its word, at the left edge or in the middle; Qt would let them touch.
void drawIconAndText(const QStyleOption& option, const ButtonLabel& label, Qt::Alignment side, QPainter& painter) {
    const int words = option.fontMetrics.size(Qt::TextShowMnemonic, label.text).width();
    const int whole = label.iconSize.width() + kIconGap + words;
    const int middle = std::max(0, (label.rect.width() - whole) / 2);
    const int left = label.rect.left() + (side == Qt::AlignLeft ? kButtonEdge : middle);
    const QIcon::Mode mode = isEnabled(option) ? QIcon::Normal : QIcon::Disabled;
    const QIcon::State state = option.state & QStyle::State_On ? QIcon::On : QIcon::Off;
    const QRect picture(QPoint(left, label.rect.center().y() - label.iconSize.height() / 2 + 1), label.iconSize);
    label.icon.paint(&painter, picture, Qt::AlignCenter, mode, state);
    painter.setPen(label.color);
    painter.drawText(label.rect.adjusted(left - label.rect.left() + label.iconSize.width() + kIconGap, 0, 0, 0),
                     Qt::AlignVCenter | Qt::AlignLeft | Qt::TextShowMnemonic | Qt::TextSingleLine, label.text);
}

QColor labelColor(const QStyleOption& option, bool primary) {
    if (primary && isEnabled(option)) return themed(ColorId::OnAccent);
    return option.palette.color(isEnabled(option) ? QPalette::Active : QPalette::Disabled, QPalette::ButtonText);
}

bool drawToolButtonLabel(const QStyleOption& option, QPainter& painter) {
    const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(&option);
    if (!button || button->toolButtonStyle != Qt::ToolButtonTextBesideIcon) return false;
    if (button->icon.isNull() || button->text.isEmpty()) return false;
    painter.setFont(button->font);
    drawIconAndText(option, {option.rect, button->icon, button->iconSize, button->text, labelColor(option, false)},
                    Qt::AlignLeft, painter);
    return true;
}

/// A text that is too long loses its middle, as names do: Qt would cut it at the arrow.
void elideComboText(QStyleOptionComboBox& box, const QStyle& style, const QWidget* widget) {
    const QRect field = style.subControlRect(QStyle::CC_ComboBox, &box, QStyle::SC_ComboBoxEditField, widget);
    const int icon = box.currentIcon.isNull() ? 0 : box.iconSize.width() + 4;
    box.currentText = box.fontMetrics.elidedText(box.currentText, Qt::ElideMiddle, field.width() - icon - 2);
}

} // namespace

void Style::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                        const QWidget* widget) const {
    switch (element) {
    case CE_TabBarTabShape:
        drawTabShape(*option, *painter);
        return;
    case CE_TabBarTabLabel:
        drawTabLabel(*option, *painter);
        return;
    case CE_HeaderSection:
        drawHeaderSection(*option, *painter);
        return;
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, themed(ColorId::Window));
        return;
    case CE_HeaderLabel: {
        const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option);
        if (!header) break;
        QStyleOptionHeader copy(*header); // as far from the edges as the text of the cells below
        copy.rect.adjust(6, 0, -6, 0);
        QProxyStyle::drawControl(element, &copy, painter, widget);
        return;
    }
    case CE_DockWidgetTitle: {
        const auto* dock = qstyleoption_cast<const QStyleOptionDockWidget*>(option);
        if (!dock) break;
        QStyleOptionDockWidget copy(*dock); // in line with the panel below
        copy.rect.adjust(8, 0, 0, 0);
        QProxyStyle::drawControl(element, &copy, painter, widget);
        return;
    }
    case CE_ProgressBarGroove:
        drawProgressGroove(*option, *painter);
        return;
    case CE_ProgressBarContents:
        drawProgressContents(*option, *painter);
        return;
    case CE_ProgressBarLabel:
        return; // the words stand beside the bar
    case CE_Splitter:
        drawSplitter(*option, *painter);
        return;
    case CE_ToolBar:
        painter->fillRect(option->rect, themed(ColorId::Window));
        return;
    case CE_PushButtonLabel: {
        const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
        if (!button) break;
        const bool primary = widget && widget->property("tdPrimary").toBool();
        if (!button->icon.isNull() && !button->text.isEmpty()) {
            drawIconAndText(*option,
                            {option->rect, button->icon, button->iconSize, button->text, labelColor(*option, primary)},
                            Qt::AlignHCenter, *painter);
            return;
        }
        QStyleOptionButton copy(*button);
        if (primary) copy.palette.setColor(QPalette::ButtonText, labelColor(*option, primary));
        QProxyStyle::drawControl(element, &copy, painter, widget);
        return;
    }
    case CE_ToolButtonLabel:
        if (drawToolButtonLabel(*option, *painter)) return;
        break;
    case CE_ComboBoxLabel: {
        const auto* box = qstyleoption_cast<const QStyleOptionComboBox*>(option);
        if (!box) break;
        QStyleOptionComboBox copy(*box);
        elideComboText(copy, *this, widget);
        QProxyStyle::drawControl(element, &copy, painter, widget);
        return;
    }
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

} // namespace td::kit
