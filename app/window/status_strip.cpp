#include "app/window/status_strip.h"

#include "views/kit/format.h"
#include "views/kit/issue_list.h"
#include "views/kit/job_list.h"
#include "views/kit/style_paint.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QProgressBar>
#include <QToolButton>

namespace td::app {

using kit::ColorId;
using kit::FontId;
using kit::Theme;

StatusStrip::StatusStrip(kit::JobList& jobs, kit::IssueList& issues, QWidget* parent)
    : QWidget(parent)
    , m_jobs(jobs)
    , m_issues(issues)
    , m_facts(new QLabel)
    , m_modeRow(new QHBoxLayout)
    , m_issueButton(new QToolButton)
    , m_jobButton(new QToolButton)
    , m_bar(new QProgressBar)
    , m_jobFacts(new QLabel)
    , m_cancel(new QToolButton) {
    setFixedHeight(28);
    setFont(Theme::font(FontId::Small));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 0, 8, 0);
    row->setSpacing(8);
    m_facts->setMinimumWidth(0);
    m_facts->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row->addWidget(m_facts, 1);
    m_modeRow->setSpacing(12);
    row->addLayout(m_modeRow);
    m_issueButton->setObjectName(QStringLiteral("issueCount"));
    m_issueButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_bar->setFixedWidth(84);
    m_bar->setTextVisible(false);
    m_cancel->setIcon(Theme::instance().icon(QStringLiteral("close")));
    for (QToolButton* button : {m_issueButton, m_jobButton, m_cancel}) {
        button->setAutoRaise(true);
        button->setFont(Theme::font(FontId::Small));
        button->setFixedHeight(24);
        button->setFocusPolicy(Qt::TabFocus);
    }
    for (QLabel* label : {m_facts, m_jobFacts})
        label->setFont(Theme::font(FontId::Small));
    for (QWidget* part : std::initializer_list<QWidget*>{m_issueButton, m_jobButton, m_bar, m_jobFacts, m_cancel})
        row->addWidget(part);
    connect(&jobs, &kit::JobList::changed, this, &StatusStrip::refreshJobs);
    connect(&issues, &kit::IssueList::changed, this, &StatusStrip::refreshIssues);
    connect(m_issueButton, &QToolButton::clicked, this, &StatusStrip::issuesChosen);
    connect(m_jobButton, &QToolButton::clicked, this, &StatusStrip::jobsChosen);
    connect(m_cancel, &QToolButton::clicked, this, [this] { m_jobs.cancel(m_jobs.headline().id); });
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
    retranslate();
}

void StatusStrip::setToolTips(const QString& issues, const QString& jobs) {
    m_issueButton->setToolTip(issues);
    m_jobButton->setToolTip(jobs);
}

void StatusStrip::setFacts(const QStringList& facts) {
    const QString idle = m_jobs.runningCount() > 0 ? m_jobs.headline().title : tr("Ready");
    const QString said = facts.isEmpty() ? idle : facts.join(QStringLiteral("   ·   "));
    m_facts->setText(said);
    m_facts->setAccessibleName(said);
    m_facts->setToolTip(facts.join(QLatin1Char('\n')));
}

void StatusStrip::setModeWidgets(const QList<QWidget*>& widgets) {
    for (QWidget* widget : std::as_const(m_modeWidgets))
        widget->hide();
    m_modeWidgets = widgets;
    for (QWidget* widget : widgets) {
        if (m_modeRow->indexOf(widget) < 0) m_modeRow->addWidget(widget);
        widget->show();
    }
}

void StatusStrip::refreshJobs() {
    const int running = m_jobs.runningCount();
    const kit::JobList::Headline headline = m_jobs.headline();
    m_jobButton->setText(running == 0   ? tr("No jobs")
                         : running == 1 ? headline.title
                                        : tr("%Ln job(s)", nullptr, running));
    m_jobButton->setAccessibleName(m_jobButton->text());
    m_bar->setVisible(running > 0);
    m_bar->setRange(0, headline.share < 0 ? 0 : 1000);
    m_bar->setValue(static_cast<int>(headline.share * 1000));
    m_bar->setAccessibleName(headline.title);
    const QString percent =
        headline.share < 0 ? QString() : kit::Format::percent(headline.share) + QStringLiteral("  ");
    m_jobFacts->setText(percent + headline.facts);
    m_jobFacts->setVisible(running > 0);
    m_cancel->setVisible(running > 0);
    m_cancel->setToolTip(tr("Stop “%1”").arg(headline.title));
    m_cancel->setAccessibleName(tr("Stop the job"));
    if (m_facts->toolTip().isEmpty()) setFacts({});
}

void StatusStrip::refreshIssues() {
    const int count = m_issues.rowCount();
    m_issueButton->setVisible(count > 0);
    // Notes alone need nobody: they stay quiet.
    const bool isQuiet = m_issues.worst() == runlog::Severity::Note;
    m_issueButton->setIcon(Theme::instance().icon(isQuiet ? QStringLiteral("info") : QStringLiteral("issues"),
                                                  isQuiet ? ColorId::SecondaryText : ColorId::Warn));
    m_issueButton->setText(tr("%Ln issue(s)", nullptr, count));
    m_issueButton->setAccessibleName(m_issueButton->text());
}

void StatusStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), kit::themed(ColorId::Window));
    kit::paintHairline(painter, {0, 0}, {qreal(width()), 0}, kit::themed(ColorId::Border));
}

void StatusStrip::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

void StatusStrip::retranslate() {
    setAccessibleName(tr("Status"));
    refreshJobs();
    refreshIssues();
}

} // namespace td::app
