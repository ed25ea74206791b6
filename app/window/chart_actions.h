#pragma once

#include <functional>
#include <QObject>

namespace td::kit {
class ActionRegistry;
}

namespace td::app {

class RunsPage;

/// Everything the charts of the Runs mode can do, as actions: found by the palette, with keys a person may change.
/// What is about one chart is done to the one that was used last.
///
/// `page` may answer null: then an action does nothing. The actions live as long as `context`.
void addChartActions(kit::ActionRegistry& actions, QObject* context, const std::function<RunsPage*()>& page);

} // namespace td::app
