#include "engine/train/run_files.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace td::train {

namespace {
namespace fs = std::filesystem;

constexpr std::array<const char*, 3> kFolders = {"checkpoints", "train", "validation"};

/// Entries of a folder, none where it cannot be read.
std::vector<fs::path> entriesOf(const fs::path& folder) {
    std::vector<fs::path> entries;
    std::error_code problem;
    for (fs::directory_iterator at(folder, problem), end; !problem && at != end; at.increment(problem))
        entries.push_back(at->path());
    return entries;
}

bool isOfTraining(const fs::path& file) {
    const std::string name = file.filename().string();
    return name == "model.json" || name == "data.json" || name == "history.csv" ||
           name.starts_with("events.out.tfevents.");
}
} // namespace

RunFiles::RunFiles(fs::path folder)
    : m_folder(fs::absolute(folder).lexically_normal()) {
    if (!m_folder.has_filename()) m_folder = m_folder.parent_path();
    std::error_code ignored;
    for (fs::path path = m_folder; path.has_relative_path(); path = path.parent_path())
        if (fs::exists(path, ignored)) m_before.insert(path);
    for (const auto& entry : entriesOf(m_folder))
        m_before.insert(entry);
    for (const char* part : kFolders)
        for (const auto& entry : entriesOf(m_folder / part))
            m_before.insert(entry);
}

bool RunFiles::areIn(const fs::path& folder) {
    std::error_code unknown;
    return fs::exists(folder / "data.json", unknown) || fs::exists(folder / "history.csv", unknown);
}

void RunFiles::remove() const {
    std::error_code ignored; // what cannot be removed stays
    std::vector<fs::path> folders;
    for (const char* part : kFolders)
        folders.push_back(m_folder / part);
    folders.push_back(m_folder);
    for (const auto& folder : folders) {
        for (const auto& entry : entriesOf(folder))
            if (isNew(entry) && isOfTraining(entry) && fs::is_regular_file(fs::symlink_status(entry, ignored)))
                fs::remove(entry, ignored);
        if (isNew(folder)) fs::remove(folder, ignored); // an empty one only
    }
    for (fs::path parent = m_folder.parent_path(); isNew(parent) && parent.has_relative_path();
         parent = parent.parent_path())
        fs::remove(parent, ignored);
}

} // namespace td::train
