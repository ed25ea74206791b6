#pragma once

#include <QString>

namespace td::app {

/// What a bug report needs: versions, system, screen, the last lines of the log. The home folder is written as "~"; no
/// path that was opened is named.
[[nodiscard]] QString diagnosticsText();

/// "Tensordesk 0.1.0"
[[nodiscard]] QString programVersion();

} // namespace td::app
