#include "app/window/home_cards.h"

#include "app/window/recent_list.h"
#include "views/kit/format.h"
#include "views/kit/style_paint.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace td::app {

using kit::ColorId;
using kit::FontId;
using kit::Theme;

Card::Card(Edge edge, QWidget* parent)
    : QFrame(parent)
    , m_edge(edge) {
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Card::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (m_edge == Edge::Solid) {
        kit::paintBox(painter, rect(), kit::kCardRadius, kit::themed(ColorId::Raised), kit::themed(ColorId::Border));
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(kit::themed(ColorId::StrongBorder), 1);
    pen.setDashPattern({6, 4});
    painter.setPen(pen);
    painter.setBrush(kit::themed(ColorId::Raised));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kit::kCardRadius, kit::kCardRadius);
}

namespace {

/// Name in 600 and facts beside it, when at the right.
class RecentDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {200, 32}; }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        painter->save();
        const bool hovered = option.state & QStyle::State_MouseOver;
        const bool focused = (option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_Selected);
        const QRect row = option.rect.adjusted(4, 1, -4, -1);
        if (focused || hovered)
            kit::paintBox(*painter, row, kit::kFieldRadius,
                          focused ? kit::themed(ColorId::SelectionFill)
                                  : kit::mixed(kit::themed(ColorId::Raised), kit::themed(ColorId::Text), 0.05),
                          QColor());
        const ColorId quiet = focused ? ColorId::Text : ColorId::SecondaryText;
        kit::paintIcon(*painter, QRect(row.left() + 8, row.top(), 16, row.height()), QStringLiteral("folder"), 16,
                       quiet);
        painter->setFont(Theme::font(FontId::Small));
        painter->setPen(kit::themed(quiet));
        const QString when = index.data(RecentList::WhenRole).toString();
        painter->drawText(row.adjusted(0, 0, -8, 0), Qt::AlignVCenter | Qt::AlignRight, when);
        const int right = row.right() - 20 - painter->fontMetrics().horizontalAdvance(when);
        QRect text(row.left() + 32, row.top(), right - row.left() - 32, row.height());
        painter->setFont(Theme::font(FontId::BodyStrong));
        painter->setPen(kit::themed(ColorId::Text));
        const QString name =
            painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideMiddle, text.width() / 2);
        painter->drawText(text, Qt::AlignVCenter | Qt::AlignLeft, name);
        text.setLeft(text.left() + painter->fontMetrics().horizontalAdvance(name) + 12);
        QString facts = index.data(RecentList::FactsRole).toString();
        if (facts.isEmpty()) facts = index.data(RecentList::PathRole).toStringList().value(0);
        painter->setFont(Theme::font(FontId::Small));
        painter->setPen(kit::themed(quiet));
        painter->drawText(text, Qt::AlignVCenter | Qt::AlignLeft,
                          painter->fontMetrics().elidedText(facts, Qt::ElideMiddle, text.width()));
        painter->restore();
    }
};

} // namespace

RecentPanel::RecentPanel(RecentList& recent, QWidget* parent)
    : QWidget(parent)
    , m_recent(recent)
    , m_title(new QLabel)
    , m_note(new QLabel)
    , m_list(new QListView)
    , m_nothing(new QLabel) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    auto* head = new QHBoxLayout;
    m_title->setFont(Theme::font(FontId::Section));
    m_note->setFont(Theme::font(FontId::Small));
    head->addWidget(m_title);
    head->addWidget(m_note, 1);
    column->addLayout(head);
    auto* card = new Card(Card::Edge::Solid);
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(4, 6, 4, 6);
    m_list->setModel(&recent);
    m_list->setItemDelegate(new RecentDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->installEventFilter(this);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setWordWrap(true);
    inside->addWidget(m_list);
    inside->addWidget(m_nothing);
    card->setFixedHeight(176);
    column->addWidget(card);
    const auto open = [this](const QModelIndex& index) {
        Q_EMIT openRequested(index.data(RecentList::PathRole).toStringList());
    };
    connect(m_list, &QListView::clicked, this, open);
    connect(&recent, &RecentList::changed, this, &RecentPanel::refresh);
    retranslate();
}

