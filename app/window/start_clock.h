#pragma once

#include <QByteArray>

namespace td::app {

/// Seconds since the kernel started this process (from /proc/self/stat, resolution 10 ms): dynamic linking counts too.
[[nodiscard]] double secondsSinceProcessStart();

/// Proportional set size of this process in MB (1e6 bytes), from /proc/self/smaps_rollup; 0 where that is not there.
[[nodiscard]] double proportionalSetMb();

/// The line `--measure-start` prints.
[[nodiscard]] QByteArray startReport(double wallS, double mainS, double pssMb);

} // namespace td::app
