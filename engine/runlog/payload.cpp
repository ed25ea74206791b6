#include "engine/runlog/payload.h"
