#include "app/window/diagnostics.h"

#include "app/window/log_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QGuiApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QScreen>
#include <QSysInfo>
#include <QThread>

namespace td::app {

QString programVersion() {
    return QStringLiteral("Tensordesk %1").arg(QCoreApplication::applicationVersion());
}

QString diagnosticsText() {
    QStringList lines = {
        programVersion(),
        QStringLiteral("Qt %1").arg(QLatin1String(qVersion())),
        QStringLiteral("System: %1, %2, kernel %3")
            .arg(QSysInfo::prettyProductName(), QSysInfo::currentCpuArchitecture(), QSysInfo::kernelVersion()),
        QStringLiteral("Cores: %1").arg(QThread::idealThreadCount()),
        QStringLiteral("Language: %1").arg(QLocale().name()),
        QStringLiteral("Platform: %1").arg(QGuiApplication::platformName())};
    for (const QScreen* screen : QGuiApplication::screens())
        lines << QStringLiteral("Screen: %1×%2 at %3")
                     .arg(screen->size().width())
                     .arg(screen->size().height())
                     .arg(screen->devicePixelRatio());
    lines << QStringLiteral("Log: %1").arg(LogFile::path()) << QString() << LogFile::tail();
    return lines.join(QLatin1Char('\n')).replace(QDir::homePath(), QStringLiteral("~"));
}

} // namespace td::app
