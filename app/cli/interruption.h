#pragma once

#include "engine/train/control.h"

namespace td::cli {

/// From now on the first SIGINT (Ctrl+C) or SIGTERM is only noted and, while this is there, stops the training, even within a
/// step, so that it can save. Another one ends the program at once, with 128 + the signal as exit code; files that matter are
/// written aside, so none is left half done.
class Interruptions {
public:
    explicit Interruptions(train::Control& training);
    ~Interruptions();
    Interruptions(const Interruptions&) = delete;
    Interruptions& operator=(const Interruptions&) = delete;
};

/// The signal that was noted; 0: none.
[[nodiscard]] int interruption();

} // namespace td::cli
