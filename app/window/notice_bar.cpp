#include "app/window/notice_bar.h"

#include "views/kit/style_paint.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace td::app {

using kit::ColorId;
using kit::Theme;

NoticeBar::NoticeBar(QWidget* parent)
    : QWidget(parent)
    , m_icon(new QLabel)
    , m_text(new QLabel)
    , m_action(new QPushButton)
    , m_close(new QToolButton) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 4, 8, 4);
    row->addWidget(m_icon);
    m_text->setWordWrap(true);
    row->addWidget(m_text, 1);
    row->addWidget(m_action);
    m_close->setIcon(Theme::instance().icon(QStringLiteral("close")));
    m_close->setAutoRaise(true);
    m_close->setFocusPolicy(Qt::TabFocus);
    row->addWidget(m_close);
    connect(m_action, &QPushButton::clicked, this, [this] {
        hide();
        Q_EMIT actionTriggered();
    });
    connect(m_close, &QToolButton::clicked, this, &NoticeBar::dismiss);
    connect(&Theme::instance(), &Theme::changed, this, [this] { showText(m_tone, m_text->text(), m_action->text()); });
    retranslate();
    hide();
}

void NoticeBar::showText(Tone tone, const QString& text, const QString& action) {
    const bool fresh = text != m_text->text();
    m_tone = tone;
    m_icon->setPixmap(Theme::instance().iconPixmap(tone == Tone::Info ? QStringLiteral("info") : QStringLiteral("warn"),
                                                   16, tone == Tone::Info ? ColorId::Accent : ColorId::Warn,
                                                   devicePixelRatioF()));
    m_text->setText(text);
    m_action->setText(action);
    m_action->setAccessibleName(action);
    m_action->setToolTip(action);
    m_action->setVisible(!action.isEmpty());
    setAccessibleName(text);
    if (fresh) show();
    update();
}

void NoticeBar::dismiss() {
    hide();
    m_text->clear();
    Q_EMIT dismissed();
}

QString NoticeBar::text() const {
    return m_text->text();
}

void NoticeBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), kit::themed(ColorId::Raised));
    painter.fillRect(QRect(0, 0, 3, height()), kit::themed(m_tone == Tone::Info ? ColorId::Accent : ColorId::Warn));
    kit::paintHairline(painter, {0, height() - 1.0}, {qreal(width()), height() - 1.0}, kit::themed(ColorId::Border));
}

void NoticeBar::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) return dismiss();
    QWidget::keyPressEvent(event);
}

void NoticeBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

void NoticeBar::retranslate() {
    m_close->setToolTip(tr("Close this notice (Esc)"));
    m_close->setAccessibleName(tr("Close this notice"));
}

} // namespace td::app
