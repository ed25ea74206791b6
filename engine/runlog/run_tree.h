#pragma once

#include "engine/base/api.h"
#include "engine/runlog/run_store.h"
#include "engine/runlog/snapshot.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace td::runlog {

/// An event file is one whose name contains "tfevents" (TensorBoard's rule, which leaves out ".profile-empty").
[[nodiscard]] TD_API bool isEventFileName(std::string_view fileName);
/// What is to be told of something named like an event file: a link that leads nowhere, a pipe, a folder, something that
/// may not be looked at. Nothing for a file, for what is gone meanwhile, and for folders that only hold the word.
[[nodiscard]] std::optional<Issue> oddEventFile(const std::filesystem::path& path);

/// Compares with runs of digits taken as numbers: "run-9" < "run-10". Equal numbers of other lengths fall back to bytes.
[[nodiscard]] TD_API bool naturalLess(std::string_view a, std::string_view b);

struct TreeVisitor {
    std::function<void(const std::filesystem::path& directory)> directory;
    std::function<void(const std::filesystem::path& directory, const std::string& fileName)> eventFile;
    /// A folder that cannot be listed; what is named like an event file and is no file that can be read.
    std::function<void(Issue)> issue;
};

/// Walks a root: the folder itself and everything below it, links followed once; a root that is a file is that file alone.
/// Entries come in natural order within a folder, files before folders.
void walkTree(const std::filesystem::path& root, const TreeVisitor& visitor, const std::stop_token& stop);

/// The name of the run in `directory`: the path below the root with '/', "." for the root; behind `root.name` where it is not empty.
[[nodiscard]] std::string runName(const Root& root, const std::filesystem::path& directory);

} // namespace td::runlog
