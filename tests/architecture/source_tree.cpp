#include "tests/architecture/source_tree.h"

#include <fstream>
#include <sstream>

namespace td::architecture {
namespace {

namespace fs = std::filesystem;

bool isOfProject(const fs::path& relative) {
    const std::string path = relative.generic_string();
    const std::string name = relative.filename().string();
    if (path == "build" || path == "tests/data" || path == "shared") return false;
    return !name.starts_with(".") || name == ".ci" || name == ".clang-format" || name == ".clang-tidy" ||
           name == ".gitignore";
}

std::string readText(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

std::string_view trimmed(std::string_view line) {
    const size_t begin = line.find_first_not_of(" \t");
    return begin == std::string_view::npos ? std::string_view() : line.substr(begin);
}

/// The include of a line, with an empty path where it has none.
Include parseInclude(std::string_view line) {
    line = trimmed(line);
    if (!line.starts_with("#")) return {};
    line = trimmed(line.substr(1));
    if (!line.starts_with("include")) return {};
    line = trimmed(line.substr(7));
    if (line.empty() || (line[0] != '"' && line[0] != '<')) return {};
    const size_t end = line.find(line[0] == '"' ? '"' : '>', 1);
    return {0, std::string(line.substr(1, end == std::string_view::npos ? end : end - 1)), line[0] == '"'};
}

} // namespace

SourceFile makeSourceFile(std::string path, std::string text) {
    SourceFile file{std::move(path), std::move(text), {}};
    if (!file.isCpp()) return file;
    std::istringstream lines(file.text);
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (Include include = parseInclude(line); !include.path.empty()) {
            include.line = number;
            file.includes.push_back(std::move(include));
        }
    }
    return file;
}

SourceTree readSourceTree(const fs::path& root) {
    SourceTree tree;
    for (auto at = fs::recursive_directory_iterator(root); at != fs::recursive_directory_iterator(); ++at) {
        const fs::path relative = at->path().lexically_relative(root);
        if (!isOfProject(relative)) {
            if (at->is_directory()) at.disable_recursion_pending();
            continue;
        }
        if (!at->is_regular_file()) continue;
        std::string text = readText(at->path());
        if (text.find('\0') != std::string::npos) continue;
        const std::string path = relative.generic_string();
        tree.emplace(path, makeSourceFile(path, std::move(text)));
    }
    return tree;
}

} // namespace td::architecture