bool RecentPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_list && event->type() == QEvent::FocusIn && !m_list->currentIndex().isValid() &&
        m_recent.rowCount() > 0)
        m_list->setCurrentIndex(m_recent.index(0));
    if (watched == m_list && event->type() == QEvent::KeyPress && m_list->currentIndex().isValid()) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            Q_EMIT openRequested(m_list->currentIndex().data(RecentList::PathRole).toStringList());
            return true;
        }
        if (key == Qt::Key_Delete) {
            m_recent.forget(m_list->currentIndex().row());
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void RecentPanel::refresh() {
    const int n = m_recent.rowCount();
    m_list->setVisible(n > 0);
    m_nothing->setVisible(n == 0);
    m_note->setText(n > 0 ? tr("%n folder(s)", nullptr, n) : QString());
}

void RecentPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

void RecentPanel::retranslate() {
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, kit::themed(ColorId::SecondaryText));
    m_note->setPalette(quiet);
    m_nothing->setPalette(quiet);
    m_title->setText(tr("Recent"));
    m_list->setAccessibleName(tr("Recent folders"));
    m_list->setToolTip(tr("Open (Enter), forget (Del)"));
    m_nothing->setText(tr("What you open appears here."));
    refresh();
}

SampleCard::SampleCard(Sample sample, QWidget* parent)
    : QAbstractButton(parent)
    , m_sample(std::move(sample)) {
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(180, 200);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
    retranslate();
}

void SampleCard::setFacts(SampleFacts facts) {
    m_facts = std::move(facts);
    retranslate();
}

void SampleCard::retranslate() {
    setAccessibleName(title());
    setAccessibleDescription(description() + QLatin1Char(' ') + counts());
    setToolTip(tr("Open the sample “%1” (Enter)").arg(title()));
    update();
}

QString SampleCard::title() const {
    if (m_sample.id == QLatin1String(".")) return tr("All samples");
    if (m_sample.id == QLatin1String("mlp")) return tr("Optimizers compared");
    if (m_sample.id == QLatin1String("wide")) return tr("Regularizers compared");
    return m_sample.id;
}

QString SampleCard::description() const {
    if (m_sample.id == QLatin1String(".")) return tr("Every run that came with the program");
    if (m_sample.id == QLatin1String("mlp")) return tr("One small network, five schedules; one of them bursts");
    if (m_sample.id == QLatin1String("wide")) return tr("A wider network; one run was stopped and resumed");
    return tr("Real logs of a real training");
}

QString SampleCard::counts() const {
    if (m_facts.runs == 0) return {};
    return tr("%1, %2", "runs, tags")
        .arg(tr("%n run(s)", nullptr, m_facts.runs), tr("%n tag(s)", nullptr, m_facts.tags));
}

void SampleCard::paintCurves(QPainter& painter, const QRectF& area) const {
    painter.save();
    painter.setClipRect(area);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF plot = area.adjusted(12, 10, -12, -10);
    for (int i = 0; i < m_facts.lines.size(); ++i) {
        QPolygonF line;
        for (const QPointF& point : m_facts.lines[i])
            line << QPointF(plot.left() + point.x() * plot.width(), plot.bottom() - point.y() * plot.height());
        painter.setPen(Theme::instance().seriesPen(i));
        painter.drawPolyline(line);
    }
    painter.restore();
    kit::paintHairline(painter, plot.bottomLeft(), plot.bottomRight(), kit::themed(ColorId::Border));
}

void SampleCard::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const bool raised = underMouse() || hasFocus();
    kit::paintBox(painter, rect(), kit::kCardRadius, kit::themed(ColorId::Raised),
                  kit::themed(hasFocus() ? ColorId::Accent
                              : raised   ? ColorId::StrongBorder
                                         : ColorId::Border),
                  hasFocus() ? 2 : 1);
    paintCurves(painter, QRectF(1, 1, width() - 2, 92));
    kit::paintHairline(painter, {1, 93}, {width() - 2.0, 93}, kit::themed(ColorId::Border));
    const QRect text = rect().adjusted(12, 101, -12, -8);
    painter.setFont(Theme::font(FontId::BodyStrong));
    painter.setPen(kit::themed(ColorId::Text));
    painter.drawText(QRect(text.left(), text.top(), text.width(), 20), Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(title(), Qt::ElideRight, text.width()));
    painter.setFont(Theme::font(FontId::Small));
    painter.setPen(kit::themed(ColorId::SecondaryText));
    painter.drawText(QRect(text.left(), text.top() + 22, text.width(), 34),
                     Qt::AlignTop | Qt::AlignLeft | Qt::TextWordWrap, description());
    const QRect foot(text.left(), text.bottom() - 22, text.width(), 22);
    painter.drawText(foot, Qt::AlignVCenter | Qt::AlignLeft, counts());
    if (raised) {
        painter.setFont(Theme::font(FontId::SmallStrong));
        painter.setPen(kit::themed(ColorId::Accent));
        painter.drawText(foot, Qt::AlignVCenter | Qt::AlignRight, tr("Open"));
    } else
        painter.drawText(foot, Qt::AlignVCenter | Qt::AlignRight, m_facts.tag);
}

void SampleCard::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return click();
    QAbstractButton::keyPressEvent(event);
}

} // namespace td::app
