#include "views/kit/search_field.h"

#include "views/kit/theme.h"

#include <QAction>
#include <QKeyEvent>
#include <QPainter>
#include <QToolButton>

namespace td::kit {
namespace {

/// ".*" as an icon: a glyph pair, tinted by whether it is on.
QIcon patternIcon(bool on) {
    QPixmap pixmap(32, 32);
    pixmap.setDevicePixelRatio(2);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    QFont font = Theme::font(FontId::Mono);
    font.setWeight(on ? QFont::Bold : QFont::Normal);
    painter.setFont(font);
    painter.setPen(Theme::instance().color(on ? ColorId::Accent : ColorId::SecondaryText));
    painter.drawText(QRect(0, 0, 16, 16), Qt::AlignCenter, QStringLiteral(".*"));
    return pixmap;
}

} // namespace

SearchField::SearchField(Kind kind, QWidget* parent)
    : QLineEdit(parent) {
    QAction* lens = addAction(Theme::instance().icon(QStringLiteral("search")), LeadingPosition);
    lens->setEnabled(true);
    setClearButtonEnabled(true);
    m_problem = addAction(Theme::instance().icon(QStringLiteral("warn"), ColorId::Warn), TrailingPosition);
    m_problem->setVisible(false);
    if (kind == Kind::Pattern) {
        m_pattern = addAction(patternIcon(false), TrailingPosition);
        m_pattern->setCheckable(true);
        connect(m_pattern, &QAction::toggled, this, [this](bool on) {
            m_pattern->setIcon(patternIcon(on));
            Q_EMIT patternChanged(on);
        });
        connect(&Theme::instance(), &Theme::changed, this, [this] { m_pattern->setIcon(patternIcon(isPattern())); });
    }
    m_pause.setSingleShot(true);
    m_pause.setInterval(120);
    connect(&m_pause, &QTimer::timeout, this, &SearchField::announce);
    connect(this, &QLineEdit::textChanged, this, [this](const QString& now) {
        if (now.isEmpty())
            announce();
        else
            m_pause.start();
    });
    retranslate();
}

void SearchField::setPrompt(const QString& prompt) {
    setPlaceholderText(prompt);
    setAccessibleName(prompt);
    if (!m_problem->isVisible()) setToolTip(prompt);
}

void SearchField::setProblem(const QString& problem) {
    m_problem->setVisible(!problem.isEmpty());
    m_problem->setToolTip(problem);
    setToolTip(problem.isEmpty() ? placeholderText() : problem);
    setAccessibleDescription(problem);
}

bool SearchField::isPattern() const {
    return m_pattern && m_pattern->isChecked();
}

void SearchField::setPattern(bool pattern) {
    if (m_pattern) m_pattern->setChecked(pattern);
}

void SearchField::announce() {
    m_pause.stop();
    if (text() == m_said) return;
    m_said = text();
    Q_EMIT searchChanged(m_said);
}

void SearchField::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        event->accept();
        return;
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) announce();
    QLineEdit::keyPressEvent(event);
}

void SearchField::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QLineEdit::changeEvent(event);
}

void SearchField::retranslate() {
    if (!m_pattern) return;
    m_pattern->setText(tr("Use a regular expression"));
    m_pattern->setToolTip(tr("Use a regular expression"));
}

} // namespace td::kit
