#pragma once

#include <filesystem>
#include <set>

namespace td::train {

/// Which files and folders a training makes in its run's folder, so that one that fails before it begins can take them away again.
///
/// Nothing that was there before is touched, nor what has no name that a training gives, nor a folder that is not empty then.
class RunFiles {
public:
    /// Call before anything is made.
    explicit RunFiles(std::filesystem::path folder);
    void remove() const;
    /// Whether a training began there once.
    [[nodiscard]] static bool areIn(const std::filesystem::path& folder);

private:
    [[nodiscard]] bool isNew(const std::filesystem::path& path) const { return !m_before.contains(path); }

    std::filesystem::path m_folder;
    std::set<std::filesystem::path> m_before; ///< what was there; of the folder's parents too
};

} // namespace td::train
