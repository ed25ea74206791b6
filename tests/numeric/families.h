#pragma once

#include "tests/numeric/fixture.h"

namespace td::fixtures {

void registerLayerFixtures(Runners& runners);
void registerPartFixtures(Runners& runners);

} // namespace td::fixtures
