#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace td::runlog::test {

/// One event that holds a tensor summary without a description: what a writer must be told to write it again.
struct ForeignEvent {
    std::string record; ///< the whole payload, as its writer laid it out
    double wall = 0;
    int64_t step = 0;
    std::string tag, plugin, pluginContent;
    std::vector<int64_t> shape;
    std::string content;
    std::vector<std::string> strings;
    bool described = false; ///< has a display name, a description or a data class
};

/// The payloads of a file's records; lengths are believed, checksums are not looked at (the readers' own tests do
/// that).
[[nodiscard]] std::vector<std::string> payloadsOf(const std::filesystem::path& file);
[[nodiscard]] ForeignEvent parseEvent(const std::string& payload);
/// Every tensor summary below a folder of tests/data/runs.
[[nodiscard]] std::vector<ForeignEvent> eventsBelow(const std::string& folder);

} // namespace td::runlog::test
