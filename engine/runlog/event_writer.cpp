#include "engine/runlog/event_writer.h"
