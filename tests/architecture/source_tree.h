#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace td::architecture {

/// One `#include` line.
struct Include {
    int line = 0;
    std::string path; ///< without its quotes or brackets
    bool quoted = false;
};

struct SourceFile {
    std::string path; ///< from the root, with '/'
    std::string text;
    std::vector<Include> includes; ///< of C++ files

    [[nodiscard]] std::string folder() const {
        return path.substr(0, path.find_last_of('/') + 1 ? path.find_last_of('/') : 0);
    }
    [[nodiscard]] std::string name() const { return path.substr(path.find_last_of('/') + 1); }
    [[nodiscard]] bool isCpp() const { return path.ends_with(".cpp") || path.ends_with(".h"); }
};

/// The text files of a project by path: not build/, not hidden folders but .ci, not tests/data, not what holds a zero
/// byte.
using SourceTree = std::map<std::string, SourceFile>;

[[nodiscard]] SourceTree readSourceTree(const std::filesystem::path& root);
[[nodiscard]] SourceFile makeSourceFile(std::string path, std::string text);

} // namespace td::architecture
