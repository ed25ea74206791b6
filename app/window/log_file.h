#pragma once

#include <QString>
#include <QStringList>

namespace td::app {

/// The program's log: `$XDG_STATE_HOME/tensordesk/log.txt` (or ~/.local/state), rotated at 1 MiB, two older files kept.
/// Everything that qDebug … qCritical say goes there; warnings and worse to standard error too.
///
/// Threads: any.
class LogFile {
public:
    /// Opens the file and takes over Qt's messages. A folder that cannot be written leaves standard error only.
    static void install();
    [[nodiscard]] static QString path();
    /// The last lines, oldest first, for the diagnostics (kept in memory, so nothing is read).
    [[nodiscard]] static QStringList tail();
};

/// `$XDG_STATE_HOME/tensordesk`, not created.
[[nodiscard]] QString stateDirectory();

} // namespace td::app
