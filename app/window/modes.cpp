// The one list of modes: a new one is one line here.
#include "app/window/home_mode.h"
#include "app/window/main_window.h"
#include "app/window/runs_mode.h"

namespace td::app {

void addAllModes(MainWindow& window) {
    window.addMode(std::make_unique<HomeMode>(window.services()));
    window.addMode(std::make_unique<RunsMode>(window.services()));
}

} // namespace td::app
