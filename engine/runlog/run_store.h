#pragma once

#include "engine/base/api.h"
#include "engine/base/result.h"
#include "engine/runlog/snapshot.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace td::runlog {

/// A folder (or a single event file) to look for runs in; `name` prefixes its runs where there are several roots.
struct Root {
    std::string name;
    std::filesystem::path path;
};

struct StoreOptions {
    int threads = 0;       ///< readers; 0 = one a core
    bool follow = true;    ///< go on watching after the first reading
    bool useIndex = true;  ///< read and write the index under the XDG cache
    uint64_t indexLimitBytes = 4ull << 30; ///< all indexes together; the least recently used go first
    bool forcePolling = false; ///< do not use inotify (network file systems are polled anyway)
    int pollMs = 500;      ///< how often where inotify does not work
    bool background = false; ///< readers yield the processor to others (the window's GUI thread)
    /// Called by a reader that has read and published a file, before the file counts as read: tests commit in between.
    std::function<void()> afterReading;
};

/// Every run below some folders, read in the background at full resolution and kept up to date.
///
/// Threads: all functions from any thread. The listener is called on a worker, at most 30 times a second.
/// Owns:    its worker threads; the destructor cancels them within 100 ms. Snapshots outlive the store.
/// Errors:  open() fails with NotFound or Permission when no root can be read at all; anything smaller is an Issue.
class TD_API RunStore {
public:
    [[nodiscard]] static Result<std::unique_ptr<RunStore>> open(std::vector<Root> roots, StoreOptions options = {});
    ~RunStore();

    /// The latest commit; never null.
    [[nodiscard]] std::shared_ptr<const StoreSnapshot> snapshot() const;
    /// Called with the new generation after each commit. Replace by {} to stop.
    void setListener(std::function<void(uint64_t generation)> listener);
    /// Blocks until everything that is there now has been read (command line, tests).
    void waitUntilLoaded();
    /// Until what was read is in the index, too; at once where none is written (StoreOptions::useIndex, follow) or
    /// nothing was found.
    void waitUntilIndexed();
    /// Asks for a look at the folders now.
    void rescan();

private:
    struct Implementation;
    explicit RunStore(std::unique_ptr<Implementation> implementation);
    std::unique_ptr<Implementation> m_implementation;
};

/// Splits "a:/x,b:/y" style and plain paths as the command line takes them: `name:path` names a root; a path that exists wins over
/// its reading as a name.
[[nodiscard]] TD_API std::vector<Root> parseRoots(const std::vector<std::string>& arguments);

/// A root that would show runs a second time, and the one that shows them already.
struct RepeatedRoot {
    Root root, shownBy;
    bool same = false; ///< the same folder, else one below it
};

/// Takes out of `roots` those that are the same folder as another (links followed) or lie inside one. Roots with a name of their own
/// stay: whoever names a folder twice wants it twice. Of equal roots the first stays.
[[nodiscard]] TD_API std::vector<RepeatedRoot> takeRepeatedRoots(std::vector<Root>& roots);

} // namespace td::runlog
