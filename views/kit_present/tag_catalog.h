#pragma once

#include "engine/runlog/snapshot.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace td::kit {

inline constexpr size_t kTagKinds = static_cast<size_t>(runlog::TagKind::Empty) + 1;

/// One tag name over all runs: how many runs have it, by kind.
struct TagEntry {
    std::string name;
    std::array<uint32_t, kTagKinds> runsByKind{};

    [[nodiscard]] uint32_t runs() const;
    [[nodiscard]] uint32_t runs(runlog::TagKind kind) const { return runsByKind[static_cast<size_t>(kind)]; }
    /// The kind most runs give it; Empty where no run has it any more.
    [[nodiscard]] runlog::TagKind kind() const;
};

/// Which tags exist over all runs, kept up to date from snapshots.
///
/// Cost:    update() looks only at runs whose tags changed since the last one; names() sorts only after a name came or
/// went. Threads: one.
class TagCatalog {
public:
    /// Returns whether any count or name changed.
    bool update(const runlog::StoreSnapshot& snapshot);

    [[nodiscard]] uint64_t generation() const { return m_generation; } ///< rises with every change
    /// Entries that at least one run has, in TensorBoard's order of names.
    [[nodiscard]] const std::vector<const TagEntry*>& entries() const { return m_sorted; }
    [[nodiscard]] const TagEntry* find(const std::string& name) const;
    /// Number of tag names that are of this kind in any run.
    [[nodiscard]] uint32_t tagsOfKind(runlog::TagKind kind) const;
    /// Number of graph records over all runs, and of runs with hyperparameters.
    [[nodiscard]] uint32_t graphs() const { return m_graphs; }

private:
    struct RunTags {
        std::weak_ptr<const runlog::RunSnapshot> seen;
        std::vector<std::pair<uint32_t, runlog::TagKind>> tags;
        uint32_t graphs = 0;
    };
    bool updateRun(RunTags& run, const runlog::RunSnapshot& snapshot);
    void forget(RunTags& run);
    uint32_t intern(const std::string& name);
    void sort();

    std::vector<std::unique_ptr<TagEntry>> m_entries; ///< by interned number; never shrinks
    std::unordered_map<std::string, uint32_t> m_numbers;
    std::unordered_map<uint32_t, RunTags> m_runs; ///< by run id
    std::vector<const TagEntry*> m_present;       ///< in the order they were first seen
    std::vector<const TagEntry*> m_sorted;
    uint32_t m_graphs = 0;
    uint64_t m_generation = 0;
};

} // namespace td::kit
