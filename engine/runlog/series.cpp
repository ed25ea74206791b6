#include "engine/runlog/series.h"
