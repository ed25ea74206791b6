#include "engine/runlog/run_tree.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>
#include <sys/stat.h>
#include <system_error>

namespace td::runlog {
namespace fs = std::filesystem;

bool isEventFileName(std::string_view fileName) { return fileName.find("tfevents") != std::string_view::npos && !fileName.ends_with(".profile-empty"); }

namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }

/// Compares the numbers at the start of both; moves behind them. Leading zeros do not count.
int compareNumbers(std::string_view& a, std::string_view& b) {
    const auto cut = [](std::string_view& s) {
        size_t n = 0;
        while (n < s.size() && isDigit(s[n])) ++n;
        auto number = s.substr(0, n);
        s.remove_prefix(n);
        while (number.size() > 1 && number.front() == '0') number.remove_prefix(1);
        return number;
    };
    const auto x = cut(a), y = cut(b);
    if (x.size() != y.size()) return x.size() < y.size() ? -1 : 1;
    return x.compare(y);
}

} // namespace

bool naturalLess(std::string_view a, std::string_view b) {
    const std::string_view wholeA = a, wholeB = b;
    while (!a.empty() && !b.empty()) {
        if (isDigit(a.front()) && isDigit(b.front())) {
            if (const int c = compareNumbers(a, b); c != 0) return c < 0;
            continue;
        }
        if (a.front() != b.front()) return static_cast<unsigned char>(a.front()) < static_cast<unsigned char>(b.front());
        a.remove_prefix(1);
        b.remove_prefix(1);
    }
    if (a.empty() != b.empty()) return a.empty();
    return wholeA < wholeB;
}

namespace {

const char* kindOf(fs::file_type type) {
    switch (type) {
    case fs::file_type::directory: return "folder";
    case fs::file_type::fifo: return "pipe";
    case fs::file_type::socket: return "socket";
    default: return "device";
    }
}

} // namespace

std::optional<Issue> oddEventFile(const fs::path& path) {
    std::error_code error, ignored;
    const fs::file_type type = fs::status(path, error).type();
    if (type == fs::file_type::regular) return {};
    Issue issue;
    issue.file = path.string();
    if (type == fs::file_type::not_found) {
        if (!fs::is_symlink(path, ignored)) return {};
        issue.code = IssueCode::BrokenLink;
        issue.detail = fs::read_symlink(path, ignored).string();
    } else if (type == fs::file_type::none || type == fs::file_type::unknown) {
        issue.code = IssueCode::UnreadableFile;
        issue.detail = error.message();
    } else {
        const bool isWholeName = path.filename().native().starts_with("events.out.tfevents");
        if (type == fs::file_type::directory && !isWholeName) return {};
        issue.code = IssueCode::NotAFile;
        issue.detail = kindOf(type);
    }
    return issue;
}

namespace {

struct Listing {
    std::vector<std::string> files;
    std::vector<fs::path> folders;
};

Listing list(const fs::path& directory, const TreeVisitor& visitor) {
    Listing out;
    std::error_code error;
    fs::directory_iterator at(directory, fs::directory_options::none, error);
    for (; !error && at != fs::directory_iterator(); at.increment(error)) {
        std::error_code ignored; // an entry that vanishes is no entry
        auto name = at->path().filename().string();
        const bool named = isEventFileName(name), folder = at->is_directory(ignored);
        if (folder) out.folders.push_back(at->path());
        if (named && at->is_regular_file(ignored)) out.files.push_back(std::move(name));
        else if (auto odd = named ? oddEventFile(at->path()) : std::nullopt; odd && visitor.issue)
            visitor.issue(std::move(*odd));
    }
    if (error && visitor.issue) {
        Issue issue;
        issue.code = IssueCode::UnreadableFile;
        issue.file = directory.string();
        issue.detail = error.message();
        visitor.issue(std::move(issue));
    }
    std::sort(out.files.begin(), out.files.end());
    std::sort(out.folders.begin(), out.folders.end(), [](const fs::path& a, const fs::path& b) { return naturalLess(a.native(), b.native()); });
    return out;
}

void walk(const fs::path& directory, const TreeVisitor& visitor, const std::stop_token& stop, std::set<std::pair<dev_t, ino_t>>& seen) {
    struct stat s {};
    if (stop.stop_requested() || ::stat(directory.c_str(), &s) != 0 || !seen.emplace(s.st_dev, s.st_ino).second) return;
    if (visitor.directory) visitor.directory(directory);
    const Listing listing = list(directory, visitor);
    for (const auto& file : listing.files) visitor.eventFile(directory, file);
    for (const auto& folder : listing.folders) walk(folder, visitor, stop, seen);
}

} // namespace

void walkTree(const fs::path& root, const TreeVisitor& visitor, const std::stop_token& stop) {
    std::error_code error;
    if (fs::is_regular_file(root, error)) {
        visitor.eventFile(root.parent_path(), root.filename().string());
        return;
    }
    std::set<std::pair<dev_t, ino_t>> seen;
    walk(root, visitor, stop, seen);
}

std::string runName(const Root& root, const fs::path& directory) {
    std::string below;
    if (const auto& base = root.path.native(); directory.native().size() > base.size() && directory.native().starts_with(base)) {
        below = directory.native().substr(base.size());
        while (below.starts_with('/')) below.erase(0, 1);
    }
    if (below.empty()) return root.name.empty() ? "." : root.name;
    return root.name.empty() ? below : root.name + "/" + below;
}

} // namespace td::runlog
