#include "engine/runlog/run_store.h"

#include "engine/runlog/file_index.h"
#include "engine/runlog/folder_watch.h"
#include "engine/runlog/read_queue.h"
#include "engine/runlog/run_merge.h"
#include "engine/runlog/run_tree.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <set>

namespace td::runlog {
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

namespace {

constexpr auto kCommitInterval = std::chrono::milliseconds(33);
constexpr auto kStateInterval = std::chrono::seconds(5);
constexpr int kTickMs = 1000;

int64_t nowNs() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

struct RunSlot;

/// One file of a run. `log` belongs to whoever reads it (`reading`); all else is guarded by the run's mutex.
struct FileSlot {
    RunSlot* run = nullptr;
    fs::path path;
    std::unique_ptr<LogFile> log;
    std::shared_ptr<const PublishedFile> published;
    bool queued = false, reading = false, again = false;
    bool loadedOnce = false;
    uint64_t bytes = 0, bytesRead = 0, bytesIndexed = 0;
    std::vector<Issue> issues; ///< unreadable, replaced, vanished: what happened to the file itself
};

struct RunSlot {
    std::mutex mutex;
    RunIdentity identity;
    std::map<std::string, FileSlot> files;
    std::atomic<bool> dirty{true};
    std::shared_ptr<const RunSnapshot> snapshot; ///< the coordinator's
};

bool has(const FileSlot& file, IssueCode code) {
    return std::any_of(file.issues.begin(), file.issues.end(),
                       [code](const Issue& issue) { return issue.code == code; });
}

void noteOnce(FileSlot& file, IssueCode code, std::string detail) {
    for (Issue& known : file.issues)
        if (known.code == code) {
            ++known.count;
            known.detail = std::move(detail);
            return;
        }
    Issue issue;
    issue.code = code;
    issue.run = file.run->identity.name;
    issue.file = file.path.filename().string();
    issue.detail = std::move(detail);
    file.issues.push_back(std::move(issue));
}

} // namespace

struct RunStore::Implementation {
    Implementation(std::vector<Root> r, StoreOptions o, std::vector<Issue> missing)
        : roots(std::move(r))
        , options(o)
        , treeIssues(std::move(missing))
        , missingRoots(std::ssize(treeIssues)) {
        auto empty = std::make_shared<StoreSnapshot>();
        empty->progress.scanning = empty->progress.loading = true;
        snapshot = std::move(empty);
        queue = std::make_unique<ReadQueue>(options.threads, options.background);
        coordinator = std::jthread([this](const std::stop_token& stop) { coordinate(stop); });
    }
    ~Implementation() {
        coordinator.request_stop();
        watch.wake();
        coordinator.join();
        queue->stop(); // running jobs still push: the queue must be there until they have ended
    }

    // --- finding files (coordinator thread) ---
    void scan(const std::stop_token& stop);
    void scanFolder(const Root& root, const fs::path& folder, const std::stop_token& stop);
    void watchFolder(const fs::path& directory);
    /// Whether it is named like an event file and cannot be read as one, or could not when last looked at.
    [[nodiscard]] bool isOdd(const fs::path& path) const;
    RunSlot& runFor(const Root& root, const fs::path& directory);
    void lookAt(RunSlot& run, const fs::path& directory, const std::string& fileName);
    const Root* rootOf(const fs::path& directory) const;

    // --- reading (queue threads) ---
    void enqueue(FileSlot& file);
    void readFile(FileSlot& file, ReadingMemory& memory, const std::stop_token& stop);
    void published(FileSlot& file, LogFile& log);
    void saveIndexes(const std::stop_token& stop);
    std::vector<FileSlot*> knownFiles();

    // --- committing and following (coordinator thread) ---
    void coordinate(const std::stop_token& stop);
    void handle(const std::vector<FolderWatch::Change>& changes, const std::stop_token& stop);
    void pollFiles();
    void commit(bool refreshStates);
    std::shared_ptr<const RunSnapshot> merged(RunSlot& run, LoadProgress& progress);

