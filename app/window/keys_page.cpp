#include "app/window/keys_page.h"

#include "views/kit/action_registry.h"
#include "views/kit/search_field.h"
#include "views/kit/settings.h"

#include <QAccessibleWidget>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTreeView>
#include <QVBoxLayout>

namespace td::app {

/// Qt's own words for a key that is to be pressed and for two that nobody calls so: ours are found first.
[[maybe_unused]] static constexpr const char* kWordsOfQt[] = {
    QT_TRANSLATE_NOOP("QKeySequenceEdit", "Press shortcut"),
    QT_TRANSLATE_NOOP("QShortcut", "Return"),
    QT_TRANSLATE_NOOP("QShortcut", "Enter"),
};

KeysModel::KeysModel(kit::ActionRegistry& actions, QObject* parent)
    : QAbstractTableModel(parent)
    , m_actions(actions) {
    connect(&actions, &kit::ActionRegistry::actionsChanged, this, &KeysModel::reload);
    connect(&actions, &kit::ActionRegistry::keysChanged, this, [this] {
        if (!m_ids.isEmpty()) Q_EMIT dataChanged(index(0, KeyColumn), index(rowCount() - 1, KeyColumn));
    });
    reload();
}

void KeysModel::reload() {
    beginResetModel();
    m_ids = m_actions.ids();
    endResetModel();
}

int KeysModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_ids.size());
}
int KeysModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant KeysModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const QString& id = m_ids[index.row()];
    if (role == IdRole) return id;
    if (role != Qt::DisplayRole) return {};
    const kit::ActionSpec* spec = m_actions.spec(id);
    if (!spec) return {};
    switch (index.column()) {
    case ActionColumn:
        return spec->text();
    case CategoryColumn:
        return spec->category();
    case KeyColumn:
        return m_actions.key(id).toString(QKeySequence::NativeText);
    default:
        return {};
    }
}

QVariant KeysModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
    case ActionColumn:
        return tr("Action");
    case CategoryColumn:
        return tr("Part");
    case KeyColumn:
        return tr("Key");
    default:
        return {};
    }
}

namespace {

/// Qt gives the field for a key no role: to a screen reader it is a text field that holds the key.
class AccessibleKeyField : public QAccessibleWidget {
public:
    explicit AccessibleKeyField(QKeySequenceEdit* field)
        : QAccessibleWidget(field, QAccessible::EditableText) {}
    [[nodiscard]] QString text(QAccessible::Text kind) const override {
        if (kind != QAccessible::Value) return QAccessibleWidget::text(kind);
        return static_cast<QKeySequenceEdit*>(widget())->keySequence().toString(QKeySequence::NativeText);
    }
};

QAccessibleInterface* makeInterface(const QString&, QObject* object) {
    auto* field = qobject_cast<QKeySequenceEdit*>(object);
    return field ? new AccessibleKeyField(field) : nullptr;
}

void installAccessibility() {
    static const bool once = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    Q_UNUSED(once)
}

} // namespace

KeysPage::KeysPage(kit::ActionRegistry& actions, kit::Settings& settings, QWidget* parent)
    : QWidget(parent)
    , m_actions(actions)
    , m_settings(settings)
    , m_model(new KeysModel(actions, this))
    , m_proxy(new QSortFilterProxyModel(this))
    , m_filter(new kit::SearchField)
    , m_table(new QTreeView)
    , m_label(new QLabel)
    , m_edit(new QKeySequenceEdit)
    , m_clear(new QPushButton)
    , m_reset(new QPushButton)
    , m_conflict(new QLabel) {
    installAccessibility();
    m_proxy->setSourceModel(m_model);
    m_proxy->setFilterKeyColumn(-1);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_filter);
    m_table->setModel(m_proxy);
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    // Told before sorting begins, or each part's actions stand in the order that a first sort by name, downward, left.
    m_table->header()->setSortIndicator(KeysModel::CategoryColumn, Qt::AscendingOrder);
    m_table->setSortingEnabled(true);
    m_table->header()->setStretchLastSection(false);
    m_table->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->header()->setSectionResizeMode(KeysModel::ActionColumn, QHeaderView::Stretch);
    column->addWidget(m_table, 1);
    auto* row = new QHBoxLayout;
    row->addWidget(m_label);
    row->addWidget(m_edit, 1);
    row->addWidget(m_clear);
    row->addWidget(m_reset);
    column->addLayout(row);
    m_conflict->setWordWrap(true);
    column->addWidget(m_conflict);
    connect(m_filter, &kit::SearchField::searchChanged, m_proxy, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        m_conflict->clear();
        refresh();
    });
    connect(m_edit, &QKeySequenceEdit::editingFinished, this, &KeysPage::apply);
    connect(m_clear, &QPushButton::clicked, this, [this] {
        m_edit->clear();
        apply();
    });
    connect(m_reset, &QPushButton::clicked, this, [this] { m_actions.resetKey(chosenId()); });
    connect(&actions, &kit::ActionRegistry::keysChanged, this, [this] {
        m_actions.save(m_settings.store());
        refresh();
    });
    retranslate();
}

QString KeysPage::chosenId() const {
    return m_table->currentIndex().data(KeysModel::IdRole).toString();
}

void KeysPage::apply() {
    const QString id = chosenId();
    if (id.isEmpty() || m_actions.key(id) == m_edit->keySequence()) return;
    const QString owner = m_actions.ownerOf(m_edit->keySequence());
    m_conflict->setText(owner.isEmpty() ? QString()
                                        : tr("“%1” had this key and has none now.").arg(m_actions.spec(owner)->text()));
    m_actions.setKey(id, m_edit->keySequence());
}

void KeysPage::refresh() {
    const QString id = chosenId();
    const bool any = !id.isEmpty();
    for (QWidget* part : std::initializer_list<QWidget*>{m_edit, m_clear, m_reset})
        part->setEnabled(any);
    m_edit->setKeySequence(any ? m_actions.key(id) : QKeySequence());
    m_label->setText(any ? tr("Key of “%1”").arg(m_actions.spec(id)->text()) : tr("Choose an action"));
}

void KeysPage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

void KeysPage::retranslate() {
    m_filter->setPrompt(tr("Find an action or a key"));
    m_table->setAccessibleName(tr("Actions and their keys"));
    m_edit->setAccessibleName(tr("New key"));
    m_edit->setToolTip(tr("Press the new key"));
    if (auto* inner = m_edit->findChild<QWidget*>()) inner->setAccessibleName(tr("New key"));
    m_clear->setText(tr("Clear"));
    m_clear->setToolTip(tr("This action gets no key"));
    m_reset->setText(tr("Default"));
    m_reset->setToolTip(tr("Back to the key this action came with"));
    for (QPushButton* button : {m_clear, m_reset})
        button->setAccessibleName(button->toolTip());
    refresh();
}

} // namespace td::app
