#include "views/kit/empty_state.h"

#include "views/kit/theme.h"

#include <QEvent>
#include <QVBoxLayout>

namespace td::kit {

EmptyState::EmptyState(QWidget* parent)
    : QWidget(parent)
    , m_icon(new QLabel)
    , m_title(new QLabel)
    , m_reason(new QLabel)
    , m_action(new QPushButton)
    , m_fold(new QPushButton)
    , m_details(new QLabel) {
    auto* column = new QVBoxLayout(this);
    column->setSpacing(8);
    column->addStretch(2);
    for (QLabel* label : {m_icon, m_title, m_reason}) {
        label->setAlignment(Qt::AlignCenter);
        column->addWidget(label);
    }
    m_title->setFont(Theme::font(FontId::BodyStrong));
    m_title->setWordWrap(true);
    m_reason->setWordWrap(true);
    m_reason->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addSpacing(4);
    column->addWidget(m_action, 0, Qt::AlignCenter);
    m_fold->setFlat(true);
    m_fold->setCheckable(true);
    column->addWidget(m_fold, 0, Qt::AlignCenter);
    m_details->setFont(Theme::font(FontId::MonoSmall));
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_details->setWordWrap(true);
    column->addWidget(m_details, 0, Qt::AlignCenter);
    column->addStretch(3);
    for (QWidget* part : std::initializer_list<QWidget*>{m_action, m_fold, m_details})
        part->hide();
    connect(m_action, &QPushButton::clicked, this, &EmptyState::actionTriggered);
    connect(m_fold, &QPushButton::toggled, m_details, &QWidget::setVisible);
    connect(m_fold, &QPushButton::toggled, this, &EmptyState::refresh);
    connect(&Theme::instance(), &Theme::changed, this, &EmptyState::refresh);
    refresh();
}

void EmptyState::setTone(Tone tone) {
    m_tone = tone;
    refresh();
}
void EmptyState::setIcon(const QString& name) {
    m_iconName = name;
    refresh();
}
void EmptyState::setTitle(const QString& title) {
    m_title->setText(title);
    setAccessibleName(title);
}
void EmptyState::setReason(const QString& reason) {
    m_reason->setText(reason);
    m_reason->setVisible(!reason.isEmpty());
    setAccessibleDescription(reason);
}
void EmptyState::setAction(const QString& text, const QString& icon) {
    m_action->setText(text);
    m_action->setAccessibleName(text);
    m_action->setIcon(icon.isEmpty() ? QIcon() : Theme::instance().icon(icon, ColorId::Text));
    m_action->setVisible(!text.isEmpty());
}
void EmptyState::setDetails(const QString& details) {
    m_details->setText(details);
    m_fold->setVisible(!details.isEmpty());
    m_details->setVisible(!details.isEmpty() && m_fold->isChecked());
}

void EmptyState::refresh() {
    ColorId tint = ColorId::SecondaryText;
    if (m_tone == Tone::Warning) tint = ColorId::Warn;
    if (m_tone == Tone::Error) tint = ColorId::Bad;
    if (!m_iconName.isEmpty())
        m_icon->setPixmap(Theme::instance().iconPixmap(m_iconName, 24, tint, devicePixelRatioF()));
    m_icon->setVisible(!m_iconName.isEmpty());
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, Theme::instance().color(ColorId::SecondaryText));
    m_reason->setPalette(quiet);
    m_fold->setText(tr("Details"));
    m_fold->setIcon(
        Theme::instance().icon(m_fold->isChecked() ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
    m_fold->setAccessibleName(tr("Show details"));
}

void EmptyState::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) refresh();
    QWidget::changeEvent(event);
}

} // namespace td::kit
