#pragma once

#include "app/window/mode.h"

namespace td::app {

class RunsMode;
class RunsPage;

/// States of the Runs mode that need a hand: a tooltip, a range, a damaged log, folders with little in them. The logs
/// they open are written into temporary folders that live as long as the scenes.
[[nodiscard]] std::vector<Scene> runsStateScenes(RunsMode& mode, RunsPage& page);

} // namespace td::app
