#include "views/kit/action_registry.h"

#include "views/kit/theme.h"

#include <QSettings>

namespace td::kit {

ActionRegistry::ActionRegistry(QObject* parent)
    : QObject(parent) {}

QAction* ActionRegistry::add(ActionSpec spec) {
    if (QAction* known = action(spec.id)) return known;
    auto* action = new QAction(this);
    action->setObjectName(spec.id);
    action->setCheckable(spec.checkable);
    action->setShortcutContext(Qt::WindowShortcut);
    if (!spec.icon.isEmpty()) action->setIcon(Theme::instance().icon(spec.icon, ColorId::Text));
    const QKeySequence wanted = m_stored.value(spec.id, spec.defaultKey);
    const bool free = wanted.isEmpty() || ownerOf(wanted).isEmpty();
    if (free || m_stored.contains(spec.id)) action->setShortcut(wanted);
    m_entries.push_back({std::move(spec), action});
    refresh(m_entries.back());
    Q_EMIT actionsChanged();
    return action;
}

QAction* ActionRegistry::add(ActionSpec spec, QObject* context, std::function<void()> run) {
    QAction* made = add(std::move(spec));
    connect(made, &QAction::triggered, context, [run = std::move(run)] { run(); });
    return made;
}

void ActionRegistry::remove(const QString& id) {
    const auto it = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& e) { return e.spec.id == id; });
    if (it == m_entries.end()) return;
    it->action->deleteLater();
    m_entries.erase(it);
    Q_EMIT actionsChanged();
}

const ActionRegistry::Entry* ActionRegistry::find(const QString& id) const {
    const auto it = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& e) { return e.spec.id == id; });
    return it == m_entries.end() ? nullptr : &*it;
}

QAction* ActionRegistry::action(const QString& id) const {
    const Entry* entry = find(id);
    return entry ? entry->action : nullptr;
}

const ActionSpec* ActionRegistry::spec(const QString& id) const {
    const Entry* entry = find(id);
    return entry ? &entry->spec : nullptr;
}

QStringList ActionRegistry::ids() const {
    QStringList result;
    for (const Entry& entry : m_entries)
        result << entry.spec.id;
    return result;
}

QStringList ActionRegistry::categories() const {
    QStringList result;
    for (const Entry& entry : m_entries)
        if (const QString name = entry.spec.category(); !result.contains(name)) result << name;
    return result;
}

QKeySequence ActionRegistry::key(const QString& id) const {
    const Entry* entry = find(id);
    return entry ? entry->action->shortcut() : QKeySequence();
}

QString ActionRegistry::ownerOf(const QKeySequence& key) const {
    if (key.isEmpty()) return {};
    for (const Entry& entry : m_entries)
        if (entry.action->shortcut() == key) return entry.spec.id;
    return {};
}

void ActionRegistry::setKey(const QString& id, const QKeySequence& key) {
    const Entry* entry = find(id);
    if (!entry) return;
    if (const QString owner = ownerOf(key); !owner.isEmpty() && owner != id) {
        const Entry* other = find(owner);
        other->action->setShortcut({});
        refresh(*other);
    }
    entry->action->setShortcut(key);
    refresh(*entry);
    Q_EMIT keysChanged();
}

void ActionRegistry::resetKey(const QString& id) {
    if (const ActionSpec* known = spec(id)) setKey(id, known->defaultKey);
}

void ActionRegistry::resetAllKeys() {
    m_stored.clear();
    // Two passes: a default may be taken by another action until that one is reset too.
    for (const Entry& entry : m_entries)
        entry.action->setShortcut({});
    for (const Entry& entry : m_entries) {
        if (ownerOf(entry.spec.defaultKey).isEmpty()) entry.action->setShortcut(entry.spec.defaultKey);
        refresh(entry);
    }
    Q_EMIT keysChanged();
}

void ActionRegistry::load(QSettings& settings) {
    settings.beginGroup(QStringLiteral("keys"));
    for (const QString& id : settings.childKeys()) {
        const QKeySequence key = QKeySequence::fromString(settings.value(id).toString(), QKeySequence::PortableText);
        m_stored.insert(id, key);
        if (find(id)) setKey(id, key);
    }
    settings.endGroup();
}

void ActionRegistry::save(QSettings& settings) const {
    settings.beginGroup(QStringLiteral("keys"));
    for (const Entry& entry : m_entries) {
        const QKeySequence key = entry.action->shortcut();
        if (key == entry.spec.defaultKey)
            settings.remove(entry.spec.id);
        else
            settings.setValue(entry.spec.id, key.toString(QKeySequence::PortableText));
    }
    settings.endGroup();
}

void ActionRegistry::retranslate() {
    for (const Entry& entry : m_entries)
        refresh(entry);
    Q_EMIT actionsChanged();
}

QString ActionRegistry::tooltipFor(const QString& text, const QKeySequence& key) {
    if (key.isEmpty()) return text;
    return tr("%1 (%2)", "tooltip: action, key").arg(text, key.toString(QKeySequence::NativeText));
}

void ActionRegistry::refresh(const Entry& entry) const {
    const QString text = entry.spec.text();
    entry.action->setText(text);
    const QString said = entry.spec.description ? entry.spec.description() : text;
    entry.action->setToolTip(tooltipFor(said, entry.action->shortcut()));
    entry.action->setStatusTip(said);
}

} // namespace td::kit
