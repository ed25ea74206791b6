#include "views/runs/tags_panel.h"

#include "views/kit/format.h"
#include "views/kit/search_field.h"
#include "views/kit/theme.h"
#include "views/runs/tag_list_model.h"

#include <QClipboard>
#include <QRegularExpression>

namespace td::runs {

using kit::Theme;

TagsPanel::TagsPanel(QWidget* parent)
    : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 8, 12, 8);
    head->setSpacing(8);
    m_title = new QLabel(this);
    m_title->setFont(Theme::font(kit::FontId::BodyStrong));
    m_count = new QLabel(this);
    m_count->setFont(Theme::font(kit::FontId::Small));
    m_count->setForegroundRole(QPalette::PlaceholderText);
    head->addWidget(m_title);
    head->addWidget(m_count);
    head->addStretch();
    layout->addLayout(head);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 0, 12, 8);
    m_filter = new kit::SearchField(kit::SearchField::Kind::Pattern, this);
    m_filter->setPattern(true);
    m_filter->setFixedHeight(28);
    row->addWidget(m_filter);
    layout->addLayout(row);
    setupList();
    connect(m_filter, &kit::SearchField::searchChanged, this, &TagsPanel::applyFilter);
    connect(m_filter, &kit::SearchField::patternChanged, this, &TagsPanel::applyFilter);
    connect(&Theme::instance(), &Theme::changed, m_list->viewport(), qOverload<>(&QWidget::update));
    updateWords();
}

void TagsPanel::setupList() {
    m_model = new TagListModel(this);
    m_list = new QListView(this);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new TagDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->installEventFilter(this);
    layout()->addWidget(m_list);
    connect(m_list, &QListView::customContextMenuRequested, this, &TagsPanel::showContextMenu);
    connect(m_list, &QListView::doubleClicked, this, &TagsPanel::activate);
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex& index) {
        if (index.data(TagListModel::IsGroupRole).toBool()) activate(index);
    });
}

void TagsPanel::updateWords() {
    m_title->setText(tr("Tags"));
    m_filter->setPrompt(tr("Filter tags"));
    m_list->setAccessibleName(tr("Tags"));
    refresh();
}

void TagsPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) updateWords();
    QWidget::changeEvent(event);
}

void TagsPanel::setCatalog(const kit::TagCatalog& catalog) {
    if (m_presenter.update(catalog)) refresh();
}

void TagsPanel::setPins(const std::vector<std::string>& tags) {
    if (m_presenter.pins() == tags) return;
    m_presenter.setPins(tags);
    refresh();
}

void TagsPanel::refresh() {
    m_model->sync(m_presenter);
    m_count->setText(kit::Format::count(m_presenter.tagCount()));
}

QString TagsPanel::filter() const {
    return m_filter->text();
}
void TagsPanel::setFilter(const QString& text) {
    m_filter->setText(text);
    applyFilter();
}

void TagsPanel::applyFilter() {
    const QString text = m_filter->text();
    const QString pattern = m_filter->isPattern() ? text : QRegularExpression::escape(text);
    const bool valid = m_presenter.setFilter(pattern.toStdString());
    m_filter->setProblem(valid ? QString()
                               : tr("This is no valid expression: %1. The last valid one stays in force.")
                                     .arg(QString::fromStdString(m_presenter.filter().error())));
    if (!valid) return;
    refresh();
    Q_EMIT filterChanged(pattern);
}

QStringList TagsPanel::selectedTags() const {
    QStringList tags;
    for (const QModelIndex& index : m_list->selectionModel()->selectedRows())
        if (!index.data(TagListModel::IsGroupRole).toBool()) tags.append(index.data(TagListModel::NameRole).toString());
    return tags;
}

void TagsPanel::activate(const QModelIndex& index) {
    if (!index.isValid()) return;
    const QString name = index.data(TagListModel::NameRole).toString();
    if (!index.data(TagListModel::IsGroupRole).toBool()) {
        Q_EMIT tagActivated(name);
        return;
    }
    m_presenter.setExpanded(name.toStdString(), !index.data(TagListModel::ExpandedRole).toBool());
    refresh();
}

bool TagsPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_list && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (handleKey(key->key(), key->modifiers() & ~Qt::KeypadModifier)) return true;
    }
    return QWidget::eventFilter(watched, event);
}

bool TagsPanel::handleKey(int key, Qt::KeyboardModifiers modifiers) {
    const QModelIndex index = m_list->currentIndex();
    const QString name = index.data(TagListModel::NameRole).toString();
    const bool isGroup = index.data(TagListModel::IsGroupRole).toBool();
    if (modifiers == Qt::ControlModifier && key == Qt::Key_G && !selectedTags().isEmpty()) {
        Q_EMIT combineRequested(selectedTags());
        return true;
    }
    if (modifiers != Qt::NoModifier || !index.isValid()) return false;
    switch (key) {
    case Qt::Key_Left:
    case Qt::Key_Right:
        if (!isGroup) return false;
        m_presenter.setExpanded(name.toStdString(), key == Qt::Key_Right);
        refresh();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        activate(index);
        return true;
    case Qt::Key_P:
        if (isGroup) return false;
        Q_EMIT pinRequested(name, !index.data(TagListModel::PinnedRole).toBool());
        return true;
    default:
        return false;
    }
}

void TagsPanel::showContextMenu(const QPoint& position) {
    const QStringList tags = selectedTags();
    if (tags.isEmpty()) return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QString tag = tags.front();
    const bool pinned = m_list->currentIndex().data(TagListModel::PinnedRole).toBool();
    menu->addAction(tr("Go to its chart"), QKeySequence(Qt::Key_Return), this,
                    [this, tag] { Q_EMIT tagActivated(tag); });
    menu->addAction(pinned ? tr("Unpin") : tr("Pin"), QKeySequence(Qt::Key_P), this, [this, tags, pinned] {
        for (const QString& each : tags)
            Q_EMIT pinRequested(each, !pinned);
    });
    menu->addAction(tr("Chart these tags together"), QKeySequence(Qt::CTRL | Qt::Key_G), this,
                    [this, tags] { Q_EMIT combineRequested(tags); })
        ->setEnabled(tags.size() > 1);
    menu->addAction(Theme::instance().icon(QStringLiteral("copy")), tr("Copy name"), this,
                    [tags] { QGuiApplication::clipboard()->setText(tags.join(QLatin1Char('\n'))); });
    menu->popup(m_list->viewport()->mapToGlobal(position));
}

} // namespace td::runs
