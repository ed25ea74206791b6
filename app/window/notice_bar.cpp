#include "app/window/notice_bar.h"

#include "views/kit/style_paint.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <utility>

namespace td::app {

namespace {

constexpr int kBriefMs = 6000;

} // namespace

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
    m_action->setObjectName(QStringLiteral("noticeAction"));
    connect(m_action, &QPushButton::clicked, this, [this] {
        const auto run = std::exchange(m_offer, {}).run;
        hide();
        if (run) run();
    });
    connect(m_close, &QToolButton::clicked, this, &NoticeBar::dismiss);
    connect(&Theme::instance(), &Theme::changed, this, &NoticeBar::refresh);
    m_leaving.setSingleShot(true);
    m_leaving.setInterval(kBriefMs);
    connect(&m_leaving, &QTimer::timeout, this, &NoticeBar::leave);
    retranslate();
    hide();
}

void NoticeBar::say(Tone tone, Words text, Offer offer, Stay stay) {
    m_tone = tone;
    m_words = std::move(text);
    m_offer = std::move(offer);
    refresh();
    show();
    if (tone == Tone::Info && stay == Stay::Briefly)
        m_leaving.start();
    else
        m_leaving.stop();
}

/// Nothing is taken away from under a hand.
void NoticeBar::leave() {
    const QWidget* focus = QApplication::focusWidget();
    if (underMouse() || (focus && isAncestorOf(focus)))
        m_leaving.start();
    else
        dismiss();
}

void NoticeBar::refresh() {
    const bool info = m_tone == Tone::Info;
    m_icon->setPixmap(Theme::instance().iconPixmap(info ? QStringLiteral("info") : QStringLiteral("warn"), 16,
                                                   info ? ColorId::Accent : ColorId::Warn, devicePixelRatioF()));
    m_text->setText(m_words ? m_words() : QString());
    setAccessibleName(m_text->text());
    const QString action = m_offer.text ? m_offer.text() : QString();
    m_action->setText(action);
    m_action->setAccessibleName(action);
    m_action->setToolTip(action);
    m_action->setVisible(!action.isEmpty());
    update();
}

void NoticeBar::dismiss() {
    m_leaving.stop();
    hide();
    m_words = {};
    m_offer = {};
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
    refresh();
}

} // namespace td::app
