#include "app/window/runs_head.h"

#include "app/window/kind_tabs.h"
#include "views/kit/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>

namespace td::app {
namespace {

using kit::Theme;

constexpr int kHeight = 36, kMargin = 12, kGap = 8, kPanelButton = 28;

} // namespace

RunsHead::RunsHead(QWidget* parent)
    : QWidget(parent)
    , m_tabs(new KindTabs)
    , m_range(new QPushButton)
    , m_follow(new QPushButton)
    , m_panel(new QToolButton)
    , m_first(new QHBoxLayout)
    , m_second(new QWidget) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kMargin, 0, kMargin, 0);
    column->setSpacing(0);
    m_first->setSpacing(kGap);
    m_first->addWidget(m_tabs, 1);
    m_first->addWidget(m_follow);
    m_first->addWidget(m_panel);
    m_panel->setAutoRaise(true);
    m_panel->setFixedSize(kPanelButton, kPanelButton);
    m_panel->setFocusPolicy(Qt::TabFocus);
    m_panel->hide();
    column->addLayout(m_first);
    auto* second = new QHBoxLayout(m_second);
    second->setContentsMargins(0, kGap / 2, 0, kGap / 2);
    second->addStretch();
    column->addWidget(m_second);
    m_range->setIcon(Theme::instance().icon(QStringLiteral("range"), kit::ColorId::Accent));
    m_range->setObjectName(QStringLiteral("rangeChip"));
    m_follow->setCheckable(true);
    m_follow->setChecked(true);
    m_follow->setIcon(Theme::instance().icon(QStringLiteral("live"), kit::ColorId::Good));
    for (QPushButton* button : {m_range, m_follow})
        button->setFixedHeight(24);
    m_first->insertWidget(1, m_range);
    m_range->hide();
    m_second->hide();
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(m_range, &QPushButton::clicked, this, &RunsHead::clearRangeRequested);
    connect(m_follow, &QPushButton::toggled, this, &RunsHead::followingChanged);
    updateWords();
}

void RunsHead::setRange(const QString& range, bool ofSteps) {
    m_rangeText = range;
    m_ofSteps = ofSteps;
    updateWords();
}

void RunsHead::setPanelAction(QAction* action) {
    m_panel->setDefaultAction(action);
    const auto name = [this] { m_panel->setAccessibleName(m_panel->defaultAction()->text()); };
    connect(action, &QAction::changed, m_panel, name);
    name();
    m_panel->show();
    arrange();
}

void RunsHead::setFollowing(bool following) {
    m_follow->setChecked(following);
}

bool RunsHead::isFollowing() const {
    return m_follow->isChecked();
}

void RunsHead::updateWords() {
    m_tabs->setAccessibleName(tr("Kinds of data"));
    m_follow->setAccessibleName(tr("Follow live"));
    m_follow->setToolTip(tr("Move the charts along as new points arrive"));
    m_range->setText(m_ofSteps ? tr("Steps %1  ✕").arg(m_rangeText) : QStringLiteral("%1  ✕").arg(m_rangeText));
    m_range->setAccessibleName(tr("Selected range %1, press to clear").arg(m_rangeText));
    m_range->setToolTip(tr("Clear the range"));
    arrange();
}

void RunsHead::arrange() {
    const bool ranged = !m_rangeText.isEmpty();
    m_follow->setText(tr("Follow live"));
    const int panel = m_panel->isHidden() ? 0 : kPanelButton + kGap;
    const int room = width() - 2 * kMargin - panel, chip = ranged ? m_range->sizeHint().width() + kGap : 0;
    const bool wordy = m_tabs->sizeHint().width() + chip + kGap + m_follow->sizeHint().width() <= room;
    if (!wordy) m_follow->setText({});
    const bool oneLine = m_tabs->minimumSizeHint().width() + chip + kGap + m_follow->sizeHint().width() <= room;
    const bool isInFirst = m_first->indexOf(m_range) >= 0;
    if (ranged && oneLine != isInFirst) {
        if (oneLine)
            m_first->insertWidget(1, m_range);
        else
            static_cast<QHBoxLayout*>(m_second->layout())->insertWidget(0, m_range);
    }
    m_range->setVisible(ranged);
    m_second->setVisible(ranged && !oneLine);
    setFixedHeight(m_second->isHidden() ? kHeight : kHeight + 24 + kGap);
}

void RunsHead::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void RunsHead::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) updateWords();
    QWidget::changeEvent(event);
}

} // namespace td::app
