#pragma once

#include <QStringList>

namespace td::app {

/// What `tensordesk chart` asks of the window program: the lines of some tags painted into one picture file, offscreen.
///
/// Words: --out FILE.{svg,pdf,png} --tag TAG… [--run RE2] [--size WxH] [--smoothing WEIGHT] [--x step|relative|wall] [--log-y] -- PATH…
/// Colours and names are those that the window gave these runs. Returns the exit code: 0, 1 with issues, 2 unusable input, 64 wrong usage.
[[nodiscard]] int runChartCommand(const QStringList& words);

} // namespace td::app
