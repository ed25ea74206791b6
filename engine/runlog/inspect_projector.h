#pragma once

#include "engine/runlog/message_json.h"
#include "engine/runlog/run_store.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace td::runlog {

/// A `projector_config.pbtxt` below one of some roots.
struct ProjectorEntry {
    std::string name; ///< its path below the root with '/', behind the root's name where there are several
    std::filesystem::path path;
};
[[nodiscard]] std::vector<ProjectorEntry> findProjectorConfigs(std::span<const Root> roots);

/// The configuration as JSON, with facts of the files it names: "tensor_files" (shape and sum of TSV vectors),
/// "metadata_lines", "checkpoint_tensors" (names, shapes, and sums of matrices in TensorFlow's newest checkpoint
/// there). Files that are not there are left out; a configuration that cannot be read gives "unreadable".
[[nodiscard]] Json inspectProjector(const std::filesystem::path& config);

} // namespace td::runlog
