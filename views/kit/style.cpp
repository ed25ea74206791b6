#include "views/kit/style.h"

#include "views/kit/theme.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QDialog>
#include <QScrollBar>
#include <QSlider>
#include <QSplitterHandle>
#include <QStyleFactory>
#include <QTabBar>
#include <QTableView>
#include <QTreeView>

namespace td::kit {

Style::Style()
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

namespace {

/// Text keeps this far from the edges of cells and headers; the same in both, so that columns stand straight.
constexpr int kCellPadding = 8;
/// What a tool button adds to icon and text: 8 at both edges, and a wider gap than the 4 that Qt counts.
constexpr int kBesideIcon = 14;

bool isTable(const QWidget* widget) {
    const auto* tree = qobject_cast<const QTreeView*>(widget);
    return qobject_cast<const QTableView*>(widget) || (tree && !tree->isHeaderHidden());
}

/// The label of this button is drawn by us: an icon and a word beside it.
bool hasIconAndText(const QStyleOption* option) {
    if (const auto* push = qstyleoption_cast<const QStyleOptionButton*>(option))
        return !push->icon.isNull() && !push->text.isEmpty();
    const auto* tool = qstyleoption_cast<const QStyleOptionToolButton*>(option);
    return tool && tool->toolButtonStyle == Qt::ToolButtonTextBesideIcon && !tool->icon.isNull() &&
           !tool->text.isEmpty();
}

} // namespace

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    switch (metric) {
    case PM_DefaultFrameWidth:
        // Room for the focus ring: what scrolls inside would cover half of it.
        return qobject_cast<const QAbstractScrollArea*>(widget) ? 2 : QProxyStyle::pixelMetric(metric, option, widget);
    case PM_ScrollBarExtent:
        return 12;
    case PM_ScrollBarSliderMin:
        return 32;
    case PM_SplitterWidth:
    case PM_DockWidgetSeparatorExtent:
        return 5;
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ToolBarIconSize:
    case PM_TabBarIconSize:
    case PM_ListViewIconSize:
        return 16;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return 18;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return 6;
    case PM_SliderThickness:
    case PM_SliderControlThickness:
    case PM_SliderLength:
        return 16;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarTabOverlap:
    case PM_ToolBarFrameWidth:
        return 0;
    case PM_MenuHMargin:
    case PM_MenuVMargin:
        return 4;
    case PM_ToolBarItemSpacing:
        return 4;
    case PM_HeaderMarkSize:
        return 12;
    case PM_FocusFrameHMargin:
        return isTable(widget) ? kCellPadding - 1 : QProxyStyle::pixelMetric(metric, option, widget);
    case PM_TreeViewIndentation:
        return 20;
    case PM_LayoutLeftMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutBottomMargin:
        return 12;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return 8;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

QRect Style::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const {
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    if (element == SE_ItemViewItemText && isTable(widget)) {
        // The text after an icon: the padding counts once.
        const auto* item = qstyleoption_cast<const QStyleOptionViewItem*>(option);
        const bool after = item && (item->features & QStyleOptionViewItem::HasDecoration);
        return after ? rect.adjusted(-kCellPadding, 0, 0, 0) : rect;
    }
    if (element != SE_LineEditContents) return rect;
    const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
    return frame && frame->lineWidth > 0 ? rect.adjusted(5, 0, -5, 0) : rect;
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* data) const {
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_ScrollBar_Transient:
        return 0;
    case SH_ItemView_ShowDecorationSelected:
    case SH_ScrollView_FrameOnlyAroundContents:
        return hint == SH_ItemView_ShowDecorationSelected ? 1 : 0;
    case SH_Widget_Animation_Duration:
        return Theme::instance().reduceMotion() ? 0 : QProxyStyle::styleHint(hint, option, widget, data);
    case SH_ComboBox_Popup:
        return 0;
    case SH_DialogButtonBox_ButtonsHaveIcons:
        return 0;
    case SH_ToolTip_WakeUpDelay:
        return 500;
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                              const QWidget* widget) const {
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton:
        return {result.width() + (hasIconAndText(option) ? 12 : 8), std::max(result.height(), 28)};
    case CT_LineEdit:
    case CT_SpinBox:
        return {result.width(), 28};
    case CT_ComboBox:
        return {size.width() + 40, 28};
    case CT_ToolButton: {
        const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option);
        const bool menu = button && (button->features & QStyleOptionToolButton::HasMenu);
        const int width = hasIconAndText(option) ? size.width() + kBesideIcon : result.width();
        return {width + (menu ? 20 : 0), result.height()};
    }
    case CT_HeaderSection:
        return {result.width() + 12, 26};
    case CT_MenuItem:
        return {result.width() + 12, std::max(result.height(), size.isEmpty() ? 9 : 26)};
    case CT_TabBarTab:
        return {size.width() + 16, 36};
    case CT_ItemViewItem:
        return {result.width(), std::max(result.height(), 26)};
    default:
        return result;
    }
}

QIcon Style::standardIcon(StandardPixmap pixmap, const QStyleOption* option, const QWidget* widget) const {
    const Theme& theme = Theme::instance();
    switch (pixmap) {
    case SP_LineEditClearButton:
    case SP_TitleBarCloseButton:
    case SP_DockWidgetCloseButton:
        return theme.icon(QStringLiteral("close"));
    case SP_TitleBarNormalButton:
        return theme.icon(QStringLiteral("detach"));
    case SP_ToolBarHorizontalExtensionButton:
        return theme.icon(QStringLiteral("more"));
    case SP_MessageBoxWarning:
        return theme.icon(QStringLiteral("warn"), ColorId::Warn);
    case SP_MessageBoxCritical:
        return theme.icon(QStringLiteral("error"), ColorId::Bad);
    case SP_MessageBoxInformation:
        return theme.icon(QStringLiteral("info"), ColorId::Accent);
    case SP_MessageBoxQuestion:
        return theme.icon(QStringLiteral("help"), ColorId::Accent);
    default:
        return QProxyStyle::standardIcon(pixmap, option, widget);
    }
}

namespace {
bool wantsHover(const QWidget* widget) {
    return qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QComboBox*>(widget) ||
           qobject_cast<const QAbstractSpinBox*>(widget) || qobject_cast<const QScrollBar*>(widget) ||
           qobject_cast<const QSlider*>(widget) || qobject_cast<const QTabBar*>(widget) ||
           qobject_cast<const QSplitterHandle*>(widget) || widget->inherits("QLineEdit");
}
} // namespace

void Style::polish(QWidget* widget) {
    QProxyStyle::polish(widget);
    if (wantsHover(widget)) widget->setAttribute(Qt::WA_Hover);
    if (qobject_cast<QDialog*>(widget)) widget->installEventFilter(&m_titles);
}

void Style::unpolish(QWidget* widget) {
    if (wantsHover(widget)) widget->setAttribute(Qt::WA_Hover, false);
    widget->removeEventFilter(&m_titles);
    QProxyStyle::unpolish(widget);
}

} // namespace td::kit
