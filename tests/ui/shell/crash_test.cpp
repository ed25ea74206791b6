#include "app/window/main_window.h"
#include "app/window/session.h"
#include "engine/base/file.h"
#include "engine/runlog/event_writer.h"
#include "engine/runlog/run_store.h"
#include "views/kit/settings.h"

#include <csignal>
#include <QtTest>
#include <QtWidgets>
#include <string_view>

using namespace td;
using namespace td::app;

namespace {

QString sessionFile() {
    return qEnvironmentVariable("XDG_STATE_HOME") + QStringLiteral("/tensordesk/session.json");
}

QByteArray contentOf(const QString& file) {
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

constexpr int kSmoothing = 873; // per mille; no default

QSlider* smoothingOf(const MainWindow& window) {
    for (auto* slider : window.findChildren<QSlider*>())
        if (slider->accessibleName() == QStringLiteral("Amount of smoothing")) return slider;
    return nullptr;
}

quint64 pointsIn(const QString& folder) {
    auto store = runlog::RunStore::open({{"", folder.toStdString()}});
    if (!store) return 0;
    (*store)->waitUntilLoaded();
    quint64 points = 0;
    for (const auto& run : (*store)->snapshot()->runs)
        points += run->pointCount();
    return points;
}

} // namespace

/// Kills the real window program while it follows a log that grows.
class CrashTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        for (const char* name : {"XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"})
            qputenv(name, m_home.filePath(QLatin1String(name)).toUtf8());
        auto writer = runlog::EventWriter::create(folder().toStdString());
        QVERIFY(writer);
        m_writer = std::move(*writer);
        addPoints(kFirst);
    }

    /// As another process wrote it: within one, QSettings answers from memory.
    void settingsAreReadBackFromTheFile() {
        const auto languageOf = [&](const char* name, const QByteArray& text) {
            QFile file(m_home.filePath(QLatin1String(name)));
            if (!file.open(QIODevice::WriteOnly) || file.write(text) < 0) return kit::Language::System;
            file.close();
            return kit::Settings(file.fileName()).language();
        };
        QCOMPARE(languageOf("now.ini", "[settings]\nlanguage=zh_CN\n"), kit::Language::Chinese);
        QCOMPARE(languageOf("before.ini", "[%General]\nlanguage=zh_CN\n"), kit::Language::Chinese);
        const QString written = m_home.filePath(QStringLiteral("written.ini"));
        kit::Settings(written).setLanguage(kit::Language::Chinese);
        QCOMPARE(languageOf("again.ini", contentOf(written)), kit::Language::Chinese);
    }

    /// A logout, a closed terminal, Ctrl+C.
    void aWindowThatTheSystemAsksToEndEndsAsByHand() {
        for (const int signal : {SIGTERM, SIGHUP, SIGINT}) {
            QFile::remove(sessionFile());
            QProcess window;
            window.setProcessChannelMode(QProcess::ForwardedErrorChannel);
            window.start(QStringLiteral(TD_BINARY_DIR "/tensordesk-window"), {folder()});
            QVERIFY(window.waitForStarted());
            QTRY_VERIFY_WITH_TIMEOUT(contentOf(sessionFile()).contains(folder().toUtf8()), 30'000);
            QCOMPARE(::kill(static_cast<pid_t>(window.processId()), signal), 0);
            QVERIFY(window.waitForFinished());
            QCOMPARE(window.exitStatus(), QProcess::NormalExit);
            QCOMPARE(window.exitCode(), 0);
            const Session after([] { return Workspace(); }, sessionFile());
            QVERIFY(!after.crashed());
            QVERIFY(after.previous());
        }
    }

    void aKilledWindowIsOfferedBackAndTouchesNoLog() {
        QProcess window;
        window.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        window.start(QStringLiteral(TD_BINARY_DIR "/tensordesk-window"), {folder()});
        QVERIFY(window.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(contentOf(sessionFile()).contains(folder().toUtf8()), 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(!indexes().isEmpty(), 30'000);
        addPoints(kMore);
        const QStringList files = QDir(folder()).entryList(QDir::Files);
        QCOMPARE(files.size(), 1);
        const QByteArray before = contentOf(folder() + QLatin1Char('/') + files[0]);
        QCOMPARE(::kill(static_cast<pid_t>(window.processId()), SIGKILL), 0);
        QVERIFY(window.waitForFinished());
        QCOMPARE(window.exitStatus(), QProcess::CrashExit);

        QCOMPARE(QDir(folder()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), files);
        QCOMPARE(contentOf(folder() + QLatin1Char('/') + files[0]), before);
        QCOMPARE(pointsIn(folder()), quint64(kFirst + kMore)); // through the index it left
    }

    void aViewChangeThatNobodySavedSurvivesTheKill() {
        QProcess victim;
        victim.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        victim.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--victim"), folder()});
        QVERIFY(victim.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(contentOf(sessionFile()).contains("0.873"), 30'000);
        QCOMPARE(::kill(static_cast<pid_t>(victim.processId()), SIGKILL), 0);
        QVERIFY(victim.waitForFinished());
    }

    void theNextStartBringsTheViewBack() {
        kit::Settings settings(m_home.filePath(QStringLiteral("s.ini")));
        settings.setLanguage(kit::Language::English);
        LanguageSwitch language;
        MainWindow window(settings, language);
        addAllModes(window);
        window.show();
        QVERIFY2(window.noticeText().contains(QStringLiteral("did not end properly")), qPrintable(window.noticeText()));
        auto* restore = window.findChild<QPushButton*>(QStringLiteral("noticeAction"));
        QVERIFY(restore);
        restore->click();
        QCOMPARE(window.currentMode(), QStringLiteral("runs"));
        QCOMPARE(window.mode(QStringLiteral("runs"))->openPaths(), QStringList(folder()));
        QSlider* smoothing = smoothingOf(window);
        QVERIFY(smoothing);
        QTRY_COMPARE(smoothing->value(), kSmoothing);
        window.close();
    }

private:
    // Enough that an index is worth keeping.
    static constexpr int kFirst = 20'000, kMore = 500;
    [[nodiscard]] QString folder() const { return m_home.filePath(QStringLiteral("runs")); }
    [[nodiscard]] static QStringList indexes() {
        return QDir(qEnvironmentVariable("XDG_CACHE_HOME") + QStringLiteral("/tensordesk/runlog"))
            .entryList({QStringLiteral("*.tdindex")}, QDir::Files);
    }
    void addPoints(int count) {
        for (const int64_t end = m_step + count; m_step < end; ++m_step)
            m_writer->addScalar("loss", m_step, 1.0f / static_cast<float>(m_step + 1));
        QVERIFY(m_writer->flush());
    }
    QTemporaryDir m_home;
    std::unique_ptr<runlog::EventWriter> m_writer;
    int64_t m_step = 0;
};

/// The window in a process of its own: opens `folder`, moves the smoothing as a person would, and stays.
static int runVictim(QApplication& application, const QString& folder) {
    kit::Settings settings;
    settings.setLanguage(kit::Language::English);
    LanguageSwitch language;
    MainWindow window(settings, language);
    addAllModes(window);
    window.show();
    window.openPaths({folder});
    QTimer::singleShot(300, &window, [&window] {
        if (QSlider* slider = smoothingOf(window)) slider->setValue(kSmoothing);
    });
    return application.exec();
}

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    if (argc == 3 && std::string_view(argv[1]) == "--victim")
        return runVictim(application, QString::fromLocal8Bit(argv[2]));
    CrashTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "crash_test.moc"
