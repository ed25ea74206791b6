#pragma once

#include "engine/runlog/wire.h"

#include <string>

namespace td::fuzz {

/// A whole table (leveldb's format, as TensorFlow's checkpoints use it) with `entries` as its only data block and every
/// checksum right, so that a fuzzer need not guess them.
[[nodiscard]] std::string tableOf(runlog::Bytes entries);

} // namespace td::fuzz
