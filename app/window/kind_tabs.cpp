#include "app/window/kind_tabs.h"

#include "views/kit/format.h"
#include "views/kit/style_paint.h"

#include <QStyleOptionTab>
#include <QStylePainter>

namespace td::app {
namespace {

using kit::ColorId;
using kit::FontId;
using kit::Theme;

constexpr int kHeight = 36, kPadding = 12, kTightPadding = 7, kIcon = 16, kGap = 5;

int paddingOf(KindTabs::Density density) {
    return density == KindTabs::Density::Names ? kPadding : kTightPadding;
}

} // namespace

KindTabs::KindTabs(QWidget* parent)
    : QTabBar(parent) {
    setDrawBase(false);
    setExpanding(false);
    setUsesScrollButtons(false);
    setElideMode(Qt::ElideNone);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
    // The chosen tab is the wide one: the others make room.
    connect(this, &QTabBar::currentChanged, this, &KindTabs::relayout);
}

void KindTabs::addKind(const QString& iconName) {
    m_kinds.push_back({iconName, {}, {}});
    addTab({});
}

void KindTabs::setKind(int index, const QString& name, quint64 count) {
    Kind& kind = m_kinds[static_cast<size_t>(index)];
    const QString number = count > 0 ? kit::Format::count(count) : QString();
    if (kind.name == name && kind.count == number) return;
    kind.name = name;
    kind.count = number;
    const QString whole = number.isEmpty() ? name : tr("%1, %2", "kind of data, number of tags").arg(name, number);
    setTabToolTip(index, whole);
    setTabText(index, whole); // what a screen reader says; also lays out anew
    chooseDensity();
}

void KindTabs::setKindVisible(int index, bool visible) {
    // Asked for what is so already, Qt 6.4 forgets that tabs shown before wait to be laid out: they would have no place.
    if (isTabVisible(index) == visible) return;
    setTabVisible(index, visible);
    relayout();
}

int KindTabs::widthOf(int index, Density density) const {
    const Kind& kind = m_kinds[static_cast<size_t>(index)];
    const bool named = density == Density::Names || index == currentIndex();
    int width = 2 * paddingOf(density);
    width += named ? QFontMetrics(Theme::font(FontId::BodyStrong)).horizontalAdvance(kind.name) : kIcon;
    if (!kind.count.isEmpty() && (named || density != Density::BareIcons))
        width += kGap + QFontMetrics(Theme::font(FontId::Small)).horizontalAdvance(kind.count);
    return width;
}

int KindTabs::widthOf(Density density) const {
    int width = 0;
    for (int i = 0; i < count(); ++i)
        if (isTabVisible(i)) width += widthOf(i, density);
    return width;
}

void KindTabs::chooseDensity() {
    Density best = Density::BareIcons;
    for (const Density density : {Density::Icons, Density::Names})
        if (widthOf(density) <= width()) best = density;
    if (best == m_density) return;
    m_density = best;
    relayout();
}

/// QTabBar asks for the sizes of tabs again only when a text was set.
void KindTabs::relayout() {
    if (count() > 0) setTabText(0, tabText(0));
    chooseDensity();
    update();
}

QSize KindTabs::tabSizeHint(int index) const {
    return {widthOf(index, m_density), kHeight};
}
QSize KindTabs::minimumTabSizeHint(int index) const {
    return tabSizeHint(index);
}
QSize KindTabs::sizeHint() const {
    return {widthOf(Density::Names), kHeight};
}
QSize KindTabs::minimumSizeHint() const {
    return {widthOf(Density::BareIcons), kHeight};
}

void KindTabs::resizeEvent(QResizeEvent* event) {
    QTabBar::resizeEvent(event);
    chooseDensity();
}

void KindTabs::tabLayoutChange() {
    QTabBar::tabLayoutChange();
    updateGeometry();
}

void KindTabs::paintEvent(QPaintEvent*) {
    QStylePainter painter(this);
    for (int i = 0; i < count(); ++i) {
        if (!isTabVisible(i)) continue;
        QStyleOptionTab option;
        initStyleOption(&option, i);
        painter.drawControl(QStyle::CE_TabBarTabShape, option);
        const Kind& kind = m_kinds[static_cast<size_t>(i)];
        const bool chosen = i == currentIndex(), named = m_density == Density::Names || chosen;
        const QFont font = Theme::font(chosen ? FontId::BodyStrong : FontId::Body);
        QRect rect = tabRect(i).adjusted(paddingOf(m_density), 0, 0, 0);
        if (named) {
            painter.setFont(font);
            painter.setPen(kit::themed(chosen ? ColorId::Text : ColorId::SecondaryText));
            painter.drawText(rect, Qt::AlignVCenter, kind.name);
            rect.setLeft(rect.left() + QFontMetrics(font).horizontalAdvance(kind.name) + kGap);
        } else {
            kit::paintIcon(painter, QRectF(rect.left(), rect.top(), kIcon, rect.height()), kind.icon, kIcon,
                           ColorId::SecondaryText);
            rect.setLeft(rect.left() + kIcon + kGap);
        }
        if (!named && m_density == Density::BareIcons) continue;
        painter.setFont(Theme::font(FontId::Small));
        painter.setPen(kit::themed(ColorId::SecondaryText));
        painter.drawText(rect, Qt::AlignVCenter, kind.count);
    }
}

} // namespace td::app
