#pragma once

#include "app/window/curve_picture.h"

#include <QHash>
#include <QObject>
#include <QStringList>

namespace td::app {

/// What each recent folder looked like when it was last read: small files below the cache folder, safe to delete, at
/// most 24 of them.
///
/// Threads: GUI thread; files are read and written on workers.
class RecentPictures : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    /// Where the files lie; without a folder, pictures last as long as this object.
    void setFolder(const QString& folder) { m_folder = folder; }

    void keep(const QStringList& paths, CurvePicture picture);
    /// Null while it is not known; changed() follows where a file had it.
    [[nodiscard]] const CurvePicture* of(const QStringList& paths);

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] QString fileOf(const QStringList& paths) const;
    QString m_folder;
    QHash<QStringList, CurvePicture> m_pictures; ///< an empty one: asked for, nothing there yet
};

} // namespace td::app