    std::vector<Root> roots;
    StoreOptions options;
    FolderWatch watch;
    bool mustPoll = false;
    std::map<std::pair<const Root*, fs::path>, std::unique_ptr<RunSlot>> runs;
    std::map<fs::path, std::vector<RunSlot*>> byDirectory;
    std::set<std::string> names;
    std::vector<RunSlot*> order; ///< by name
    bool orderChanged = false;
    std::vector<Issue> treeIssues;
    std::ptrdiff_t missingRoots; ///< so many of them, at the start, are of roots that were not there
    Clock::time_point started = Clock::now();
    LoadProgress first; ///< how the first reading went
    bool everythingOnce = false;
    Clock::time_point lastCommit = Clock::now() - kCommitInterval;
    bool scanning = true;

    std::mutex allFilesMutex; ///< innermost
    std::vector<FileSlot*> allFiles;
    std::mutex indexing; ///< one saver at a time; taken before any other lock
    std::atomic<uint64_t> pendingFiles{0};
    std::atomic<bool> dirty{true}, rescanAsked{false};

    mutable std::mutex mutex; ///< guards what follows; never held while another lock is taken
    std::shared_ptr<const StoreSnapshot> snapshot;
    std::function<void(uint64_t)> listener;
    std::condition_variable loadedChanged;
    bool loaded = false;
    bool isSaved = false; ///< once all that was read is in the index

