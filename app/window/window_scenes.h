#pragma once

#include "app/window/mode.h"

namespace td::app {

class MainWindow;

/// The designed states of the window itself: palette, settings, about, issues, jobs, a drop of something that is not
/// read yet.
[[nodiscard]] std::vector<Scene> windowScenes(MainWindow& window);

} // namespace td::app
