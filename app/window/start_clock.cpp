#include "app/window/start_clock.h"

#include <ctime>
#include <QFile>
#include <QList>
#include <unistd.h>

namespace td::app {

double secondsSinceProcessStart() {
    QFile file(QStringLiteral("/proc/self/stat"));
    if (!file.open(QIODevice::ReadOnly)) return 0;
    // The second field may hold spaces and brackets: count from its end. starttime is field 22.
    const QByteArray text = file.readAll();
    const QList<QByteArray> fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
    if (fields.size() < 20) return 0;
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    const double started = fields[19].toDouble() / static_cast<double>(sysconf(_SC_CLK_TCK));
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9 - started;
}

double proportionalSetMb() {
    QFile file(QStringLiteral("/proc/self/smaps_rollup"));
    if (!file.open(QIODevice::ReadOnly)) return 0;
    for (const QByteArray& line : file.readAll().split('\n'))
        if (line.startsWith("Pss:")) return line.mid(4).simplified().split(' ').value(0).toDouble() * 1024 / 1e6;
    return 0;
}

QByteArray startReport(double wallS, double mainS, double pssMb) {
    return QByteArrayLiteral("{\"kind\": \"start\", \"what\": \"empty window\", \"wall_s\": ") +
           QByteArray::number(wallS, 'f', 3) + ", \"since_main_s\": " + QByteArray::number(mainS, 'f', 3) +
           ", \"pss_mb\": " + QByteArray::number(pssMb, 'f', 1) +
           ", \"from\": \"process start (/proc/self/stat) to the end of the first paint\"}\n";
}

} // namespace td::app