    std::unique_ptr<ReadQueue> queue;
    std::jthread coordinator;
};

void RunStore::Implementation::watchFolder(const fs::path& directory) {
    if (options.follow && (options.forcePolling || !watch.add(directory))) mustPoll = true;
}

const Root* RunStore::Implementation::rootOf(const fs::path& directory) const {
    for (const Root& root : roots)
        if (directory == root.path || directory.native().starts_with(root.path.native() + "/")) return &root;
    return nullptr;
}

RunSlot& RunStore::Implementation::runFor(const Root& root, const fs::path& directory) {
    auto& slot = runs[{&root, directory}];
    if (slot) return *slot;
    slot = std::make_unique<RunSlot>();
    slot->identity = {static_cast<uint32_t>(runs.size() - 1), runName(root, directory), root.name, directory};
    if (!names.insert(slot->identity.name).second) {
        Issue issue;
        issue.code = IssueCode::DuplicateRunName;
        issue.run = slot->identity.name;
        issue.detail = directory.string();
        treeIssues.push_back(std::move(issue));
        const std::string base = slot->identity.name;
        for (int n = 2; !names.insert(slot->identity.name).second; ++n)
            slot->identity.name = base + " (" + std::to_string(n) + ")";
    }
    order.push_back(slot.get());
    orderChanged = true;
    byDirectory[directory].push_back(slot.get());
    return *slot;
}

void RunStore::Implementation::lookAt(RunSlot& run, const fs::path& directory, const std::string& fileName) {
    const fs::path path = directory / fileName;
    const auto stamp = stampOf(path);
    const std::scoped_lock lock(run.mutex);
    auto [at, isNew] = run.files.try_emplace(fileName);
    FileSlot& file = at->second;
    if (isNew) {
        file.run = &run;
        file.path = path;
        const std::scoped_lock all(allFilesMutex);
        allFiles.push_back(&file);
    }
    if (!stamp && stamp.error().code == ErrorCode::NotFound) {
        if (!isNew && file.published && !has(file, IssueCode::FileVanished))
            noteOnce(file, IssueCode::FileVanished, {});
        run.dirty = dirty = true;
        return;
    }
    std::erase_if(file.issues, [](const Issue& issue) { return issue.code == IssueCode::FileVanished; }); // it is back
    const bool changed = !file.log || !file.published || (stamp && file.published->snapshot.stamp != *stamp);
    if (stamp) file.bytes = stamp->sizeBytes;
    if (isNew || changed || file.reading) enqueue(file);
}

bool RunStore::Implementation::isOdd(const fs::path& path) const {
    return oddEventFile(path) || std::any_of(treeIssues.begin(), treeIssues.end(),
                                             [&](const Issue& issue) { return issue.file == path.native(); });
}

void RunStore::Implementation::scanFolder(const Root& root, const fs::path& folder, const std::stop_token& stop) {
    TreeVisitor visitor;
    visitor.directory = [&](const fs::path& directory) { watchFolder(directory); };
    visitor.eventFile = [&](const fs::path& directory, const std::string& name) {
        lookAt(runFor(root, directory), directory, name);
        if (dirty && Clock::now() - lastCommit >= kCommitInterval)
            commit(false); // the first runs are shown while others are looked for
    };
    std::vector<Issue> found;
    visitor.issue = [&](Issue issue) { found.push_back(std::move(issue)); };
    walkTree(folder, visitor, stop);
    // What was odd at the last look may be mended by now.
    const auto before = treeIssues;
    const auto isOfFolder = [&](const Issue& issue) { return issue.file.starts_with(folder.native() + "/"); };
    treeIssues.erase(std::remove_if(treeIssues.begin() + missingRoots, treeIssues.end(), isOfFolder), treeIssues.end());
    for (Issue& issue : found)
        if (std::find(treeIssues.begin(), treeIssues.end(), issue) == treeIssues.end())
            treeIssues.push_back(std::move(issue));
    if (treeIssues != before) dirty = true;
}

void RunStore::Implementation::scan(const std::stop_token& stop) {
    for (const Root& root : roots) {
        std::error_code error;
        if (options.follow && fs::is_regular_file(root.path, error)) watchFolder(root.path.parent_path());
        scanFolder(root, root.path, stop);
    }
}

/// Called with the run's mutex held.
void RunStore::Implementation::enqueue(FileSlot& file) {
    if (file.reading) file.again = true;
    if (file.queued || file.reading) return;
    file.queued = true;
    ++pendingFiles;
    queue->push([this, &file](ReadingMemory& memory, const std::stop_token& stop) { readFile(file, memory, stop); });
}

void RunStore::Implementation::published(FileSlot& file, LogFile& log) {
    auto state = log.publish();
    const std::scoped_lock lock(file.run->mutex);
    file.bytesRead = state->snapshot.bytesRead;
    file.bytes = std::max(file.bytes, state->snapshot.stamp.sizeBytes);
    file.published = std::move(state);
    file.run->dirty = true;
    if (!dirty.exchange(true)) watch.wake();
}

void RunStore::Implementation::readFile(FileSlot& file, ReadingMemory& memory, const std::stop_token& stop) {
    std::unique_ptr<LogFile> log;
    {
        const std::scoped_lock lock(file.run->mutex);
        file.queued = false;
        file.reading = true;
        log = std::move(file.log);
    }
    // A replaced file is read anew, once; the next change brings us here again.
    for (int attempt = 0; attempt < 2; ++attempt) {
        if (!log) {
            log = std::make_unique<LogFile>(file.path);
            const bool indexed = options.useIndex && attempt == 0 && log->restoreFromIndex();
            const std::scoped_lock lock(file.run->mutex);
            file.bytesIndexed = indexed ? log->readOffset() : 0;
        }
        const uint64_t before = log->stamp().sizeBytes;
        const auto outcome = log->read(memory, stop, [&] { published(file, *log); });
        if (outcome && *outcome == LogFile::Outcome::Replaced && !stop.stop_requested()) {
            const auto now = stampOf(file.path);
            const std::scoped_lock lock(file.run->mutex);
            const bool shorter = now && now->inode == log->stamp().inode && now->sizeBytes < before;
            noteOnce(file, shorter ? IssueCode::FileTruncated : IssueCode::FileReplaced, {});
            log.reset();
            continue;
        }
        if (!outcome && !stop.stop_requested()) {
            const std::scoped_lock lock(file.run->mutex);
            if (outcome.error().code == ErrorCode::NotFound)
                noteOnce(file, IssueCode::FileVanished, {});
            else
                noteOnce(file, IssueCode::UnreadableFile, std::string(outcome.error().fact("system")));
        }
        break;
    }
    if (log) published(file, *log);
    if (options.afterReading) options.afterReading();
    const std::scoped_lock lock(file.run->mutex);
    file.log = std::move(log);
    file.reading = false;
    // A commit since published() took the points and still called the run loading: it has to be told once more.
    if (!std::exchange(file.loadedOnce, true)) file.run->dirty = true;
    if (std::exchange(file.again, false)) enqueue(file);
    if (--pendingFiles == 0 && options.useIndex && options.follow)
        queue->push([this](ReadingMemory&, const std::stop_token& stopped) { saveIndexes(stopped); });
    if (!dirty.exchange(true)) watch.wake();
}

/// When everything has been read and nothing else waits: so that the next opening need not read it again.
void RunStore::Implementation::saveIndexes(const std::stop_token& stop) {
    const std::scoped_lock one(indexing);
    for (FileSlot* file : knownFiles()) {
        if (stop.stop_requested() || pendingFiles > 0) return;
        std::unique_ptr<LogFile> log;
        {
            const std::scoped_lock lock(file->run->mutex);
            if (file->reading || file->queued || !file->log) continue;
            file->reading = true;
            log = std::move(file->log);
        }
        log->saveIndex();
        const std::scoped_lock lock(file->run->mutex);
        file->log = std::move(log);
        file->reading = false;
        if (std::exchange(file->again, false)) enqueue(*file);
    }
    file_index::trim(options.indexLimitBytes);
    {
        const std::scoped_lock lock(mutex);
        isSaved = true;
    }
    loadedChanged.notify_all();
}

std::vector<FileSlot*> RunStore::Implementation::knownFiles() {
    const std::scoped_lock lock(allFilesMutex);
    return allFiles;
}

std::shared_ptr<const RunSnapshot> RunStore::Implementation::merged(RunSlot& run, LoadProgress& progress) {
    const std::scoped_lock lock(run.mutex);
    bool loading = false;
    for (const auto& [name, file] : run.files) {
        progress.bytesTotal += file.bytes;
        progress.bytesRead += std::min(file.bytes, file.bytesRead);
        progress.bytesIndexed += std::min(file.bytes, file.bytesIndexed);
        ++progress.filesTotal;
        progress.filesDone += file.loadedOnce;
        loading = loading || !file.loadedOnce;
    }
    if (run.dirty.exchange(false) || !run.snapshot) {
        std::vector<std::shared_ptr<const PublishedFile>> files;
        files.reserve(run.files.size());
        for (const auto& [name, file] : run.files)
            files.push_back(file.published);
        auto snap = mergeRun(run.identity, files);
        for (const auto& [name, file] : run.files)
            snap->issues.insert(snap->issues.end(), file.issues.begin(), file.issues.end());
        snap->loading = loading;
        snap->state = runState(*snap, nowNs());
        return snap;
    }
    return run.snapshot;
}

void RunStore::Implementation::commit(bool refreshStates) {
    dirty = false;
    const auto previous = [this] {
        const std::scoped_lock lock(mutex);
        return snapshot;
    }();
    auto next = std::make_shared<StoreSnapshot>();
    next->generation = previous->generation + 1;
    if (std::exchange(orderChanged, false))
        std::sort(order.begin(), order.end(),
                  [](const RunSlot* a, const RunSlot* b) { return naturalLess(a->identity.name, b->identity.name); });
    const uint64_t pending = pendingFiles; // read before merging: zero means that everything is in what we merge
    for (RunSlot* run : order) {
        auto snap = merged(*run, next->progress);
        if (snap == run->snapshot && refreshStates && runState(*snap, nowNs()) != snap->state) {
            auto copy = std::make_shared<RunSnapshot>(*snap);
            copy->state = runState(*copy, nowNs());
            snap = std::move(copy);
        }
        if (snap != run->snapshot) {
            const_cast<RunSnapshot&>(*snap).generation = next->generation; // still ours alone
            run->snapshot = std::move(snap);
        }
        next->progress.points += run->snapshot->pointCount();
        next->runs.push_back(run->snapshot);
    }
    next->issues = treeIssues;
    next->progress.scanning = scanning;
    next->progress.loading = scanning || pending > 0;
    if (!everythingOnce) {
        first = next->progress;
        first.elapsedS = std::chrono::duration<double>(Clock::now() - started).count();
    }
    everythingOnce = everythingOnce || !next->progress.loading;
    next->progress.elapsedS = first.elapsedS;
    next->progress.firstBytes = first.bytesRead;
    next->progress.firstIndexed = first.bytesIndexed;
    std::function<void(uint64_t)> tell;
    {
        const std::scoped_lock lock(mutex);
        snapshot = next;
        tell = listener;
        loaded = loaded || !next->progress.loading;
    }
    loadedChanged.notify_all();
    if (tell) tell(next->generation);
    lastCommit = Clock::now();
}

void RunStore::Implementation::handle(const std::vector<FolderWatch::Change>& changes, const std::stop_token& stop) {
    for (const auto& change : changes) {
        if (change.isFolder) {
            const Root* root = rootOf(change.directory);
            if (root && !change.gone) scanFolder(*root, change.directory / change.name, stop);
            if (change.gone) pollFiles();
            continue;
        }
        if (!isEventFileName(change.name)) continue;
        if (const Root* root = rootOf(change.directory); root && isOdd(change.directory / change.name))
            scanFolder(*root, change.directory, stop);
        else if (root)
            lookAt(runFor(*root, change.directory), change.directory, change.name);
        else if (const auto at = byDirectory.find(change.directory);
                 at != byDirectory.end()) // the root is a single file
            for (RunSlot* run : at->second)
                if (run->files.contains(change.name)) lookAt(*run, change.directory, change.name);
    }
}

void RunStore::Implementation::pollFiles() {
    for (const auto& [key, run] : runs) {
        std::vector<std::string> fileNames;
        {
            const std::scoped_lock lock(run->mutex);
            for (const auto& [name, file] : run->files)
                fileNames.push_back(name);
        }
        for (const std::string& name : fileNames)
            lookAt(*run, key.second, name);
    }
}

void RunStore::Implementation::coordinate(const std::stop_token& stop) {
    scan(stop);
    scanning = false;
    dirty = true; // that the scan is over is news too
    auto lastState = Clock::now(), lastPoll = Clock::now();
    while (!stop.stop_requested()) {
        const auto now = Clock::now();
        const bool stateDue = options.follow && now - lastState >= kStateInterval;
        if ((dirty && now - lastCommit >= kCommitInterval) || stateDue) {
            commit(stateDue);
            if (stateDue) lastState = lastCommit;
        }
        const int untilCommit = static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(
                                                     lastCommit + kCommitInterval - Clock::now())
                                                     .count()) +
                                1;
        const int idle = mustPoll && options.follow ? options.pollMs : kTickMs;
        bool overflow = false;
        const auto changes = watch.wait(dirty ? std::max(1, untilCommit) : idle, overflow);
        if (!options.follow) continue;
        handle(changes, stop);
        const bool pollDue = mustPoll && Clock::now() - lastPoll >= std::chrono::milliseconds(options.pollMs);
        if (overflow || pollDue || rescanAsked.exchange(false)) {
            scan(stop);
            pollFiles();
            lastPoll = Clock::now();
        }
    }
}

