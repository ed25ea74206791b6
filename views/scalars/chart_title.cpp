#include "views/scalars/chart_title.h"

#include "views/kit/theme.h"

namespace td::scalars {

using kit::ColorId;
using kit::FontId;
using kit::Theme;

ChartTitle::ChartTitle(QWidget* parent)
    : QWidget(parent) {
    setFixedHeight(28);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 2, 4, 2);
    layout->setSpacing(0);
    layout->addStretch();
    for (int i = 0; i < ActionCount; ++i) {
        m_buttons[i] = new QToolButton(this);
        m_buttons[i]->setAutoRaise(true);
        m_buttons[i]->setFixedSize(24, 24);
        m_buttons[i]->setIconSize({16, 16});
        connect(m_buttons[i], &QToolButton::clicked, this, [this, i] { Q_EMIT triggered(i); });
    }
    const QList<QWidget*> buttons = buttonsFromTheLeft();
    for (qsizetype i = 0; i < buttons.size(); ++i) {
        layout->addWidget(buttons[i]);
        if (i > 0) setTabOrder(buttons[i - 1], buttons[i]);
    }
    updateWords();
    updateButtons();
    connect(&Theme::instance(), &Theme::changed, this, &ChartTitle::updateButtons);
}

QList<QWidget*> ChartTitle::buttonsFromTheLeft() const {
    QList<QWidget*> buttons;
    for (const Action action : {Fit, LogScale, Expand, Export, Detach, Pin})
        buttons << m_buttons[action];
    return buttons;
}

void ChartTitle::setTexts(const QString& prefix, const QString& leaf) {
    m_prefix = prefix;
    m_leaf = leaf;
    setToolTip(prefix.isEmpty() ? leaf : prefix + QLatin1Char('/') + leaf);
    update();
}

void ChartTitle::setStateTags(const QStringList& tags) {
    if (tags == m_tags) return;
    m_tags = tags;
    update();
}

void ChartTitle::setPinned(bool pinned) {
    m_pinned = pinned;
    updateWords();
    updateButtons();
}

void ChartTitle::setLogScale(bool log) {
    m_logScale = log;
    updateButtons();
}

void ChartTitle::setActionsVisible(bool visible) {
    if (visible == m_actionsVisible) return;
    m_actionsVisible = visible;
    updateButtons();
    update();
}

void ChartTitle::setPlace(ChartPlace place) {
    m_place = place;
    for (const Action action : {Expand, Detach})
        m_buttons[action]->setHidden(place == ChartPlace::Window);
    updateWords();
    updateButtons();
    update();
}

/// Hidden buttons keep their place in the focus order: they only turn transparent, and appear when one of them has the
/// focus.
void ChartTitle::updateButtons() {
    const Theme& theme = Theme::instance();
    const char* icons[ActionCount] = {"fit", "log", "expand", "export", "pin", "detach"};
    for (int i = 0; i < ActionCount; ++i) {
        QString icon = QString::fromLatin1(icons[i]);
        ColorId tint = ColorId::SecondaryText;
        if (i == Pin && m_pinned) icon = QStringLiteral("pinned");
        if (i == Expand && m_place == ChartPlace::FullSize) icon = QStringLiteral("restore");
        if ((i == Pin && m_pinned) || (i == LogScale && m_logScale)) tint = ColorId::Accent;
        m_buttons[i]->setIcon(areActionsSeen() ? theme.icon(icon, tint) : QIcon());
    }
}

void ChartTitle::updateWords() {
    const bool isFull = m_place == ChartPlace::FullSize;
    const QString words[ActionCount] = {tr("Fit the axes to the data"),
                                        tr("Logarithmic y axis"),
                                        isFull ? tr("Back to all charts") : tr("Full size"),
                                        tr("Export…"),
                                        m_pinned ? tr("Unpin") : tr("Pin to the top"),
                                        tr("Open in its own window")};
    const QString keys[ActionCount] = {
        QStringLiteral("F"), QStringLiteral("L"), isFull ? QStringLiteral("Esc") : QStringLiteral("Enter"),
        QStringLiteral("E"), QStringLiteral("P"), QStringLiteral("D")};
    for (int i = 0; i < ActionCount; ++i) {
        m_buttons[i]->setAccessibleName(words[i]);
        m_buttons[i]->setToolTip(QStringLiteral("%1 (%2)").arg(words[i], keys[i]));
    }
}

void ChartTitle::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) updateWords();
    QWidget::changeEvent(event);
}

int ChartTitle::actionsWidth() const {
    const int count = m_place == ChartPlace::Window ? ActionCount - 2 : ActionCount;
    return areActionsSeen() ? count * 24 + 8 : 12;
}

void ChartTitle::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QFont body = Theme::font(FontId::Body), strong = Theme::font(FontId::BodyStrong),
                small = Theme::font(FontId::Small);
    const QFontMetrics bodyMetrics(body), strongMetrics(strong), smallMetrics(small);
    int room = width() - 12 - actionsWidth();
    const QString prefix = m_prefix.isEmpty() ? QString() : m_prefix + QLatin1Char('/');
    const int leafWidth = strongMetrics.horizontalAdvance(m_leaf);
    const QString shownPrefix =
        bodyMetrics.elidedText(prefix, Qt::ElideMiddle, std::max(0, std::min(room - leafWidth, room)));
    const bool prefixFits = leafWidth < room && !shownPrefix.isEmpty();
    int x = 12;
    if (prefixFits) {
        painter.setFont(body);
        painter.setPen(Theme::instance().color(ColorId::SecondaryText));
        painter.drawText(QRect(x, 0, room, height()), Qt::AlignVCenter, shownPrefix);
        x += bodyMetrics.horizontalAdvance(shownPrefix);
        room -= bodyMetrics.horizontalAdvance(shownPrefix);
    }
    const QString leaf = strongMetrics.elidedText(m_leaf, Qt::ElideMiddle, room);
    painter.setFont(strong);
    painter.setPen(Theme::instance().color(ColorId::Text));
    painter.drawText(QRect(x, 0, room, height()), Qt::AlignVCenter, leaf);
    x += strongMetrics.horizontalAdvance(leaf) + 8;
    painter.setFont(small);
    painter.setRenderHint(QPainter::Antialiasing);
    for (const QString& tag : m_tags) {
        const QRectF box(x + 0.5, 6.5, smallMetrics.horizontalAdvance(tag) + 9, 15);
        if (box.right() > width() - actionsWidth()) break;
        painter.setPen(Theme::instance().color(ColorId::Border));
        painter.drawRoundedRect(box, 4, 4);
        painter.setPen(Theme::instance().color(ColorId::SecondaryText));
        painter.drawText(box, Qt::AlignCenter, tag);
        x += static_cast<int>(box.width()) + 5;
    }
}

} // namespace td::scalars
