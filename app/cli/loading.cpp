#include "app/cli/loading.h"

#include "app/cli/output.h"
#include "app/cli/verbs.h"
#include "engine/base/error.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>
#include <unistd.h>

namespace td::cli {
namespace {

using namespace std::chrono_literals;

void drawBar(const runlog::LoadProgress& p) {
    constexpr int kWidth = 30;
    const double part = p.bytesTotal == 0 ? 0 : static_cast<double>(p.bytesRead) / static_cast<double>(p.bytesTotal);
    const int full = static_cast<int>(part * kWidth);
    std::fprintf(stderr, "\r[%.*s%*s] %3d%%  %u of %u files, %llu points ", full, "##############################",
                 kWidth - full, "", static_cast<int>(part * 100), p.filesDone, p.filesTotal,
                 static_cast<unsigned long long>(p.points));
}

/// Draws until everything is read; nothing at all when that is quick.
void waitWithBar(runlog::RunStore& store) {
    const auto started = std::chrono::steady_clock::now();
    bool drawn = false;
    for (;;) {
        const auto snapshot = store.snapshot();
        if (snapshot->generation > 0 && !snapshot->progress.loading) break;
        if (std::chrono::steady_clock::now() - started > 500ms) {
            drawBar(snapshot->progress);
            drawn = true;
        }
        std::this_thread::sleep_for(20ms);
    }
    if (drawn) std::fprintf(stderr, "\r\033[K");
}

bool hasRecords(const runlog::StoreSnapshot& store) {
    return std::any_of(store.runs.begin(), store.runs.end(), [](const auto& run) {
        return std::any_of(run->files.begin(), run->files.end(), [](const auto& file) { return file.records > 0; });
    });
}

} // namespace

Loaded load(const std::vector<std::string>& paths) {
    Loaded loaded;
    for (const runlog::Root& root : runlog::parseRoots(paths)) {
        std::error_code error;
        if (std::filesystem::exists(root.path, error)) {
            loaded.roots.push_back({root.name, std::filesystem::canonical(root.path, error)});
            continue;
        }
        complain("There is no file or folder '" + root.path.string() + "'. Check the spelling.");
        loaded.someMissing = true;
    }
    for (const runlog::RepeatedRoot& repeated : runlog::takeRepeatedRoots(loaded.roots))
        complain("'" + repeated.root.path.string() + "' is " + (repeated.same ? "given twice" : "inside '" + repeated.shownBy.path.string() + "'") +
                 " and is read once. To see it twice, name it: NAME:FOLDER.");
    if (loaded.roots.empty()) return loaded;
    if (loaded.roots.size() > 1)
        for (runlog::Root& root : loaded.roots)
            if (root.name.empty()) root.name = root.path.filename().string();
    runlog::StoreOptions options;
    options.follow = false;
    auto store = runlog::RunStore::open(loaded.roots, options);
    if (!store) {
        complain("Cannot open: " + describe(store.error()) + ".");
        return loaded;
    }
    if (::isatty(STDERR_FILENO))
        waitWithBar(**store);
    else
        (*store)->waitUntilLoaded();
    loaded.snapshot = (*store)->snapshot();
    loaded.store = std::move(*store);
    return loaded;
}

int exitCodeOf(const Loaded& loaded, bool issuesFound) {
    if (loaded.snapshot && loaded.snapshot->runs.empty())
        complain("No event files were found (names that contain 'tfevents').");
    if (!loaded.snapshot || loaded.snapshot->runs.empty()) return kUnusableInput;
    if (!hasRecords(*loaded.snapshot)) {
        complain("Not one whole record is in what was read: it is no event log, or nothing was written to it yet.");
        return kUnusableInput;
    }
    return issuesFound || loaded.someMissing ? kIssuesFound : kFine;
}

} // namespace td::cli
