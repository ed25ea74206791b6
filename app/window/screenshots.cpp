#include "app/window/screenshots.h"

#include "app/window/home_page.h"
#include "app/window/main_window.h"
#include "app/window/sample_runs.h"
#include "app/window/window_scenes.h"
#include "views/kit/job_panel.h"

#include <array>
#include <cstdio>
#include <QApplication>
#include <QCursor>
#include <QDialog>
#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QPainter>
#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>

namespace td::app {
namespace {

struct Size {
    int width, height, scale;
};
constexpr std::array kSizes = {Size{1440, 900, 1}, Size{1440, 900, 2}, Size{1024, 700, 1}};
constexpr int kSettleMs = 20000;

struct Look {
    kit::ThemeMode theme;
    kit::Language language;
    [[nodiscard]] QString themeName() const {
        return theme == kit::ThemeMode::Dark ? QStringLiteral("dark") : QStringLiteral("light");
    }
    [[nodiscard]] QString languageName() const {
        return language == kit::Language::Chinese ? QStringLiteral("zh_CN") : QStringLiteral("en");
    }
};

/// Runs the event loop until `done` or the time is over.
bool settle(const std::function<bool()>& done) {
    QElapsedTimer age;
    age.start();
    // At least a few turns, so that layouts and posted repaints are through.
    for (int turn = 0; turn < 4 || (done && !done()); ++turn) {
        if (age.elapsed() > kSettleMs) return false;
        QEventLoop loop;
        QTimer::singleShot(20, &loop, &QEventLoop::quit);
        loop.exec();
    }
    return true;
}

bool belongsTo(const QWidget& window, const QWidget* top) {
    while (top && top != &window)
        top = top->parentWidget(); // isAncestorOf() stops at windows
    return top == &window;
}

/// Without a screen Qt says with each window that nobody asks for size hints: that tells a person nothing.
void dropNoise(QtMsgType type, const QMessageLogContext& context, const QString& message) {
    if (message.startsWith(QLatin1String("This plugin does not support"))) return;
    std::fprintf(stderr, "%s\n", qUtf8Printable(qFormatLogMessage(type, context, message)));
}

constexpr int kTitleBar = 32;

/// What a window manager would draw above a dialog; without a display there is none.
void paintTitleBar(QPainter& painter, const QRect& bar, const QString& title) {
    const kit::Theme& theme = kit::Theme::instance();
    painter.fillRect(bar, theme.color(kit::ColorId::Border));
    painter.setFont(kit::Theme::font(kit::FontId::BodyStrong));
    painter.setPen(theme.color(kit::ColorId::Text));
    const QRect room = bar.adjusted(12, 0, -44, 0);
    painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(title, Qt::ElideRight, room.width()));
    theme.icon(QStringLiteral("close"), kit::ColorId::Text)
        .paint(&painter, QRect(bar.right() - 28, bar.center().y() - 8, 16, 16));
}

/// The window with its dialogs and popups where they stand.
QImage picture(MainWindow& window) {
    QImage image = window.grab().toImage();
    QPainter painter(&image);
    for (QWidget* top : QApplication::topLevelWidgets()) {
        if (top == &window || !top->isVisible() || !belongsTo(window, top)) continue;
        const bool isDialog = qobject_cast<QDialog*>(top) != nullptr, isWindow = top->windowType() == Qt::Window;
        const QPoint at = isDialog ? window.rect().center() - top->rect().center() : window.mapFromGlobal(top->pos());
        const int bar = isDialog || isWindow ? kTitleBar : 0;
        painter.fillRect(QRect(at, top->size()).adjusted(-1, -1 - bar, 1, 1),
                         kit::Theme::instance().color(kit::ColorId::StrongBorder));
        if (bar > 0) paintTitleBar(painter, {at.x(), at.y() - bar, top->width(), bar}, top->windowTitle());
        painter.drawPixmap(at, top->grab());
    }
    return image;
}

void closeDialogs(const MainWindow& window) {
    for (QWidget* top : QApplication::topLevelWidgets())
        if (top != &window && belongsTo(window, top)) top->close();
    for (auto* panel : window.findChildren<kit::JobPanel*>())
        panel->hide();
}

/// Takes one scene in every look and size of this scale; appends to `index`.
class Photographer {
public:
    Photographer(QString folder, int scale, kit::Settings& settings)
        : m_folder(std::move(folder))
        , m_scale(scale)
        , m_settings(settings) {}

    bool take(MainWindow& window, const QString& mode, const Scene& scene) {
        if (!scene.enter()) { // not every log has every state
            if (!m_missing.contains(scene.view)) m_missing << scene.view;
            return true;
        }
        m_missing.removeAll(scene.view);
        bool fine = true;
        for (const kit::ThemeMode theme : {kit::ThemeMode::Light, kit::ThemeMode::Dark})
            for (const kit::Language language : {kit::Language::English, kit::Language::Chinese}) {
                m_settings.setTheme(theme);
                m_settings.setLanguage(language);
                for (const Size& size : kSizes)
                    if (size.scale == m_scale) fine = write(window, mode, scene, {theme, language}, size) && fine;
            }
        closeDialogs(window);
        return fine;
    }

