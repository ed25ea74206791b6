#include "views/kit/issue_panel.h"

#include "views/kit/elided_label.h"
#include "views/kit/empty_state.h"
#include "views/kit/format.h"
#include "views/kit/issue_list.h"
#include "views/kit/search_field.h"
#include "views/kit/theme.h"

#include <optional>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace td::kit {
namespace {

/// Rows whose any column holds the text and whose severity is at least the chosen one.
class IssueFilter : public QSortFilterProxyModel {
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setRun(std::optional<QString> run) {
        m_run = std::move(run);
        invalidateFilter();
    }
    void setLeast(int severity) {
        m_least = severity;
        invalidateFilter();
    }

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override {
        const QModelIndex index = sourceModel()->index(row, 0, parent);
        if (m_run && index.data(IssueList::RunRole).toString() != *m_run) return false;
        if (index.data(IssueList::SeverityRole).toInt() < m_least) return false;
        return QSortFilterProxyModel::filterAcceptsRow(row, parent);
    }

private:
    int m_least = 0;
    std::optional<QString> m_run;
};

} // namespace

IssuePanel::IssuePanel(IssueList& issues, QWidget* parent)
    : QWidget(parent)
    , m_issues(issues)
    , m_proxy(new IssueFilter(this))
    , m_filter(new SearchField)
    , m_weight(new QComboBox)
    , m_run(new QPushButton)
    , m_copy(new QToolButton)
    , m_count(new QLabel)
    , m_table(new QTreeView)
    , m_text(new QLabel)
    , m_empty(new EmptyState) {
    m_proxy->setSourceModel(&issues);
    m_proxy->setFilterKeyColumn(-1);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    auto* column = new QVBoxLayout(this);
    auto* head = new QHBoxLayout;
    m_filter->setMaximumWidth(320);
    // The other language's words are of other widths. A least width of its own, because Qt keeps the first one it had.
    m_weight->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_weight->setMinimumWidth(80);
    head->addWidget(m_filter, 1);
    head->addWidget(m_weight);
    head->addWidget(m_run);
    m_run->hide();
    m_run->setObjectName(QStringLiteral("issuesOfRun"));
    head->addWidget(m_count);
    head->addStretch(1);
    m_copy->setIcon(Theme::instance().icon(QStringLiteral("copy")));
    m_copy->setAutoRaise(true);
    head->addWidget(m_copy);
    column->addLayout(head);
    m_table->setModel(m_proxy);
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setAllColumnsShowFocus(true);
    m_table->header()->setSectionResizeMode(QHeaderView::Interactive);
    m_table->header()->resizeSection(IssueList::SeverityColumn, 110);
    m_table->header()->resizeSection(IssueList::TitleColumn, 190);
    m_table->header()->resizeSection(IssueList::PlaceColumn, 280);
    column->addWidget(m_table, 1);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_text);
    m_empty->setIcon(QStringLiteral("check"));
    column->addWidget(m_empty, 1);
    connect(m_filter, &SearchField::searchChanged, this, &IssuePanel::setFilter);
    connect(m_weight, &QComboBox::currentIndexChanged, this, [this](int least) {
        static_cast<IssueFilter*>(m_proxy)->setLeast(least);
        refresh();
    });
    connect(m_run, &QPushButton::clicked, this, &IssuePanel::showAllRuns);
    connect(m_copy, &QToolButton::clicked, this, &IssuePanel::copy);
    connect(&issues, &IssueList::changed, this, &IssuePanel::refresh);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] { refresh(); });
    retranslate();
}

int IssuePanel::shownCount() const {
    return m_proxy->rowCount();
}

void IssuePanel::setFilter(const QString& text) {
    m_proxy->setFilterFixedString(text);
    refresh();
}

void IssuePanel::showRun(const QString& run, const QString& label) {
    m_runLabel = label;
    m_filter->setText({});
    m_proxy->setFilterFixedString({});
    m_weight->setCurrentIndex(0);
    static_cast<IssueFilter*>(m_proxy)->setRun(run);
    m_run->show();
    retranslate();
    m_table->setCurrentIndex(m_proxy->index(0, 0));
    m_table->setFocus(Qt::OtherFocusReason);
}

void IssuePanel::showAllRuns() {
    static_cast<IssueFilter*>(m_proxy)->setRun({});
    m_run->hide();
    m_table->setFocus(Qt::OtherFocusReason);
    refresh();
}

QString IssuePanel::chosenText() const {
    return m_table->currentIndex().data(IssueList::WholeTextRole).toString();
}

void IssuePanel::refresh() {
    const bool any = m_issues.rowCount() > 0;
    for (QWidget* part : std::initializer_list<QWidget*>{m_filter, m_weight, m_copy, m_count, m_table})
        part->setVisible(any);
    m_empty->setVisible(!any);
    m_text->setText(chosenText());
    m_text->setVisible(any && !m_text->text().isEmpty());
    m_count->setText(shownCount() == m_issues.rowCount() ? tr("%Ln issue(s)", nullptr, m_issues.rowCount())
                                                         : tr("%1 of %Ln issue(s)", nullptr, m_issues.rowCount())
                                                               .arg(Format::count(static_cast<quint64>(shownCount()))));
}

void IssuePanel::copy() const {
    QStringList lines;
    for (const QModelIndex& row : m_table->selectionModel()->selectedRows()) {
        QStringList cells;
        for (int c = 0; c < IssueList::TextColumn; ++c)
            cells << row.siblingAtColumn(c).data().toString();
        lines << (cells << row.data(IssueList::WholeTextRole).toString()).join(QLatin1Char('\t'));
    }
    QGuiApplication::clipboard()->setText(lines.isEmpty() ? m_issues.asText() : lines.join(QLatin1Char('\n')));
}

void IssuePanel::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) return copy();
    QWidget::keyPressEvent(event);
}

void IssuePanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

void IssuePanel::retranslate() {
    setAccessibleName(tr("Issues"));
    m_filter->setPrompt(tr("Filter issues"));
    const QSignalBlocker quiet(m_weight);
    const int chosen = std::max(0, m_weight->currentIndex());
    m_weight->clear();
    m_weight->addItems({tr("Everything"), tr("Warnings and damage"), tr("Damage only")});
    m_weight->setCurrentIndex(chosen);
    m_weight->setAccessibleName(tr("Least weight shown"));
    m_weight->setToolTip(tr("Least weight shown"));
    m_run->setText(tr("Only %1  ✕", "the issues of a run").arg(elidedName(fontMetrics(), m_runLabel, 200)));
    m_run->setAccessibleName(tr("Only the issues of %1, press to show all").arg(m_runLabel));
    m_run->setToolTip(tr("Show the issues of all runs"));
    m_copy->setToolTip(tr("Copy the chosen issues, or all (Ctrl+C)"));
    m_copy->setAccessibleName(tr("Copy issues"));
    m_table->setAccessibleName(tr("Issues"));
    m_empty->setTitle(tr("No issues"));
    m_empty->setReason(tr("Everything that is open was read without trouble."));
    refresh();
}

} // namespace td::kit
