#pragma once

#include "app/window/recent_pictures.h"

#include <QAbstractListModel>
#include <QDateTime>
#include <vector>

class QSettings;

namespace td::app {

/// What was opened lately, newest first, at most 12; kept in the settings file.
///
/// Threads: GUI thread. Whether a path still exists is not asked here: a sleeping network drive would stop the window.
class RecentList : public QAbstractListModel {
    Q_OBJECT
public:
    static constexpr int kLimit = 12;
    enum Role { PathRole = Qt::UserRole + 1, FactsRole, WhenRole };
    struct Entry {
        QStringList paths; ///< opened together
        QDateTime when;
        int runs = 0, tags = 0;              ///< as last seen; 0 runs: not read yet
        [[nodiscard]] QString name() const;  ///< the last folder's name
        [[nodiscard]] QString facts() const; ///< "9 runs · 508 tags"; empty where it was not read
    };

    explicit RecentList(QSettings& store, QObject* parent = nullptr);

    void note(const QStringList& paths);
    /// What these paths were found to hold; shown on Home.
    void describe(const QStringList& paths, int runs, int tags);
    [[nodiscard]] RecentPictures& pictures() { return m_pictures; }
    void forget(int row);
    void clear();
    [[nodiscard]] const std::vector<Entry>& entries() const { return m_entries; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

Q_SIGNALS:
    void changed();

private:
    void load();
    void save();
    QSettings& m_store;
    std::vector<Entry> m_entries;
    RecentPictures m_pictures;
};

} // namespace td::app
