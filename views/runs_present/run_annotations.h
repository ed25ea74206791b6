#pragma once

#include "engine/base/result.h"

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace td::runs {

/// What a person says about runs, and the colour each got: kept in our own file, never beside the logs.
///
/// Format:  JSON {"format": "tensordesk-run-annotations", "version": 1, "root", "aliases": {RUN: TEXT}, "slots": {RUN:
/// N},
///          "hidden": [RUN]}; keys that are not known are kept as they are.
/// Threads: one; toJson() may be written to disk by another.
class RunAnnotations {
public:
    /// Where the annotations of these roots are kept: below the XDG data folder, by a hash of the roots' paths.
    [[nodiscard]] static std::filesystem::path pathFor(const std::vector<std::filesystem::path>& roots);
    /// Errors: Corrupt with "file" or "offset"; Unsupported for a newer version.
    [[nodiscard]] static Result<RunAnnotations> fromJson(const std::string& text);
    /// What is kept of these roots, with a slot for each of `runs`: what a window that opens them shows. Reads a file;
    /// one that is not there or not understood says nothing of its runs.
    [[nodiscard]] static RunAnnotations keptOf(const std::vector<std::filesystem::path>& roots,
                                               const std::vector<std::string>& runs);
    [[nodiscard]] std::string toJson() const;

    [[nodiscard]] std::string alias(const std::string& run) const; ///< empty: none
    void setAlias(const std::string& run, const std::string& alias);
    [[nodiscard]] bool isHidden(const std::string& run) const { return m_hidden.contains(run); }
    void setHidden(const std::string& run, bool hidden);
    [[nodiscard]] const std::set<std::string>& hidden() const { return m_hidden; }
    void setHidden(std::set<std::string> hidden);

    /// Gives each of these runs that has no colour slot yet one of its own, which it keeps: the first that nobody has;
    /// where that would need a dash, the first that only runs have which are not among these.
    void giveSlots(const std::vector<std::string>& present);
    [[nodiscard]] int slot(const std::string& run) const; ///< 0 where it got none
    void setSlot(const std::string& run, int slot);
    [[nodiscard]] bool isChanged() const { return m_changed; }
    void markSaved() { m_changed = false; }

private:
    std::map<std::string, std::string> m_aliases;
    std::map<std::string, int> m_slots;
    std::set<std::string> m_hidden;
    std::string m_otherKeys = "{}"; ///< unknown keys, as JSON
    bool m_changed = false;
};

} // namespace td::runs
