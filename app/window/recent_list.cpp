#include "app/window/recent_list.h"

#include "views/kit/format.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>

namespace td::app {

QString RecentList::Entry::name() const {
    if (paths.isEmpty()) return {};
    const QString last = QDir(paths.first()).dirName();
    const QString first = last.isEmpty() || last == QLatin1String(".") ? paths.first() : last;
    return paths.size() == 1
               ? first
               : RecentList::tr("%1 and %Ln more", nullptr, static_cast<int>(paths.size()) - 1).arg(first);
}

QString RecentList::Entry::facts() const {
    if (runs == 0) return {};
    return RecentList::tr("%1 · %2", "runs, tags")
        .arg(RecentList::tr("%Ln run(s)", nullptr, runs), RecentList::tr("%Ln tag(s)", nullptr, tags));
}

RecentList::RecentList(QSettings& store, QObject* parent)
    : QAbstractListModel(parent)
    , m_store(store) {
    load();
    connect(&m_pictures, &RecentPictures::changed, this, [this] {
        if (!m_entries.empty()) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    });
}

void RecentList::load() {
    const int n = std::min(m_store.beginReadArray(QStringLiteral("recent")), kLimit);
    for (int i = 0; i < n; ++i) {
        m_store.setArrayIndex(i);
        Entry entry{m_store.value(QStringLiteral("paths")).toStringList(),
                    QDateTime::fromString(m_store.value(QStringLiteral("when")).toString(), Qt::ISODate),
                    std::max(0, m_store.value(QStringLiteral("runs")).toInt()),
                    std::max(0, m_store.value(QStringLiteral("tags")).toInt())};
        if (!entry.paths.isEmpty()) m_entries.push_back(std::move(entry));
    }
    m_store.endArray();
}

void RecentList::save() {
    m_store.remove(QStringLiteral("recent"));
    m_store.beginWriteArray(QStringLiteral("recent"), static_cast<int>(m_entries.size()));
    for (size_t i = 0; i < m_entries.size(); ++i) {
        m_store.setArrayIndex(static_cast<int>(i));
        m_store.setValue(QStringLiteral("paths"), m_entries[i].paths);
        m_store.setValue(QStringLiteral("runs"), m_entries[i].runs);
        m_store.setValue(QStringLiteral("tags"), m_entries[i].tags);
        m_store.setValue(QStringLiteral("when"), m_entries[i].when.toString(Qt::ISODate));
    }
    m_store.endArray();
    Q_EMIT changed();
}

void RecentList::note(const QStringList& paths) {
    if (paths.isEmpty()) return;
    beginResetModel();
    Entry entry{paths, QDateTime::currentDateTime(), 0, 0};
    std::erase_if(m_entries, [&](const Entry& known) {
        if (known.paths != paths) return false;
        entry.runs = known.runs;
        entry.tags = known.tags;
        return true;
    });
    m_entries.insert(m_entries.begin(), std::move(entry));
    if (m_entries.size() > kLimit) m_entries.resize(kLimit);
    endResetModel();
    save();
}

void RecentList::describe(const QStringList& paths, int runs, int tags) {
    for (size_t i = 0; i < m_entries.size(); ++i) {
        Entry& entry = m_entries[i];
        if (entry.paths != paths || (entry.runs == runs && entry.tags == tags)) continue;
        entry.runs = runs;
        entry.tags = tags;
        Q_EMIT dataChanged(index(static_cast<int>(i)), index(static_cast<int>(i)));
        save();
    }
}

void RecentList::forget(int row) {
    if (row < 0 || row >= rowCount()) return;
    beginRemoveRows({}, row, row);
    m_entries.erase(m_entries.begin() + row);
    endRemoveRows();
    save();
}

void RecentList::clear() {
    beginResetModel();
    m_entries.clear();
    endResetModel();
    save();
}

int RecentList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant RecentList::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Entry& entry = m_entries[static_cast<size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return entry.name();
    case Qt::ToolTipRole:
        return entry.paths.join(QLatin1Char('\n'));
    case Qt::AccessibleTextRole:
        return tr("%1, %2, opened %3").arg(entry.name(), entry.facts(), kit::Format::when(entry.when));
    case PathRole:
        return entry.paths;
    case FactsRole:
        return entry.facts();
    case WhenRole:
        return kit::Format::when(entry.when);
    default:
        return {};
    }
}

} // namespace td::app
