#include "views/kit/job_panel.h"

#include "views/kit/job_list.h"
#include "views/kit/style_paint.h"

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

/// Title and facts in two lines, the bar below.
class JobDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {200, 52}; }
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
    : QFrame(parent, Qt::Popup)
    , m_jobs(jobs)
    , m_title(new QLabel)
    , m_list(new QListView)
    , m_nothing(new QLabel)
    , m_stop(new QPushButton) {
    setFrameShape(QFrame::StyledPanel);
    setFixedSize(400, 260);
    auto* column = new QVBoxLayout(this);
    auto* head = new QHBoxLayout;
    m_title->setFont(Theme::font(FontId::Section));
    head->addWidget(m_title, 1);
    head->addWidget(m_stop);
    column->addLayout(head);
    m_list->setModel(&jobs);
    m_list->setItemDelegate(new JobDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    column->addWidget(m_list, 1);
    m_nothing->setAlignment(Qt::AlignCenter);
    column->addWidget(m_nothing, 1);
    connect(&jobs, &JobList::changed, this, &JobPanel::refresh);
    connect(m_stop, &QPushButton::clicked, this, &JobPanel::stopCurrent);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &JobPanel::refresh);
    retranslate();
}

void JobPanel::popupAt(const QPoint& corner) {
    move(corner - QPoint(width(), height()));
    refresh();
    if (!m_list->currentIndex().isValid() && m_jobs.rowCount() > 0) m_list->setCurrentIndex(m_jobs.index(0));
    show();
    m_list->setFocus(Qt::PopupFocusReason);
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
    m_stop->setText(now.isValid() && !runs ? tr("Dismiss") : tr("Stop"));
    m_stop->setEnabled(now.isValid() && (!runs || now.data(JobList::CanCancelRole).toBool()));
    m_stop->setToolTip(tr("%1 (Del)").arg(m_stop->text()));
}

void JobPanel::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace) return stopCurrent();
    QFrame::keyPressEvent(event);
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
