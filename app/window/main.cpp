// `tensordesk-window [PATH…]`: the window program.
#include "app/window/chart_command.h"
#include "app/window/diagnostics.h"
#include "app/window/end_signals.h"
#include "app/window/log_file.h"
#include "app/window/main_window.h"
#include "app/window/measure_live.h"
#include "app/window/measure_open.h"
#include "app/window/screenshots.h"
#include "app/window/start_clock.h"

#include <cstdio>
#include <QApplication>
#include <QElapsedTimer>
#include <QTimer>

namespace {

constexpr const char* kUsage =
    "Usage: tensordesk-window [PATH…]\n"
    "  PATH                       a folder of event logs, or event logs\n"
    "  --screenshots OUT [PATH…]  paint every view into PNG files below OUT, without a display\n"
    "  --chart …                  paint a chart into a file, as 'tensordesk chart' asks\n"
    "  --measure-start            print how long the start took and how much memory it needs, then end\n"
    "  --measure-open PATH        print how soon the curves of PATH are there and how long the window blocked, then "
    "end\n"
    "  --measure-live             write a run, print how soon each of its points is painted, then end\n"
    "  --version, --help          say so and end\n";

/// Ends the program after its first paint and prints what that took.
class FirstPaint : public QObject {
public:
    FirstPaint(QWidget& window, const QElapsedTimer& sinceMain)
        : QObject(&window)
        , m_sinceMain(sinceMain) {
        window.installEventFilter(this);
    }

protected:
    bool eventFilter(QObject*, QEvent* event) override {
        if (event->type() == QEvent::UpdateRequest && !m_seen) {
            m_seen = true;
            // The paint happens in this very event: measure once it is through.
            QTimer::singleShot(0, this, [this] {
                const double mainS = static_cast<double>(m_sinceMain.nsecsElapsed()) * 1e-9;
                const double wallS = td::app::secondsSinceProcessStart();
                std::fputs(td::app::startReport(wallS, mainS, td::app::proportionalSetMb()).constData(), stdout);
                std::fflush(stdout);
                QCoreApplication::quit();
            });
        }
        return false;
    }

private:
    const QElapsedTimer& m_sinceMain;
    bool m_seen = false;
};

struct CommandLine {
    bool measureStart = false, measureOpen = false, measureLive = false;
    bool help = false, version = false, wrong = false;
    QString screenshots;
    int screenshotScale = 0;
    QStringList paths;
};

/// Qt itself would end the program with an abort.
bool canShowWindows() {
    return qEnvironmentVariableIsSet("QT_QPA_PLATFORM") || !qEnvironmentVariableIsEmpty("DISPLAY") ||
           !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
}

CommandLine parse(const QStringList& arguments) {
    CommandLine line;
    bool optionsEnded = false;
    for (qsizetype i = 1; i < arguments.size(); ++i) {
        const QString& word = arguments[i];
        if (optionsEnded || !word.startsWith(QLatin1String("--")))
            line.paths << word;
        else if (word == QLatin1String("--"))
            optionsEnded = true;
        else if (word == QLatin1String("--measure-start"))
            line.measureStart = true;
        else if (word == QLatin1String("--measure-open"))
            line.measureOpen = true;
        else if (word == QLatin1String("--measure-live"))
            line.measureLive = true;
        else if (word == QLatin1String("--help"))
            line.help = true;
        else if (word == QLatin1String("--version"))
            line.version = true;
        else if (word == QLatin1String("--screenshots") && i + 1 < arguments.size())
            line.screenshots = arguments[++i];
        else if (word == QLatin1String("--screenshots-at") && i + 2 < arguments.size()) {
            line.screenshotScale = arguments[i + 1].toInt();
            line.screenshots = arguments[i + 2];
            i += 2;
        } else {
            line.wrong = true;
            std::fprintf(stderr, "tensordesk: there is no option %s.\n", qUtf8Printable(word));
        }
    }
    line.wrong = line.wrong || (line.measureOpen && line.paths.isEmpty());
    return line;
}

int runWindow(const CommandLine& line, const QElapsedTimer& sinceMain) {
    td::app::LogFile::install();
    qInfo("%s starts", qUtf8Printable(td::app::programVersion()));
    td::kit::Settings settings;
    td::app::LanguageSwitch language;
    const bool measures = line.measureOpen || line.measureStart || line.measureLive;
    td::app::MainWindow window(settings, language,
                               {.keepSession = !line.measureOpen && !line.measureLive, .keepPlace = !measures});
    td::app::addAllModes(window);
    if (line.measureStart) new FirstPaint(window, sinceMain);
    if (line.measureOpen) new td::app::MeasureOpen(window);
    if (line.measureLive) new td::app::MeasureLive(window);
    const td::app::EndSignals endSignals;
    window.show();
    if (!line.paths.isEmpty()) window.openPaths(line.paths);
    return QApplication::exec();
}

} // namespace

int main(int argc, char** argv) {
    QElapsedTimer sinceMain;
    sinceMain.start();
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    QCoreApplication::setApplicationName(QStringLiteral("tensordesk"));
    if (arguments.size() > 1 && arguments[1] == QLatin1String("--chart")) {
        const QApplication application(argc, argv);
        return td::app::runChartCommand(arguments.mid(2));
    }
    const CommandLine line = parse(arguments);
    QCoreApplication::setApplicationVersion(QStringLiteral(TD_VERSION));
    if (line.wrong || line.help) {
        std::fputs(kUsage, line.wrong ? stderr : stdout);
        return line.wrong ? 64 : 0;
    }
    if (line.version) {
        std::puts(qUtf8Printable(td::app::programVersion()));
        return 0;
    }
    if (!line.screenshots.isEmpty() && line.screenshotScale == 0) {
        const QCoreApplication application(argc, argv);
        return td::app::runScreenshots(QCoreApplication::applicationFilePath(), line.screenshots, line.paths);
    }
    if (!canShowWindows()) {
        std::fputs("tensordesk: There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window "
                   "can be shown. "
                   "'tensordesk train', 'evaluate', 'predict', 'inspect', 'doctor', 'chart' and 'screenshots' work without "
                   "one.\n",
                   stderr);
        return 2;
    }
    const QApplication application(argc, argv);
    QGuiApplication::setDesktopFileName(QStringLiteral("tensordesk"));
    if (line.screenshotScale > 0) return td::app::takeScreenshots(line.screenshots, line.paths, line.screenshotScale);
    return runWindow(line, sinceMain);
}
