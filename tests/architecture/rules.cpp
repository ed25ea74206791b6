#include "tests/architecture/rules.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <functional>
#include <set>

namespace td::architecture {
namespace {

constexpr std::array<std::string_view, 5> kCodeFolders{"engine/", "profiler/", "plugins/", "views/", "app/"};

bool startsWithAny(std::string_view path, const auto& prefixes) {
    return std::any_of(prefixes.begin(), prefixes.end(), [&](std::string_view p) { return path.starts_with(p); });
}

bool isProductCode(const SourceFile& file) {
    return file.isCpp() && startsWithAny(file.path, kCodeFolders);
}

bool isOurs(const std::string& include) {
    return startsWithAny(include, kCodeFolders) || include.starts_with("tests/");
}

std::string place(const SourceFile& file, const Include& include) {
    return file.path + ":" + std::to_string(include.line);
}

std::string folderOf(const std::string& path) {
    const size_t slash = path.find_last_of('/');
    return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

bool isQt(const Include& include) {
    const std::string& path = include.path;
    const bool named = path.size() > 1 && path[0] == 'Q' && std::isupper(static_cast<unsigned char>(path[1]));
    return !include.quoted && (named || path.starts_with("Qt"));
}

bool mayUseQt(const std::string& folder) {
    const std::string view = folder.starts_with("views/") ? folder.substr(0, folder.find('/', 6)) : std::string();
    if (!view.empty()) return !view.ends_with("_present");
    return folder.starts_with("app/window") || folder.starts_with("tests/ui") || folder.starts_with("tests/bench") ||
           folder.starts_with("tests/support");
}

bool isSnakeCase(std::string_view name) {
    return std::all_of(name.begin(), name.end(),
                       [](unsigned char c) { return std::islower(c) || std::isdigit(c) || c == '_' || c == '.'; });
}

/// Whether `name` stands in `text` as a word of its own.
bool mentions(const std::string& text, const std::string& name) {
    for (size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
        const char before = at == 0 ? ' ' : text[at - 1];
        const char after = at + name.size() < text.size() ? text[at + name.size()] : ' ';
        const bool startsWord =
            std::isspace(static_cast<unsigned char>(before)) || before == '/' || before == '(' || before == '"';
        const bool endsWord = std::isspace(static_cast<unsigned char>(after)) || after == ')' || after == '"';
        if (startsWord && endsWord) return true;
    }
    return false;
}

bool isListed(const SourceTree& tree, const SourceFile& file) {
    for (std::string folder = file.folder(); !folder.empty(); folder = folderOf(folder))
        if (const auto list = tree.find(folder + "/CMakeLists.txt");
            list != tree.end() && mentions(list->second.text, file.name()))
            return true;
    return false;
}

} // namespace

Breaches upwardIncludes(const SourceTree& tree, const IncludeTable& table) {
    Breaches out = table.problems();
    for (const auto& [path, file] : tree) {
        if (!isProductCode(file)) continue;
        if (table.rowOf(file.folder()).empty())
            out.push_back(path + " is in a folder without a row in include_table.txt");
        for (const auto& include : file.includes)
            if (include.quoted && isOurs(include.path) && !table.allows(file.folder(), folderOf(include.path)))
                out.push_back(place(file, include) + " may not include " + include.path);
    }
    return out;
}

Breaches circularIncludes(const SourceTree& tree) {
    Breaches out;
    std::set<std::string> done;
    std::vector<std::string> open;
    const std::function<void(const std::string&)> visit = [&](const std::string& path) {
        if (const auto at = std::find(open.begin(), open.end(), path); at != open.end()) {
            std::string circle;
            for (auto i = at; i != open.end(); ++i)
                circle += *i + " -> ";
            out.push_back(circle + path);
            return;
        }
        const auto found = tree.find(path);
        if (found == tree.end() || done.contains(path)) return;
        open.push_back(path);
        for (const auto& include : found->second.includes)
            if (include.quoted) visit(include.path);
        open.pop_back();
        done.insert(path);
    };
    for (const auto& [path, file] : tree)
        visit(path);
    return out;
}

Breaches misplacedQt(const SourceTree& tree) {
    Breaches out;
    for (const auto& [path, file] : tree)
        for (const auto& include : file.includes)
            if (isQt(include) && !mayUseQt(file.folder()))
                out.push_back(place(file, include) + " includes Qt's " + include.path);
    return out;
}

Breaches relativeIncludes(const SourceTree& tree) {
    Breaches out;
    for (const auto& [path, file] : tree)
        for (const auto& include : file.includes) {
            const bool generated = include.path.ends_with(".moc") || include.path.starts_with("moc_");
            if (include.path.find("../") != std::string::npos)
                out.push_back(place(file, include) + " climbs with " + include.path);
            else if (include.quoted && !generated && !tree.contains(include.path))
                out.push_back(place(file, include) + " includes " + include.path + ", which is no path from the root");
        }
    return out;
}

Breaches unlistedSources(const SourceTree& tree) {
    Breaches out;
    for (const auto& [path, file] : tree) {
        const bool compiled = path.ends_with(".cpp") && (isProductCode(file) || path.starts_with("tests/"));
        if (compiled && !isListed(tree, file)) out.push_back(path + " is in no CMakeLists.txt");
    }
    return out;
}

Breaches silentCMakeLists(const SourceTree& tree) {
    Breaches out;
    for (const auto& [path, file] : tree)
        if (file.name() == "CMakeLists.txt" && !file.text.starts_with("# "))
            out.push_back(path + " does not say what it is for");
    return out;
}

Breaches oddFiles(const SourceTree& tree) {
    Breaches out;
    for (const auto& [path, file] : tree) {
        if (!file.isCpp()) continue;
        if (!isSnakeCase(file.name())) out.push_back(path + " is not named in snake_case");
        if (path.ends_with(".h") && file.text.find("#pragma once") == std::string::npos)
            out.push_back(path + " has no #pragma once");
    }
    return out;
}

Breaches machinePaths(const SourceTree& tree) {
    // Put together here, so that this file does not name them.
    static const std::array<std::string, 4> kPlaces{std::string("/wo") + "rk/", std::string("/ro") + "ot/",
                                                    std::string("/home") + "/", std::string("../sha") + "red"};
    Breaches out;
    for (const auto& [path, file] : tree)
        for (const auto& where : kPlaces)
            if (file.text.find(where) != std::string::npos) out.push_back(path + " names " + where);
    return out;
}

} // namespace td::architecture
