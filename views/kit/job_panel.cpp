#include "views/kit/job_panel.h"

#include "views/kit/job_list.h"
#include "views/kit/style_paint.h"

#include <algorithm>
#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace td::kit {
namespace {

constexpr int kRowHeight = 52;

/// Title and facts in two lines, the bar below.
class JobDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {200, kRowHeight};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        painter->save();
        if (option.state & QStyle::State_Selected)
            paintBox(*painter, option.rect, kFieldRadius, themed(ColorId::SelectionFill), QColor());
        const QRect inner = option.rect.adjusted(12, 6, -12, -6);
        const auto state = static_cast<JobList::State>(index.data(JobList::StateRole).toInt());
        painter->setFont(Theme::font(FontId::Body));
        painter->setPen(themed(ColorId::Text));
        painter->drawText(inner, Qt::AlignTop | Qt::AlignLeft,
                          painter->fontMetrics().elidedText(index.data(JobList::TitleRole).toString(), Qt::ElideMiddle,
                                                            inner.width() / 2));
        painter->setFont(Theme::font(FontId::Small));
        const ColorId quiet = option.state & QStyle::State_Selected ? ColorId::Text : ColorId::SecondaryText;
        painter->setPen(themed(state == JobList::State::Failed ? ColorId::Bad : quiet));
        painter->drawText(inner, Qt::AlignTop | Qt::AlignRight,
                          painter->fontMetrics().elidedText(index.data(JobList::FactsRole).toString(), Qt::ElideRight,
                                                            inner.width() / 2));
        const QRectF groove(inner.left(), inner.bottom() - 6, inner.width(), 4);
        paintBox(*painter, groove, 2, themed(ColorId::Border), QColor());
        const double share = index.data(JobList::ShareRole).toDouble();
        QRectF done = groove;
        done.setWidth(groove.width() * (share < 0 ? 1.0 / 3 : share));
        paintBox(*painter, done, 2, themed(state == JobList::State::Failed ? ColorId::Bad : ColorId::Accent), QColor());
        painter->restore();
    }
};

} // namespace

JobPanel::JobPanel(JobList& jobs, QWidget* parent)
    : QFrame(parent)
    , m_jobs(jobs)
    , m_title(new QLabel)
    , m_list(new QListView)
    , m_nothing(new QLabel)
    , m_stop(new QPushButton) {
    auto* column = new QVBoxLayout(this);
    auto* head = new QHBoxLayout;
    m_title->setFont(Theme::font(FontId::Section));
    head->addWidget(m_title, 1);
    head->addWidget(m_stop);
    column->addLayout(head);
    m_list->setModel(&jobs);
    m_list->setItemDelegate(new JobDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    column->addWidget(m_list, 1);
    m_nothing->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    column->addWidget(m_nothing, 1);
    hide();
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) {
        if (isVisible() && now && now != this && !isAncestorOf(now)) hide();
    });
    connect(&jobs, &JobList::changed, this, &JobPanel::refresh);
    connect(m_stop, &QPushButton::clicked, this, &JobPanel::stopCurrent);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &JobPanel::refresh);
    retranslate();
}

void JobPanel::popupAt(const QPoint& corner) {
    const QSize size = parentWidget()->size();
    m_fromEnd = QPoint(size.width(), size.height()) - corner;
    if (!isVisible()) m_focusBefore = window()->focusWidget();
    refresh();
    if (!m_list->currentIndex().isValid() && m_jobs.rowCount() > 0) m_list->setCurrentIndex(m_jobs.index(0));
    show();
    raise();
    m_jobs.rowCount() > 0 ? m_list->setFocus(Qt::PopupFocusReason) : setFocus(Qt::PopupFocusReason);
}

/// As high as what is in it.
void JobPanel::place() {
    constexpr int kWidth = 400, kMostRows = 6;
    const int rows = std::clamp(m_jobs.rowCount(), 0, kMostRows);
    m_list->setFixedHeight(std::max(1, rows) * kRowHeight);
    resize(kWidth, layout()->sizeHint().height());
    const QSize room = parentWidget()->size();
    move(QPoint(room.width() - width(), room.height() - height()) - m_fromEnd);
}

void JobPanel::leave() {
    hide();
    if (m_focusBefore && m_focusBefore->isVisible()) m_focusBefore->setFocus(Qt::OtherFocusReason);
}

void JobPanel::stopCurrent() {
    const QModelIndex now = m_list->currentIndex();
    if (!now.isValid()) return;
    const quint64 id = now.data(JobList::IdRole).toULongLong();
    const bool runs = now.data(JobList::StateRole).toInt() == static_cast<int>(JobList::State::Running);
    if (runs)
        m_jobs.cancel(id);
    else
        m_jobs.dismiss(id);
}

void JobPanel::refresh() {
    const bool any = m_jobs.rowCount() > 0;
    m_list->setVisible(any);
    m_nothing->setVisible(!any);
    const QModelIndex now = m_list->currentIndex();
    const bool runs =
        now.isValid() && now.data(JobList::StateRole).toInt() == static_cast<int>(JobList::State::Running);
    m_stop->setVisible(any);
    m_stop->setText(now.isValid() && !runs ? tr("Dismiss") : tr("Stop"));
    m_stop->setEnabled(now.isValid() && (!runs || now.data(JobList::CanCancelRole).toBool()));
    m_stop->setToolTip(tr("%1 (Del)").arg(m_stop->text()));
    place();
}

void JobPanel::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace) return stopCurrent();
    if (event->key() == Qt::Key_Escape) return leave();
    QFrame::keyPressEvent(event);
}

/// Tab stays in the panel while it is open.
bool JobPanel::focusNextPrevChild(bool) {
    QWidget* next = m_list->hasFocus() && m_stop->isVisible() && m_stop->isEnabled() ? static_cast<QWidget*>(m_stop)
                    : m_list->isVisible()                                            ? m_list
                                                                                     : nullptr;
    if (next) next->setFocus(Qt::TabFocusReason);
    return true;
}

void JobPanel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintBox(painter, rect(), kCardRadius, themed(ColorId::Raised), themed(ColorId::StrongBorder));
}

void JobPanel::showEvent(QShowEvent* event) {
    qApp->installEventFilter(this);
    QFrame::showEvent(event);
}

void JobPanel::hideEvent(QHideEvent* event) {
    qApp->removeEventFilter(this);
    QFrame::hideEvent(event);
}

bool JobPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parent() && event->type() == QEvent::Resize) place();
    if (event->type() == QEvent::MouseButtonPress && watched->isWidgetType()) {
        const auto* widget = static_cast<QWidget*>(watched);
        if (widget != this && !isAncestorOf(widget)) hide();
    }
    return QFrame::eventFilter(watched, event);
}

void JobPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QFrame::changeEvent(event);
}

void JobPanel::retranslate() {
    m_title->setText(tr("Jobs"));
    setAccessibleName(tr("Jobs"));
    m_list->setAccessibleName(tr("Jobs"));
    m_nothing->setText(tr("Nothing is running."));
    m_stop->setAccessibleName(tr("Stop or dismiss the chosen job"));
    refresh();
}

} // namespace td::kit
