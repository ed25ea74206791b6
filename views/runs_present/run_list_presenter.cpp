#include "views/runs_present/run_list_presenter.h"

#include "views/kit_present/name_order.h"
#include "views/kit_present/run_label.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <unordered_set>

namespace td::runs {

namespace {

/// Equal where both are NaN, too.
bool isSame(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

} // namespace

bool RunRow::operator==(const RunRow& o) const {
    const bool sameValue = isSame(value, o.value) && divergedTo.has_value() == o.divergedTo.has_value() &&
                           isSame(divergedTo.value_or(0), o.divergedTo.value_or(0));
    return sameValue &&
           std::tie(id, slot, state, loading, shown, matches, hasMetric, lastStep, problems, notes, name, label, whole,
                    group) == std::tie(o.id, o.slot, o.state, o.loading, o.shown, o.matches, o.hasMetric, o.lastStep,
                                       o.problems, o.notes, o.name, o.label, o.whole, o.group);
}

void RunListPresenter::update(std::shared_ptr<const runlog::StoreSnapshot> snapshot) {
    m_snapshot = std::move(snapshot);
    const size_t count = m_snapshot ? m_snapshot->runs.size() : 0;
    for (size_t i = 0; i < count; ++i) {
        const auto& run = m_snapshot->runs[i];
        Known& known = m_known[run->id];
        if (known.run == run) continue;
        if (known.run && known.run->name != run->name) known = {}; // ids begin anew with another folder
        known.run = run;
    }
    if (m_known.size() > count) {
        std::unordered_set<uint32_t> present;
        for (size_t i = 0; i < count; ++i)
            present.insert(m_snapshot->runs[i]->id);
        std::erase_if(m_known, [&](const auto& entry) { return !present.contains(entry.first); });
    }
    rebuildRows(Rows::OfChangedRuns);
}

void RunListPresenter::rebuildRows(Rows which) {
    if (updateRowsInPlace(which)) return;
    giveSlots();
    std::unordered_map<uint32_t, RunRow> before;
    for (auto& row : m_rows)
        before.emplace(row.id, std::move(row));
    m_rows.clear();
    m_indexByName.clear();
    if (m_snapshot) m_rows.reserve(m_snapshot->runs.size());
    if (m_snapshot)
        for (const auto& run : m_snapshot->runs) {
            Known& known = m_known[run->id];
            const auto kept = before.find(run->id);
            const bool isCurrent = which == Rows::OfChangedRuns && known.rowOf == run.get() && kept != before.end();
            m_rows.push_back(isCurrent ? std::move(kept->second) : makeRow(known));
            known.rowOf = run.get();
            m_indexByName.emplace(run->name, m_rows.size() - 1);
        }
    ++m_generation;
    rebuildLines();
}

void RunListPresenter::giveSlots() {
    std::vector<std::string> names;
    for (size_t i = 0; m_snapshot && i < m_snapshot->runs.size(); ++i)
        names.push_back(m_snapshot->runs[i]->name);
    m_annotations.giveSlots(names);
}

/// The usual case: the same runs in the same order. Returns false where it is another.
bool RunListPresenter::updateRowsInPlace(Rows which) {
    if (!m_snapshot || m_rows.empty()) return false;
    const auto isOf = [](const RunRow& row, const auto& run) { return row.id == run->id && row.name == run->name; };
    const auto& runs = m_snapshot->runs;
    if (!std::equal(m_rows.begin(), m_rows.end(), runs.begin(), runs.end(), isOf)) return false;
    bool changed = false;
    for (size_t i = 0; i < runs.size(); ++i) {
        Known& known = m_known[runs[i]->id];
        if (which == Rows::OfChangedRuns && known.rowOf == runs[i].get()) continue;
        known.rowOf = runs[i].get();
        RunRow row = makeRow(known);
        if (row == m_rows[i]) continue;
        m_rows[i] = std::move(row);
        changed = true;
    }
    if (!changed) return true;
    ++m_generation;
    rebuildLines();
    return true;
}

RunRow RunListPresenter::makeRow(const Known& known) {
    const auto& run = *known.run;
    RunRow row;
    row.id = run.id;
    row.name = run.name;
    row.group = std::string(kit::namePrefix(run.name));
    const std::string alias = m_annotations.alias(run.name);
    row.whole = kit::runLabel(run);
    row.label = !alias.empty() ? alias : m_grouped ? std::string(kit::nameLeaf(row.whole)) : row.whole;
    row.slot = m_annotations.slot(run.name);
    row.state = run.state;
    row.loading = run.loading;
    row.shown = isShown(run.name);
    const IssueCount issues = m_issueCounts ? m_issueCounts(run) : countIssues(run.issues);
    row.problems = issues.problems;
    row.notes = issues.notes;
    if (known.summary) {
        row.hasMetric = true;
        row.value = valueOf(*known.summary, m_metric);
        row.lastStep = known.summary->lastStep;
        if (!std::isfinite(known.summary->lastValue)) row.divergedTo = known.summary->lastValue;
    }
    row.matches = matchesFilter(row, known.parameters);
    return row;
}

RunListPresenter::IssueCount RunListPresenter::countIssues(const std::vector<runlog::Issue>& issues) {
    IssueCount count;
    for (const auto& issue : issues)
        ++(severity(issue.code) == runlog::Severity::Note ? count.notes : count.problems);
    return count;
}

void RunListPresenter::setIssueCounts(std::function<IssueCount(const runlog::RunSnapshot&)> counts) {
    m_issueCounts = std::move(counts);
    for (const RunRow& row : m_rows) {
        Known& known = m_known.at(row.id);
        const IssueCount now = m_issueCounts(*known.run);
        if (now.problems != row.problems || now.notes != row.notes) known.rowOf = nullptr;
    }
    rebuildRows(Rows::OfChangedRuns);
}

bool RunListPresenter::isShown(const std::string& name) const {
    return m_solo ? *m_solo == name : !m_annotations.isHidden(name);
}

bool RunListPresenter::matchesFilter(const RunRow& row, const std::string& parameters) const {
    if (m_filter.isEmpty() || m_filter.matches(row.name) || m_filter.matches(row.label)) return true;
    return !parameters.empty() && m_filter.matches(parameters);
}

void RunListPresenter::sortRows(std::vector<size_t>& order) const {
    if (m_sortKey == SortKey::Name) {
        if (m_sortOrder == SortOrder::Descending) std::reverse(order.begin(), order.end());
        return;
    }
    const auto key = [&](size_t i) {
        const RunRow& row = m_rows[i];
        switch (m_sortKey) {
        case SortKey::Value:
            return row.hasMetric && std::isfinite(row.value) ? row.value : std::nan("");
        case SortKey::Step:
            return row.hasMetric ? static_cast<double>(row.lastStep) : std::nan("");
        case SortKey::State:
            return static_cast<double>(row.state);
        default: // any number of notes weighs less than one problem
            return static_cast<double>(row.problems) +
                   static_cast<double>(row.notes) / (1.0 + static_cast<double>(row.notes));
        }
    };
    const double sign = m_sortOrder == SortOrder::Ascending ? 1 : -1;
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
        const double x = key(a), y = key(b);
        if (std::isnan(x) || std::isnan(y))
            return !std::isnan(x) && std::isnan(y); // what is unknown or not finite stands last either way
        return sign * x < sign * y;
    });
}