Result<std::unique_ptr<RunStore>> RunStore::open(std::vector<Root> roots, StoreOptions options) {
    if (roots.empty()) return failure(ErrorCode::InvalidArgument, {{"expected", "at least one folder"}});
    std::vector<Root> readable;
    std::vector<Issue> missing;
    Error first;
    for (Root& root : roots) {
        std::error_code error;
        const auto absolute = fs::canonical(root.path, error);
        if (error) {
            if (first.facts.empty()) first = systemError(error.value(), "open", root.path.string());
            Issue issue;
            issue.code = IssueCode::UnreadableFile;
            issue.file = root.path.string();
            issue.detail = error.message();
            missing.push_back(std::move(issue));
            continue;
        }
        readable.push_back({std::move(root.name), absolute});
    }
    if (readable.empty()) return failure(first);
    if (readable.size() > 1)
        for (Root& root : readable)
            if (root.name.empty()) root.name = root.path.filename().string();
    return std::unique_ptr<RunStore>(
        new RunStore(std::make_unique<Implementation>(std::move(readable), options, std::move(missing))));
}

RunStore::RunStore(std::unique_ptr<Implementation> implementation)
    : m_implementation(std::move(implementation)) {}
RunStore::~RunStore() = default;

std::shared_ptr<const StoreSnapshot> RunStore::snapshot() const {
    const std::scoped_lock lock(m_implementation->mutex);
    return m_implementation->snapshot;
}

