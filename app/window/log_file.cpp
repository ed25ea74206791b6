#include "app/window/log_file.h"

#include <cstdio>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QMutex>

namespace td::app {
namespace {

constexpr qint64 kLimitBytes = 1 << 20;
constexpr int kTailLines = 200;

/// Lives as long as the process: messages may come from destructors of statics.
struct State {
    QMutex mutex;
    QFile file;
    QStringList tail;
    QtMessageHandler before = nullptr;
};
State& state() {
    static auto* kept = new State;
    return *kept;
}

const char* word(QtMsgType type) {
    switch (type) {
    case QtDebugMsg:
        return "debug";
    case QtInfoMsg:
        return "info";
    case QtWarningMsg:
        return "warning";
    case QtCriticalMsg:
        return "critical";
    case QtFatalMsg:
        return "fatal";
    }
    return "?";
}

void rotate(QFile& file) {
    const QString name = file.fileName();
    file.close();
    QFile::remove(name + QStringLiteral(".2"));
    QFile::rename(name + QStringLiteral(".1"), name + QStringLiteral(".2"));
    QFile::rename(name, name + QStringLiteral(".1"));
    (void)file.open(QIODevice::WriteOnly | QIODevice::Append);
}

void write(QtMsgType type, const QMessageLogContext& context, const QString& message) {
    State& log = state();
    const QString line =
        QStringLiteral("%1 %2 %3")
            .arg(QDateTime::currentDateTime().toString(Qt::ISODateWithMs), QLatin1String(word(type)), message);
    {
        const QMutexLocker lock(&log.mutex);
        log.tail << line;
        if (log.tail.size() > kTailLines) log.tail.removeFirst();
        if (log.file.isOpen()) {
            log.file.write(line.toUtf8() + '\n');
            log.file.flush();
            if (log.file.size() > kLimitBytes) rotate(log.file);
        }
    }
    if (type != QtDebugMsg && type != QtInfoMsg && log.before) log.before(type, context, message);
}

} // namespace

QString stateDirectory() {
    const QString base = qEnvironmentVariable("XDG_STATE_HOME");
    return (base.isEmpty() ? QDir::homePath() + QStringLiteral("/.local/state") : base) + QStringLiteral("/tensordesk");
}

void LogFile::install() {
    QDir().mkpath(stateDirectory());
    State& log = state();
    log.file.setFileName(path());
    (void)log.file.open(QIODevice::WriteOnly | QIODevice::Append);
    log.before = qInstallMessageHandler(write);
}

QString LogFile::path() {
    return stateDirectory() + QStringLiteral("/log.txt");
}

QStringList LogFile::tail() {
    State& log = state();
    const QMutexLocker lock(&log.mutex);
    return log.tail;
}

} // namespace td::app
