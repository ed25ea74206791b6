#pragma once

#include "tests/architecture/include_table.h"
#include "tests/architecture/source_tree.h"

#include <string>
#include <vector>

/// One function a rule; each returns a sentence for every place that breaks it.
namespace td::architecture {

using Breaches = std::vector<std::string>;

/// Includes point where include_table.txt allows; every folder with code has a row.
[[nodiscard]] Breaches upwardIncludes(const SourceTree& tree, const IncludeTable& table);
/// Files do not include each other in a circle.
[[nodiscard]] Breaches circularIncludes(const SourceTree& tree);
/// Qt is seen in views/ (not in *_present), in app/window and in the tests of these alone.
[[nodiscard]] Breaches misplacedQt(const SourceTree& tree);
/// Our own headers are included with their full path from the root, and exist.
[[nodiscard]] Breaches relativeIncludes(const SourceTree& tree);
/// Every .cpp file is named in the CMakeLists.txt of its folder or of one above.
[[nodiscard]] Breaches unlistedSources(const SourceTree& tree);
/// Every CMakeLists.txt opens with a sentence that says what the folder is for.
[[nodiscard]] Breaches silentCMakeLists(const SourceTree& tree);
/// Files are named in snake_case; headers guard themselves with #pragma once.
[[nodiscard]] Breaches oddFiles(const SourceTree& tree);
/// No file names a place of one particular machine.
[[nodiscard]] Breaches machinePaths(const SourceTree& tree);

} // namespace td::architecture
