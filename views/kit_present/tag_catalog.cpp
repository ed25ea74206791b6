#include "views/kit_present/tag_catalog.h"

#include "views/kit_present/name_order.h"

#include <algorithm>
#include <numeric>
#include <unordered_set>

namespace td::kit {

uint32_t TagEntry::runs() const {
    return std::accumulate(runsByKind.begin(), runsByKind.end(), 0u);
}

runlog::TagKind TagEntry::kind() const {
    const auto most = std::max_element(runsByKind.begin(), runsByKind.end());
    return *most == 0 ? runlog::TagKind::Empty : static_cast<runlog::TagKind>(most - runsByKind.begin());
}

bool TagCatalog::update(const runlog::StoreSnapshot& snapshot) {
    bool changed = false;
    std::unordered_set<uint32_t> present;
    for (const auto& run : snapshot.runs) {
        present.insert(run->id);
        RunTags& known = m_runs[run->id];
        if (known.seen.lock() == run) continue;
        known.seen = run;
        changed |= updateRun(known, *run);
    }
    for (auto it = m_runs.begin(); it != m_runs.end();) {
        if (present.contains(it->first)) {
            ++it;
            continue;
        }
        forget(it->second);
        it = m_runs.erase(it);
        changed = true;
    }
    if (changed) {
        ++m_generation;
        sort();
    }
    return changed;
}

bool TagCatalog::updateRun(RunTags& run, const runlog::RunSnapshot& snapshot) {
    const auto same = [&] {
        if (run.tags.size() != snapshot.tags.size() || run.graphs != snapshot.graphs.size()) return false;
        for (size_t i = 0; i < run.tags.size(); ++i)
            if (run.tags[i].second != snapshot.tags[i].kind ||
                m_entries[run.tags[i].first]->name != snapshot.tags[i].name)
                return false;
        return true;
    };
    if (same()) return false;
    forget(run);
    for (const auto& tag : snapshot.tags) {
        run.tags.emplace_back(intern(tag.name), tag.kind);
        ++m_entries[run.tags.back().first]->runsByKind[static_cast<size_t>(tag.kind)];
    }
    run.graphs = static_cast<uint32_t>(snapshot.graphs.size());
    m_graphs += run.graphs;
    return true;
}

void TagCatalog::forget(RunTags& run) {
    for (const auto& [number, kind] : run.tags)
        --m_entries[number]->runsByKind[static_cast<size_t>(kind)];
    m_graphs -= run.graphs;
    run.tags.clear();
    run.graphs = 0;
}

uint32_t TagCatalog::intern(const std::string& name) {
    const auto [it, added] = m_numbers.try_emplace(name, static_cast<uint32_t>(m_entries.size()));
    if (added) {
        m_entries.push_back(std::make_unique<TagEntry>());
        m_entries.back()->name = name;
    }
    return it->second;
}

void TagCatalog::sort() {
    std::vector<const TagEntry*> present;
    for (const auto& entry : m_entries)
        if (entry->runs() > 0) present.push_back(entry.get());
    if (present == m_present) return; // counts change all the time, names rarely
    m_present = present;
    std::sort(present.begin(), present.end(),
              [](const TagEntry* a, const TagEntry* b) { return nameLess(a->name, b->name); });
    m_sorted = std::move(present);
}

const TagEntry* TagCatalog::find(const std::string& name) const {
    const auto it = m_numbers.find(name);
    return it == m_numbers.end() ? nullptr : m_entries[it->second].get();
}

uint32_t TagCatalog::tagsOfKind(runlog::TagKind kind) const {
    return static_cast<uint32_t>(
        std::count_if(m_sorted.begin(), m_sorted.end(), [&](const TagEntry* e) { return e->runs(kind) > 0; }));
}

} // namespace td::kit