void RunListPresenter::rebuildLines() {
    m_lines.clear();
    m_groups.clear();
    std::vector<size_t> order;
    for (size_t i = 0; i < m_rows.size(); ++i)
        if (m_rows[i].matches) order.push_back(i);
    sortRows(order);
    const bool hasGroups = std::any_of(order.begin(), order.end(), [&](size_t i) { return !m_rows[i].group.empty(); });
    if (m_grouped && hasGroups) return appendGrouped(order);
    for (const size_t i : order)
        m_lines.push_back({false, i});
}

/// Groups stand in the order of their names; runs without a folder come first, without a header.
void RunListPresenter::appendGrouped(const std::vector<size_t>& order) {
    const auto less = [](const std::string& a, const std::string& b) {
        return a.empty() ? !b.empty() : !b.empty() && kit::nameLess(a, b);
    };
    std::map<std::string, std::vector<size_t>, decltype(less)> byGroup(less);
    for (const size_t i : order)
        byGroup[m_rows[i].group].push_back(i);
    for (const auto& [name, members] : byGroup) {
        const bool collapsed = !name.empty() && m_collapsed.contains(name);
        if (!name.empty()) {
            RunGroup group{name, static_cast<uint32_t>(members.size()), 0, collapsed};
            for (const size_t i : members)
                group.shown += m_rows[i].shown;
            m_lines.push_back({true, m_groups.size()});
            m_groups.push_back(std::move(group));
        }
        if (!collapsed)
            for (const size_t i : members)
                m_lines.push_back({false, i});
    }
}

