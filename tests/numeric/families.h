#pragma once

#include "tests/numeric/fixture.h"

namespace td::fixtures {

void registerCallbackFixtures(Runners& runners);
void registerLayerFixtures(Runners& runners);
void registerModelFixtures(Runners& runners);
void registerLossFixtures(Runners& runners);
void registerMetricFixtures(Runners& runners);
void registerOptimizerFixtures(Runners& runners);
void registerScheduleFixtures(Runners& runners);
void registerPartFixtures(Runners& runners);
void registerUtilityFixtures(Runners& runners);

} // namespace td::fixtures
