#include "views/scalars/section_header.h"

#include "views/kit/theme.h"

namespace td::scalars {

using kit::ColorId;
using kit::FontId;
using kit::Theme;

SectionHeader::SectionHeader(QWidget* parent)
    : QAbstractButton(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
}

void SectionHeader::setSection(const ChartSection& section) {
    m_name = QString::fromStdString(section.name);
    switch (section.kind) {
    case ChartSection::Kind::Pinned:
        m_title = tr("Pinned");
        break;
    case ChartSection::Kind::Combined:
        m_title = tr("Combined");
        break;
    case ChartSection::Kind::Prefix:
        m_title = m_name.isEmpty() ? tr("Without a group") : m_name;
        break;
    }
    const auto here = static_cast<int>(section.charts.size()), pinned = static_cast<int>(section.pinnedElsewhere);
    m_note = tr("%Ln chart(s)", nullptr, here + pinned);
    if (pinned > 0) m_note = tr("%1, %Ln of them pinned", nullptr, pinned).arg(m_note);
    m_collapsed = section.collapsed;
    setAccessibleName(QStringLiteral("%1, %2").arg(m_title, m_note));
    setAccessibleDescription(m_collapsed ? tr("closed") : tr("open"));
    setToolTip(m_collapsed ? tr("Show the charts of this group (Space)") : tr("Fold this group (Space)"));
    update();
}

void SectionHeader::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

void SectionHeader::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& theme = Theme::instance();
    theme.icon(m_collapsed ? QStringLiteral("chevron-right") : QStringLiteral("chevron-down"))
        .paint(&painter, QRect(0, 6, 16, 16));
    const QFont strong = Theme::font(FontId::BodyStrong);
    const QString title = QFontMetrics(strong).elidedText(m_title, Qt::ElideMiddle, std::max(40, width() - 180));
    painter.setFont(strong);
    painter.setPen(theme.color(ColorId::Text));
    painter.drawText(QRect(20, 0, width(), height()), Qt::AlignVCenter, title);
    painter.setFont(Theme::font(FontId::Small));
    painter.setPen(theme.color(ColorId::SecondaryText));
    painter.drawText(QRect(20 + QFontMetrics(strong).horizontalAdvance(title) + 8, 0, width(), height()),
                     Qt::AlignVCenter, m_note);
    if (!hasFocus()) return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.color(ColorId::Accent), 2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
}

} // namespace td::scalars
