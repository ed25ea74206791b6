#pragma once

namespace td::cli {

/// From now on the first SIGINT (Ctrl+C) or SIGTERM is only noted, so that what runs can end between two steps and save. Another
/// one ends the program at once, with 128 + the signal as exit code; files that matter are written aside, so none is left half done.
void noteInterruptions();

/// The signal that was noted; 0: none.
[[nodiscard]] int interruption();

} // namespace td::cli