uint32_t RunListPresenter::shownCount() const {
    return static_cast<uint32_t>(
        std::count_if(m_rows.begin(), m_rows.end(), [](const RunRow& row) { return row.isDrawn(); }));
}

uint32_t RunListPresenter::matchingCount() const {
    return static_cast<uint32_t>(
        std::count_if(m_rows.begin(), m_rows.end(), [](const RunRow& row) { return row.matches; }));
}

const RunRow* RunListPresenter::row(const std::string& name) const {
    const auto it = m_indexByName.find(name);
    return it == m_indexByName.end() ? nullptr : &m_rows[it->second];
}

std::shared_ptr<const runlog::RunSnapshot> RunListPresenter::run(const std::string& name) const {
    const RunRow* found = row(name);
    return found ? m_known.at(found->id).run : nullptr;
}

void RunListPresenter::setMetric(const Metric& metric) {
    if (metric == m_metric) return;
    const bool otherTag = metric.tag != m_metric.tag;
    m_metric = metric;
    if (otherTag)
        for (auto& [id, known] : m_known) {
            known.summary.reset();
            known.summaryAsked = false;
        }
    rebuildRows();
}

void RunListPresenter::setSort(SortKey key, SortOrder order) {
    m_sortKey = key;
    m_sortOrder = order;
    rebuildLines();
}

void RunListPresenter::setGrouped(bool grouped) {
    m_grouped = grouped;
    rebuildRows();
    rebuildLines();
}

void RunListPresenter::setCollapsed(const std::string& group, bool collapsed) {
    if (collapsed)
        m_collapsed.insert(group);
    else
        m_collapsed.erase(group);
    rebuildLines();
}

bool RunListPresenter::setFilter(const std::string& pattern) {
    const bool valid = m_filter.setPattern(pattern);
    if (valid) rebuildRows();
    return valid;
}

void RunListPresenter::setAnnotations(RunAnnotations annotations) {
    m_annotations = std::move(annotations);
    giveSlots();
    rebuildRows();
}

void RunListPresenter::setShown(const std::vector<std::string>& names, bool shown) {
    if (m_solo) { // what solo showed becomes the state to change
        for (const auto& row : m_rows)
            m_annotations.setHidden(row.name, !row.shown);
        m_solo.reset();
    }
    for (const auto& name : names)
        m_annotations.setHidden(name, !shown);
    rebuildRows();
}

void RunListPresenter::toggleSolo(const std::string& name) {
    if (m_solo == name)
        m_solo.reset();
    else
        m_solo = name;
    rebuildRows();
}

void RunListPresenter::setVisibility(const Visibility& visibility) {
    m_annotations.setHidden(visibility.hidden);
    m_solo = visibility.solo;
    rebuildRows();
}

void RunListPresenter::setAlias(const std::string& name, const std::string& alias) {
    m_annotations.setAlias(name, alias);
    rebuildRows();
}

void RunListPresenter::setSlot(const std::string& name, int slot) {
    m_annotations.setSlot(name, slot);
    rebuildRows();
}

std::vector<RunWork> RunListPresenter::pendingWork(size_t most) {
    std::vector<RunWork> work;
    for (auto& [id, known] : m_known) {
        if (work.size() >= most) break;
        const auto* tag = m_metric.tag.empty() ? nullptr : known.run->tag(m_metric.tag);
        const uint64_t points = tag ? tag->pointCount() : 0;
        const bool wantMetric =
            !m_metric.tag.empty() && points > 0 && (!known.summaryAsked || known.summaryPoints != points);
        const bool wantParameters = !known.parametersAsked || known.parametersTags != known.run->tags.size();
        if (!wantMetric && !wantParameters) continue;
        work.push_back({known.run, wantMetric ? m_metric.tag : std::string(), points, wantParameters});
        if (wantMetric) {
            known.summaryAsked = true;
            known.summaryPoints = points;
        }
        known.parametersAsked = true;
        known.parametersTags = known.run->tags.size();
    }
    return work;
}

void RunListPresenter::apply(const std::vector<RunWorkResult>& results) {
    for (const auto& result : results) {
        const auto it = m_known.find(result.runId);
        if (it == m_known.end()) continue;
        if (!result.tag.empty() && result.tag == m_metric.tag) it->second.summary = result.summary;
        if (result.hasParameters) it->second.parameters = result.parameters;
        it->second.rowOf = nullptr;
    }
    rebuildRows(Rows::OfChangedRuns);
}

} // namespace td::runs
