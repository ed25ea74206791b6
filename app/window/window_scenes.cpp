#include "app/window/window_scenes.h"

#include "app/window/main_window.h"
#include "app/window/settings_dialog.h"
#include "views/kit/command_palette.h"

#include <QDialog>
#include <QFile>
#include <QTemporaryDir>

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

} // namespace

std::vector<Scene> windowScenes(MainWindow& window) {
    std::vector<Scene> scenes;
    scenes.push_back(scene("palette", "full", [&window] {
        window.palettePanel().open(QStringLiteral("op"));
        return true;
    }));
    scenes.push_back(scene("palette", "empty", [&window] {
        window.palettePanel().open(QStringLiteral("xyzzy"));
        return true;
    }));
    scenes.push_back(scene("settings", "full", [&window, enter = trigger(window, "view.settings")] {
        window.palettePanel().dismiss();
        return enter();
    }));
    scenes.push_back(scene("keys", "full", trigger(window, "view.keys")));
    scenes.push_back(scene("about", "full", trigger(window, "help.about")));
    scenes.push_back(scene("jobs", "empty", trigger(window, "view.jobs")));
    scenes.push_back(scene("issues", "empty", trigger(window, "view.issues")));
    scenes.push_back(scene("open", "error", [&window] {
        window.registry().action(QStringLiteral("view.issues"))->trigger();
        QTemporaryDir folder; // the name decides; what is in the file does not matter
        QFile file(folder.filePath(QStringLiteral("model.onnx")));
        if (!file.open(QIODevice::WriteOnly)) return false;
        window.openPaths({file.fileName()});
        return true;
    }));
    return scenes;
}

} // namespace td::app
