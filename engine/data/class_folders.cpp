#include "engine/data/class_folders.h"

#include "engine/base/error.h"
#include "engine/data/opened.h"

#include <algorithm>
#include <map>
#include <set>

namespace td::data {
namespace {

namespace fs = std::filesystem;
constexpr size_t kFileLimit = 10'000'000;

bool isHidden(const fs::path& path) {
    return path.filename().string().starts_with('.');
}

bool hasEnding(const fs::path& path, const std::vector<std::string>& endings) {
    std::string ending = path.extension().string();
    std::ranges::transform(ending, ending.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return std::ranges::find(endings, ending) != endings.end();
}

Result<std::vector<fs::path>> foldersIn(const fs::path& root) {
    std::vector<fs::path> folders;
    std::error_code error, ignored;
    for (fs::directory_iterator at(root, error), end; !error && at != end; at.increment(error))
        if (at->is_directory(ignored) && !isHidden(at->path())) folders.push_back(at->path());
    if (error) return failure(systemError(error.value(), "read", root.string()));
    std::ranges::sort(folders);
    return folders;
}

void addFiles(const fs::path& folder, const std::vector<std::string>& endings, bool isTest,
              std::vector<std::pair<std::string, ClassFolders::File>>& into) {
    std::error_code error, ignored;
    const auto options = fs::directory_options::skip_permission_denied;
    for (fs::recursive_directory_iterator at(folder, options, error), end;
         !error && at != end && into.size() < kFileLimit; at.increment(error)) {
        if (isHidden(at->path()))
            at.disable_recursion_pending();
        else if (at->is_regular_file(ignored) && hasEnding(at->path(), endings))
            into.push_back({folder.filename().string(), {at->path(), 0, isTest}});
    }
}

constexpr std::string_view kPictures[] = {".bmp", ".gif", ".tif", ".tiff", ".webp", ".heic", ".avif", ".ppm", ".svg"};

/// Tells once of files that look as if they were meant and are not read: pictures of other kinds, and files beside the class folders.
class LeftOut {
public:
    explicit LeftOut(const std::vector<std::string>& endings)
        : m_endings(endings)
        , m_arePictures(std::ranges::find(endings, ".png") != endings.end()) {}

    void lookInto(const fs::path& folder) {
        std::error_code error, ignored;
        const auto options = fs::directory_options::skip_permission_denied;
        for (fs::recursive_directory_iterator at(folder, options, error), end; !error && at != end;
             at.increment(error)) {
            if (isHidden(at->path()))
                at.disable_recursion_pending();
            else if (m_arePictures && at->is_regular_file(ignored))
                ++m_kinds[otherPicture(at->path())];
        }
    }

    void lookBeside(const fs::path& root) {
        std::error_code error, ignored;
        for (fs::directory_iterator at(root, error), end; !error && at != end; at.increment(error)) {
            if (isHidden(at->path()) || !at->is_regular_file(ignored)) continue;
            m_beside += hasEnding(at->path(), m_endings) ? 1 : 0;
        }
    }

    void report(const fs::path& root, Problems& problems) {
        m_kinds.erase("");
        std::string kinds;
        int64_t files = 0;
        for (const auto& [kind, count] : m_kinds) {
            kinds.append(kinds.empty() ? "" : ", ").append(kind);
            if (count > 1) kinds.append(" (").append(std::to_string(count)).append(")");
            files += count;
        }
        if (files > 0)
            problems.add({ProblemKind::UnreadableFile, root.string(), 0, 0, "PNG or JPEG",
                          std::to_string(files) +
                              (files == 1 ? " file of a kind that is" : " files of kinds that are") +
                              " not read: " + kinds});
        if (m_beside > 0)
            problems.add(
                {ProblemKind::UnreadableFile, root.string(), 0, 0, "each file in the folder of its class",
                 std::to_string(m_beside) + (m_beside == 1 ? " file" : " files") + " beside the class folders"});
    }

private:
    /// "webp" for a picture of a kind that is not read, else nothing.
    static std::string otherPicture(const fs::path& path) {
        for (const std::string_view ending : kPictures)
            if (hasEnding(path, {std::string(ending)})) return std::string(ending.substr(1));
        return {};
    }

    const std::vector<std::string>& m_endings;
    bool m_arePictures;
    std::map<std::string, int64_t> m_kinds;
    int64_t m_beside = 0;
};

} // namespace

Result<ClassFolders> classFoldersIn(const fs::path& root, const std::vector<std::string>& endings, Problems& problems) {
    auto top = foldersIn(root);
    if (!top) return failure(std::move(top).error());
    const auto has = [&](std::string_view name) {
        return std::ranges::any_of(*top, [&](const fs::path& each) { return each.filename() == name; });
    };
    const bool isDivided = has("train") && has("test");
    std::vector<std::pair<std::string, ClassFolders::File>> found;
    std::set<std::string> names;
    LeftOut leftOut(endings);
    for (const bool isTest : {false, true}) {
        if (isTest && !isDivided) break;
        auto folders = isDivided ? foldersIn(root / (isTest ? "test" : "train")) : top;
        if (!folders) return failure(std::move(folders).error());
        leftOut.lookBeside(isDivided ? root / (isTest ? "test" : "train") : root);
        for (const fs::path& folder : *folders) {
            leftOut.lookInto(folder);
            const size_t before = found.size();
            addFiles(folder, endings, isTest, found);
            std::sort(found.begin() + static_cast<std::ptrdiff_t>(before), found.end(),
                      [](const auto& a, const auto& b) { return a.second.path < b.second.path; });
            names.insert(folder.filename().string());
            if (found.size() == before)
                problems.add({ProblemKind::EmptyClass, folder.string(), 0, 0, endings.front(), "0 files"});
        }
    }
    if (found.empty())
        return failure(fileError(ErrorCode::InvalidArgument, "NoFiles", root.string(),
                                 {{"expected", "a folder for each class with " + endings.front() + " files"}}));
    leftOut.report(root, problems);
    ClassFolders result;
    result.classes.assign(names.begin(), names.end());
    for (auto& [name, file] : found) {
        file.label = static_cast<int32_t>(std::ranges::lower_bound(result.classes, name) - result.classes.begin());
        result.files.push_back(std::move(file));
    }
    return result;
}

Result<ClassFolders> filesBelow(const fs::path& root, const std::vector<std::string>& endings) {
    std::error_code error;
    std::vector<std::pair<std::string, ClassFolders::File>> found;
    if (fs::is_directory(root, error))
        addFiles(root, endings, false, found);
    else if (fs::exists(root, error) && hasEnding(root, endings))
        found.push_back({"", {root, 0, false}});
    if (found.empty())
        return failure(fileError(ErrorCode::InvalidArgument, "NoFiles", root.string(),
                                 {{"expected", endings.front() + " files"}}));
    ClassFolders result;
    for (auto& [name, file] : found)
        result.files.push_back(std::move(file));
    std::ranges::sort(result.files, {}, &ClassFolders::File::path);
    return result;
}

namespace {
/// As classes of these names; files of others are left out.
ClassFolders renumbered(const ClassFolders& folders, const std::vector<std::string>& classes, Problems& problems) {
    std::vector<int32_t> indices;
    for (const std::string& name : folders.classes) {
        const auto at = std::ranges::find(classes, name);
        indices.push_back(at == classes.end() ? -1 : static_cast<int32_t>(at - classes.begin()));
        if (at == classes.end())
            problems.add(
                {ProblemKind::UnknownClass, name, 0, 0, "one of " + std::to_string(classes.size()) + " classes", name});
    }
    ClassFolders result{classes, {}};
    for (const ClassFolders::File& file : folders.files)
        if (const int32_t label = indices[static_cast<size_t>(file.label)]; label >= 0)
            result.files.push_back({file.path, label, file.isTest});
    return result;
}
} // namespace

Result<ClassFolders> classFilesOf(const Opening& opening, const std::vector<std::string>& endings) {
    if (!opening.needsLabels()) return filesBelow(opening.spec.path, endings);
    auto folders = classFoldersIn(opening.spec.path, endings, opening.problems);
    if (!folders || opening.spec.classes.empty()) return folders;
    return renumbered(*folders, opening.spec.classes, opening.problems);
}

} // namespace td::data