void RunStore::setListener(std::function<void(uint64_t)> listener) {
    const std::scoped_lock lock(m_implementation->mutex);
    m_implementation->listener = std::move(listener);
}

void RunStore::waitUntilLoaded() {
    std::unique_lock lock(m_implementation->mutex);
    m_implementation->loadedChanged.wait(lock, [this] { return m_implementation->loaded; });
}

void RunStore::waitUntilIndexed() {
    waitUntilLoaded();
    const StoreOptions& options = m_implementation->options;
    if (!options.useIndex || !options.follow || m_implementation->knownFiles().empty()) return;
    std::unique_lock lock(m_implementation->mutex);
    m_implementation->loadedChanged.wait(lock, [this] { return m_implementation->isSaved; });
}

void RunStore::rescan() {
    m_implementation->rescanAsked = true;
    m_implementation->watch.wake();
}

std::vector<Root> parseRoots(const std::vector<std::string>& arguments) {
    std::vector<Root> roots;
    for (const std::string& argument : arguments) {
        std::error_code error;
        const size_t colon = argument.find(':');
        if (fs::exists(argument, error) || colon == std::string::npos || colon == 0)
            roots.push_back({"", argument});
        else
            roots.push_back({argument.substr(0, colon), argument.substr(colon + 1)});
    }
    return roots;
}

