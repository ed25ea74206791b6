#pragma once

#include "app/window/mode.h"

namespace td::app {

class RunsMode;
class RunsPage;

/// States of the Runs mode that need a hand: a tooltip, a range, a damaged log, folders with little in them. The logs
/// they open are written into temporary folders that live as long as the scenes.
[[nodiscard]] std::vector<Scene> runsStateScenes(RunsMode& mode, RunsPage& page);

/// A folder that is gone, and one that may not be read: real ones below pictureFolder().
[[nodiscard]] std::vector<Scene> runsErrorScenes(RunsMode& mode, RunsPage& page);

/// Where pictures of errors point: a real place under a name that says what it is, the same in every picture.
[[nodiscard]] QString pictureFolder();

} // namespace td::app
