#pragma once

#include <QString>
#include <QStringList>

namespace td::app {

/// `--screenshots OUT [PATH…]`: every scene of every mode and of the window itself, in both themes and languages, at
/// 1440×900 (scale 1 and 2) and 1024×700, into `<mode>-<view>-<state>-<theme>-<lang>-<W>x<H>@<scale>.png` plus
/// index.json. Without paths the samples are shown.
///
/// A scale factor holds for a process, so each scale runs in a child of its own. Returns the exit code: 0 all written,
/// 1 some scene could not be shown, 2 the folder cannot be written.
int runScreenshots(const QString& program, const QString& folder, const QStringList& paths);

/// The child's part: all scenes at one scale.
int takeScreenshots(const QString& folder, const QStringList& paths, int scale);

} // namespace td::app
