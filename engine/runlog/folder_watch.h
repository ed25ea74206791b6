#pragma once

#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

namespace td::runlog {

/// Waits for changes in folders by inotify; says where that does not work, so that the caller polls.
///
/// Threads: add() and wait() from one thread; wake() from any.
class FolderWatch {
public:
    struct Change {
        std::filesystem::path directory;
        std::string name;
        bool isFolder = false;
        bool gone = false; ///< deleted or moved away
    };

    FolderWatch();
    ~FolderWatch();
    FolderWatch(const FolderWatch&) = delete;
    FolderWatch& operator=(const FolderWatch&) = delete;

    /// False when this folder cannot be watched (limits, a network file system): poll it.
    bool add(const std::filesystem::path& directory);
    /// Changes since the last call; waits up to `timeoutMs` for the first (or a wake). `overflow` = some were lost: look at everything.
    [[nodiscard]] std::vector<Change> wait(int timeoutMs, bool& overflow);
    void wake();

private:
    int m_notify = -1;
    int m_wake = -1;
    std::unordered_map<int, std::filesystem::path> m_directories;
};

} // namespace td::runlog