namespace {

/// Without links, "." and a slash at the end; a path that is not there as it is written.
fs::path plainPath(const fs::path& path) {
    std::error_code error;
    fs::path plain = fs::weakly_canonical(fs::absolute(path, error), error);
    if (error) plain = path.lexically_normal();
    return plain.has_filename() ? plain : plain.parent_path();
}

bool isInside(const fs::path& path, const fs::path& folder) {
    const auto [end, unused] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
    return end == folder.end();
}

} // namespace

std::vector<RepeatedRoot> takeRepeatedRoots(std::vector<Root>& roots) {
    std::vector<fs::path> plain;
    plain.reserve(roots.size());
    for (const Root& root : roots)
        plain.push_back(plainPath(root.path));
    const auto isRepeat = [&](size_t i, size_t j) {
        if (i == j || !roots[i].name.empty() || !roots[j].name.empty()) return false;
        return plain[i] == plain[j] ? j < i : isInside(plain[i], plain[j]);
    };
    std::vector<size_t> stays; // those that nobody else shows
    for (size_t i = 0; i < roots.size(); ++i) {
        bool repeats = false;
        for (size_t j = 0; j < roots.size(); ++j)
            repeats = repeats || isRepeat(i, j);
        if (!repeats) stays.push_back(i);
    }
    std::vector<Root> kept;
    std::vector<RepeatedRoot> repeated;
    for (size_t i = 0; i < roots.size(); ++i) {
        const auto shower = std::find_if(stays.begin(), stays.end(), [&](size_t j) { return isRepeat(i, j); });
        if (shower != stays.end())
            repeated.push_back({roots[i], roots[*shower], plain[i] == plain[*shower]});
        else
            kept.push_back(roots[i]);
    }
    roots = std::move(kept);
    return repeated;
}

} // namespace td::runlog
