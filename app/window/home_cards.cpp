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

constexpr int kRecentHeight = 176;
constexpr int kGap = 12;
constexpr int kLeastRecentWidth = 184;

/// A card: its curves above, name, facts and when it was opened below.
class RecentDelegate : public QStyledItemDelegate {
public:
    RecentDelegate(RecentList& recent, QListView* view)
        : QStyledItemDelegate(view)
        , m_recent(recent)
        , m_view(view) {}

    /// As many cards as fit share the width; a single one does not grow over half of it.
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        const int width = m_view->viewport()->width();
        const int fitting = std::max(1, (width + kGap) / (kLeastRecentWidth + kGap));
        const int shown = std::clamp(m_recent.rowCount(), 2, std::max(2, fitting));
        return {std::max(kLeastRecentWidth, (width + kGap) / std::min(shown, fitting)), kRecentHeight};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        painter->save();
        const bool focused = (option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_Selected);
        const bool hovered = option.state & QStyle::State_MouseOver;
        const QRect card = option.rect.adjusted(0, 0, -kGap, 0);
        kit::paintBox(*painter, card, kit::kCardRadius, kit::themed(ColorId::Raised),
                      kit::themed(focused   ? ColorId::Accent
                                  : hovered ? ColorId::StrongBorder
                                            : ColorId::Border),
                      focused ? 2 : 1);
        const QRect picture(card.left() + 1, card.top() + 1, card.width() - 2, 92);
        paintPicture(*painter, picture, index);
        kit::paintHairline(*painter, {picture.left() + 0.0, picture.bottom() + 1.0},
                           {picture.right() + 1.0, picture.bottom() + 1.0}, kit::themed(ColorId::Border));
        paintWords(*painter, QRect(card.left() + 12, picture.bottom() + 9, card.width() - 24, 68), index);
        painter->restore();
    }

private:
    void paintPicture(QPainter& painter, const QRect& area, const QModelIndex& index) const {
        if (const CurvePicture* picture = m_recent.pictures().of(index.data(RecentList::PathRole).toStringList()))
            return paintCurves(painter, area, *picture);
        kit::paintIcon(painter, area, QStringLiteral("scalars"), 24, ColorId::StrongBorder);
    }

    static void paintWords(QPainter& painter, const QRect& area, const QModelIndex& index) {
        const auto line = [&](int top, FontId font, ColorId color, const QString& text, int indent = 0) {
            painter.setFont(Theme::font(font));
            painter.setPen(kit::themed(color));
            painter.drawText(area.adjusted(indent, top, 0, top + 20 - area.height()), Qt::AlignVCenter | Qt::AlignLeft,
                             painter.fontMetrics().elidedText(text, Qt::ElideMiddle, area.width() - indent));
        };
        kit::paintIcon(painter, QRect(area.left(), area.top(), 16, 20), QStringLiteral("folder"), 16,
                       ColorId::SecondaryText);
        line(0, FontId::BodyStrong, ColorId::Text, index.data().toString(), 24);
        QString facts = index.data(RecentList::FactsRole).toString();
        if (facts.isEmpty()) facts = index.data(RecentList::PathRole).toStringList().value(0);
        line(24, FontId::Small, ColorId::SecondaryText, facts);
        line(42, FontId::Small, ColorId::SecondaryText, index.data(RecentList::WhenRole).toString());
    }

    RecentList& m_recent;
    QListView* m_view;
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
    m_list->setModel(&recent);
    m_list->setItemDelegate(new RecentDelegate(recent, m_list));
    m_list->setFlow(QListView::LeftToRight);
    m_list->setWrapping(false);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFixedHeight(kRecentHeight);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // wheel and arrows scroll; the menu has them all
    m_list->installEventFilter(this);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setWordWrap(true);
    column->addWidget(m_list);
    m_nothingCard = new Card(Card::Edge::Solid);
    m_nothingCard->setFixedHeight(kRecentHeight);
    auto* inside = new QVBoxLayout(m_nothingCard);
    inside->addWidget(m_nothing);
    column->addWidget(m_nothingCard);
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
    m_nothingCard->setVisible(n == 0);
    m_note->setText(n > 0 ? tr("%Ln folder(s)", nullptr, n) : QString());
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
    setMaximumHeight(400);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
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
    if (m_sample.id == QLatin1String("mlp")) return tr("One small network, five schedules; one of them diverges");
    if (m_sample.id == QLatin1String("wide")) return tr("A wider network; one run was stopped and resumed");
    return tr("Real logs of a real training");
}

QString SampleCard::counts() const {
    if (m_facts.runs == 0) return {};
    return tr("%1, %2", "runs, tags")
        .arg(tr("%Ln run(s)", nullptr, m_facts.runs), tr("%Ln tag(s)", nullptr, m_facts.tags));
}

void SampleCard::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const bool raised = underMouse() || hasFocus();
    kit::paintBox(painter, rect(), kit::kCardRadius, kit::themed(ColorId::Raised),
                  kit::themed(hasFocus() ? ColorId::Accent
                              : raised   ? ColorId::StrongBorder
                                         : ColorId::Border),
                  hasFocus() ? 2 : 1);
    const int picture = height() - 108;
    paintCurves(painter, QRectF(1, 1, width() - 2, picture), m_facts.picture);
    kit::paintHairline(painter, {1, picture + 1.0}, {width() - 2.0, picture + 1.0}, kit::themed(ColorId::Border));
    const QRect text = rect().adjusted(12, picture + 9, -12, -8);
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
        painter.drawText(foot, Qt::AlignVCenter | Qt::AlignRight, m_facts.picture.tag);
}

void SampleCard::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return click();
    QAbstractButton::keyPressEvent(event);
}

} // namespace td::app