    [[nodiscard]] const QJsonArray& index() const { return m_index; }
    /// Views of which there is no picture at all.
    [[nodiscard]] const QStringList& missing() const { return m_missing; }

private:
    bool write(MainWindow& window, const QString& mode, const Scene& scene, const Look& look, const Size& size) {
        window.resize(size.width, size.height);
        const bool settled = settle(scene.isSettled);
        const QString name = QStringLiteral("%1-%2-%3-%4-%5-%6x%7@%8.png")
                                 .arg(mode, scene.view, scene.state, look.themeName(), look.languageName())
                                 .arg(size.width)
                                 .arg(size.height)
                                 .arg(size.scale);
        if (!picture(window).save(m_folder + QLatin1Char('/') + name)) return false;
        m_index << QJsonObject{{QStringLiteral("file"), name},
                               {QStringLiteral("mode"), mode},
                               {QStringLiteral("view"), scene.view},
                               {QStringLiteral("state"), scene.state},
                               {QStringLiteral("theme"), look.themeName()},
                               {QStringLiteral("language"), look.languageName()},
                               {QStringLiteral("width"), size.width},
                               {QStringLiteral("height"), size.height},
                               {QStringLiteral("scale"), size.scale},
                               {QStringLiteral("settled"), settled}};
        return settled;
    }

    QString m_folder;
    int m_scale;
    kit::Settings& m_settings;
    QJsonArray m_index;
    QStringList m_missing;
};

QString partName(int scale) {
    return QStringLiteral("index-%1.part.json").arg(scale);
}

bool writeJson(const QString& file, const QJsonArray& index) {
    QFile out(file);
    return out.open(QIODevice::WriteOnly) && out.write(QJsonDocument(index).toJson()) > 0;
}

} // namespace

int takeScreenshots(const QString& folder, const QStringList& paths, int scale) {
    qInstallMessageHandler(dropNoise);
    QTemporaryDir scratch;
    kit::Settings settings(scratch.filePath(QStringLiteral("settings.ini")));
    settings.setTheme(kit::ThemeMode::Light);
    settings.setLanguage(kit::Language::English);
    LanguageSwitch language;
    MainWindow window(settings, language, {.keepSession = false, .keepPlace = false});
    addAllModes(window);
    QStringList shown = paths;
    if (shown.isEmpty() && !findSamples().isEmpty()) shown << findSamples().constFirst().path;
    QCursor::setPos(4 * kSizes[0].width, 4 * kSizes[0].height); // it points at nothing
    window.show();
    settle([home = window.findChild<HomePage*>()] { return !home || home->isSettled(); });

    Photographer photographer(folder, scale, settings);
    bool fine = true;
    for (const Scene& scene : windowScenes(window))
        fine = photographer.take(window, QStringLiteral("window"), scene) && fine;
    window.clearNotices();
    for (const auto& mode : window.modes()) {
        window.showMode(mode->id());
        for (const Scene& scene : mode->firstScenes())
            fine = photographer.take(window, mode->id(), scene) && fine;
        if (mode->canOpen(shown)) window.openPaths(shown);
        window.showMode(mode->id());
        for (const Scene& scene : mode->scenes())
            fine = photographer.take(window, mode->id(), scene) && fine;
    }
    if (const QStringList& missing = photographer.missing(); !missing.isEmpty() && scale == kSizes[0].scale)
        std::fprintf(stderr, "No picture of: %s. These logs hold nothing to show there.\n",
                     qUtf8Printable(missing.join(QStringLiteral(", "))));
    if (!writeJson(QDir(folder).filePath(partName(scale)), photographer.index())) return 2;
    return fine ? 0 : 1;
}

int runScreenshots(const QString& program, const QString& folder, const QStringList& paths) {
    if (!QDir().mkpath(folder)) {
        std::fprintf(stderr, "cannot make the folder %s\n", qUtf8Printable(folder));
        return 2;
    }
    int worst = 0;
    QJsonArray index;
    for (const int scale : {1, 2}) {
        QProcess child;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        environment.insert(QStringLiteral("QT_SCALE_FACTOR"), QString::number(scale));
        child.setProcessEnvironment(environment);
        child.setProcessChannelMode(QProcess::ForwardedChannels);
        child.start(program, QStringList{QStringLiteral("--screenshots-at"), QString::number(scale), folder} + paths);
        child.waitForFinished(-1);
        worst = std::max(worst, child.exitStatus() == QProcess::NormalExit ? child.exitCode() : 1);
        QFile part(QDir(folder).filePath(partName(scale)));
        if (!part.open(QIODevice::ReadOnly)) return 2;
        for (const QJsonValue& entry : QJsonDocument::fromJson(part.readAll()).array())
            index << entry;
        part.remove();
    }
    if (!writeJson(QDir(folder).filePath(QStringLiteral("index.json")), index)) return 2;
    std::printf("%lld pictures in %s\n", static_cast<long long>(index.size()), qUtf8Printable(folder));
    return worst;
}

} // namespace td::app
