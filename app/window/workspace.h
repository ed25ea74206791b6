#pragma once

#include "engine/base/result.h"

#include <QJsonObject>
#include <QStringList>

namespace td::app {

/// What a person had open and how it looked: paths, mode, the state of each mode, the window's places.
/// The format is described in docs/formats/workspace.md.
struct Workspace {
    QString name;
    QString mode;
    QStringList paths;
    QJsonObject modes;  ///< by mode id, as Mode::saveState() gave it
    QJsonObject window; ///< geometry and docks
    QJsonObject rest;   ///< keys this version does not know; written back as they were

    bool operator==(const Workspace&) const = default;
};

[[nodiscard]] QByteArray toJson(const Workspace& workspace);
/// Errors: Corrupt (no JSON object, no workspace), Unsupported (a later version), each with "file".
[[nodiscard]] Result<Workspace> workspaceFromJson(const QByteArray& text, const QString& file);

/// Named workspaces in `$XDG_DATA_HOME/tensordesk/workspaces`, one file each.
///
/// Threads: any; files are small and written aside. The window calls save() on a worker.
class WorkspaceFolder {
public:
    explicit WorkspaceFolder(const QString& folder = {});
    [[nodiscard]] QStringList names() const; ///< in the locale's order
    [[nodiscard]] QString fileOf(const QString& name) const;
    [[nodiscard]] Result<void> save(const Workspace& workspace) const;
    [[nodiscard]] Result<Workspace> load(const QString& name) const;
    [[nodiscard]] bool remove(const QString& name) const;

private:
    QString m_folder;
};

} // namespace td::app
