#include "app/window/window_scenes.h"

#include "app/window/main_window.h"
#include "app/window/runs_mode.h"
#include "app/window/runs_scenes.h"
#include "app/window/settings_dialog.h"
#include "views/kit/command_palette.h"
#include "views/kit/issue_panel.h"

#include <memory>
#include <QCoreApplication>
#include <QDialog>
#include <QDir>
#include <QDragEnterEvent>
#include <QFile>
#include <QLineEdit>
#include <QLocale>
#include <QMimeData>
#include <QTemporaryDir>
#include <QTreeView>
#include <QUrl>

namespace td::app {
namespace {

std::function<bool()> trigger(MainWindow& window, const char* id) {
    return [&window, name = QString::fromLatin1(id)] {
        QAction* action = window.registry().action(name);
        if (action) action->trigger();
        return action != nullptr;
    };
}

Scene scene(const char* view, const char* state, std::function<bool()> enter) {
    return {QLatin1String(view), QLatin1String(state), std::move(enter), {}};
}

runlog::Issue issueOf(runlog::IssueCode code, const char* run, uint64_t offset) {
    runlog::Issue issue;
    issue.code = code;
    issue.run = run;
    issue.file = "events.out.tfevents.1700000000.trainer.1.0.v2";
    issue.offset = offset;
    issue.bytesSkipped = 48;
    issue.resumesAt = offset + 48;
    issue.lastStep = 1200;
    return issue;
}

void addJobScenes(std::vector<Scene>& scenes, MainWindow& window) {
    scenes.push_back(scene("jobs", "empty", trigger(window, "view.jobs")));
    scenes.back().isSettled = trigger(window, "view.jobs"); // the window has another size now
    const auto running = std::make_shared<quint64>(0);
    scenes.push_back(scene("jobs", "full", [&window, running, enter = trigger(window, "view.jobs")] {
        kit::JobList& jobs = window.services().jobs;
        *running = jobs.begin({[] { return RunsMode::tr("Reading runs"); }, kit::JobList::Unit::Bytes, [] {}});
        jobs.update(*running, 412'000'000, 664'000'000);
        return enter();
    }));
    scenes.back().isSettled = trigger(window, "view.jobs");
    scenes.push_back(scene("issues", "empty", [&window, running, enter = trigger(window, "view.issues")] {
        kit::JobList& jobs = window.services().jobs;
        jobs.finish(*running);
        jobs.dismissEnded();
        return enter();
    }));
}

void addIssueScene(std::vector<Scene>& scenes, MainWindow& window) {
    scenes.push_back(scene("issues", "full", [&window] {
        using runlog::IssueCode;
        window.services().issues.setIssues(QStringLiteral("scene"),
                                           {issueOf(IssueCode::DataCrc, "cifar10/sgd", 12'582'912),
                                            issueOf(IssueCode::LengthCrc, "cifar10/adam", 4096),
                                            issueOf(IssueCode::MissingFileVersion, "mnist/first", 0)});
        // Below the list the chosen one is told in full.
        if (auto* panel = window.findChild<kit::IssuePanel*>())
            if (auto* table = panel->findChild<QTreeView*>()) table->setCurrentIndex(table->model()->index(0, 0));
        return true;
    }));
}

/// What the notice bar and the drop hint say.
void addNoticeScenes(std::vector<Scene>& scenes, MainWindow& window) {
    scenes.push_back(scene("open", "error", [&window] {
        window.services().issues.setIssues(QStringLiteral("scene"), {});
        window.registry().action(QStringLiteral("view.issues"))->trigger();
        QTemporaryDir folder; // the name decides; what is in the file does not matter
        QFile file(folder.filePath(QStringLiteral("model.onnx")));
        if (!file.open(QIODevice::WriteOnly)) return false;
        window.openPaths({file.fileName()});
        return true;
    }));
    scenes.push_back(scene("missing", "error", [&window] {
        window.openPaths({pictureFolder() + QStringLiteral("/cifar10")});
        return true;
    }));
    scenes.push_back(scene("restore", "full", [&window] {
        window.offerToRestore({});
        return true;
    }));
    scenes.push_back(scene("drop", "full", [&window] {
        window.clearNotices();
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(QDir::tempPath())});
        QDragEnterEvent enter(window.rect().center(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        return QCoreApplication::sendEvent(&window, &enter);
    }));
}

} // namespace

std::vector<Scene> windowScenes(MainWindow& window) {
    std::vector<Scene> scenes;
    scenes.push_back(scene("palette", "full", [&window] {
        window.palettePanel().open();
        return true;
    }));
    scenes.back().isSettled = [&window] { // a person types in the language of the window
        const QString query = QLocale().language() == QLocale::Chinese ? QStringLiteral("打开") : QStringLiteral("op");
        if (window.palettePanel().field()->text() == query) return true;
        window.palettePanel().open(query);
        return false;
    };
    scenes.push_back(scene("palette", "empty", [&window] {
        window.palettePanel().open(QStringLiteral("xyzzy"));
        return true;
    }));
    scenes.push_back(scene("settings", "full", [&window, enter = trigger(window, "view.settings")] {
        window.palettePanel().dismiss();
        return enter();
    }));
    scenes.push_back(scene("keys", "full", trigger(window, "view.keys")));
    scenes.push_back(scene("storage", "full", [&window] {
        auto* dialog = window.findChild<SettingsDialog*>();
        if (dialog) dialog->showPage(SettingsDialog::Page::Storage);
        return dialog != nullptr;
    }));
    scenes.push_back(scene("about", "full", trigger(window, "help.about")));
    scenes.push_back(scene("workspace", "full", trigger(window, "workspace.saveAs")));
    addJobScenes(scenes, window);
    addIssueScene(scenes, window);
    addNoticeScenes(scenes, window);
    return scenes;
}

} // namespace td::app
