#include "views/scalars_present/chart_grid_presenter.h"

#include "views/kit_present/name_order.h"
#include "views/scalars_present/run_groups.h"

#include <algorithm>
#include <limits>
#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace td::scalars {

using runlog::TagKind;

namespace {

/// The fourth dash of the same colour: apart from the run's own line until there are more than thirty runs.
constexpr int kSeriesColours = 10, kOlderDash = 3;
constexpr size_t kNowhere = std::numeric_limits<size_t>::max();

/// Cheap; whether there are superseded points at all is known when the line is made.
bool mayHaveOlder(const runlog::RunSnapshot& run, const runlog::TagSnapshot& tag) {
    return tag.parts.size() > 1 || !run.sessions.empty();
}

LineRequest olderLine(LineRequest line) {
    line.id += "\nolder";
    line.label += " ↺";
    line.slot = line.slot % kSeriesColours + kSeriesColours * kOlderDash;
    line.older = true;
    line.group.clear();
    return line;
}

} // namespace

Chart chartOfTag(const std::string& tag) {
    return {tag, std::string(kit::namePrefix(tag)), std::string(kit::nameLeaf(tag)), {tag}, false};
}

bool ChartGridPresenter::update(const std::shared_ptr<const runlog::StoreSnapshot>& snapshot,
                                const kit::TagCatalog& catalog) {
    const auto before = std::exchange(m_snapshot, snapshot);
    const auto sameRun = [](const auto& a, const auto& b) { return a == b || a->name == b->name; };
    if (!before ||
        !std::equal(before->runs.begin(), before->runs.end(), snapshot->runs.begin(), snapshot->runs.end(), sameRun))
        findRuns();
    if (catalog.generation() == m_catalogGeneration) return false;
    m_catalogGeneration = catalog.generation();
    std::vector<std::string> tags;
    for (const auto* entry : catalog.entries())
        if (entry->runs(TagKind::Scalars) > 0) tags.push_back(entry->name);
    if (tags == m_tags) return false;
    m_tags = std::move(tags);
    rebuild();
    return true;
}

void ChartGridPresenter::setRuns(std::vector<RunStyle> runs) {
    const auto sameName = [](const RunStyle& a, const RunStyle& b) { return a.name == b.name; };
    const bool same = std::equal(m_runs.begin(), m_runs.end(), runs.begin(), runs.end(), sameName);
    m_runs = std::move(runs);
    if (!same) findRuns();
}

void ChartGridPresenter::findRuns() {
    std::unordered_map<std::string_view, size_t> places;
    for (size_t i = 0; m_snapshot && i < m_snapshot->runs.size(); ++i)
        places.emplace(m_snapshot->runs[i]->name, i);
    m_placeOfRun.clear();
    for (const auto& run : m_runs) {
        const auto found = places.find(run.name);
        m_placeOfRun.push_back(found == places.end() ? kNowhere : found->second);
    }
}

const std::shared_ptr<const runlog::RunSnapshot>& ChartGridPresenter::snapshotOf(size_t run) const {
    static const std::shared_ptr<const runlog::RunSnapshot> none;
    return m_placeOfRun[run] == kNowhere ? none : m_snapshot->runs[m_placeOfRun[run]];
}

bool ChartGridPresenter::setFilter(const std::string& pattern) {
    const bool valid = m_filter.setPattern(pattern);
    if (valid) rebuild();
    return valid;
}

void ChartGridPresenter::setState(GridState state) {
    m_state = std::move(state);
    rebuild();
}

void ChartGridPresenter::rebuild() {
    m_sections.clear();
    appendPinned();
    appendCombined();
    appendPrefixes();
    for (auto& section : m_sections)
        section.collapsed = m_state.collapsed.contains(section.name);
}

Chart ChartGridPresenter::combinedChart(const CombinedChart& chart) const {
    return {chart.id, {}, chart.title, chart.tags, true};
}

/// Pinned charts are shown whatever the filter says: they were asked for by name.
void ChartGridPresenter::appendPinned() {
    ChartSection section{ChartSection::Kind::Pinned, "*pinned", {}, 0, false};
    for (const auto& id : m_state.pinned) {
        const auto combined =
            std::find_if(m_state.charts.begin(), m_state.charts.end(), [&](const auto& c) { return c.id == id; });
        if (combined != m_state.charts.end())
            section.charts.push_back(combinedChart(*combined));
        else if (std::find(m_tags.begin(), m_tags.end(), id) != m_tags.end())
            section.charts.push_back(chartOfTag(id));
    }
    if (!section.charts.empty()) m_sections.push_back(std::move(section));
}

void ChartGridPresenter::appendCombined() {
    ChartSection section{ChartSection::Kind::Combined, "*charts", {}, 0, false};
    for (const auto& chart : m_state.charts) {
        if (m_state.isPinned(chart.id))
            ++section.pinnedElsewhere;
        else
            section.charts.push_back(combinedChart(chart));
    }
    if (!section.charts.empty()) m_sections.push_back(std::move(section));
}

void ChartGridPresenter::appendPrefixes() {
    std::map<std::string, size_t> sectionOf;
    const std::set<std::string> pinned(m_state.pinned.begin(), m_state.pinned.end());
    std::vector<ChartSection> sections;
    for (const auto& tag : m_tags) {
        if (!m_filter.matches(tag)) continue;
        const std::string prefix(kit::namePrefix(tag));
        const auto [it, added] = sectionOf.try_emplace(prefix, sections.size());
        if (added) sections.push_back({ChartSection::Kind::Prefix, prefix, {}, 0, false});
        ChartSection& section = sections[it->second];
        if (pinned.contains(tag))
            ++section.pinnedElsewhere;
        else
            section.charts.push_back(chartOfTag(tag));
    }
    // Tags without a prefix come first: they are few and usually the ones that matter.
    std::stable_partition(sections.begin(), sections.end(), [](const ChartSection& s) { return s.name.empty(); });
    for (auto& section : sections)
        m_sections.push_back(std::move(section));
}

const Chart* ChartGridPresenter::chart(const std::string& id) const {
    for (const auto& section : m_sections)
        for (const auto& chart : section.charts)
            if (chart.id == id) return &chart;
    return nullptr;
}

uint32_t ChartGridPresenter::chartCount() const {
    size_t count = 0;
    for (const auto& section : m_sections)
        count += section.charts.size();
    return static_cast<uint32_t>(count);
}

std::vector<LayoutSection> ChartGridPresenter::layoutSections() const {
    std::vector<LayoutSection> sections;
    for (const auto& section : m_sections) {
        LayoutSection layout{{}, section.collapsed, section.kind == ChartSection::Kind::Pinned};
        for (const auto& chart : section.charts) {
            const auto own = m_state.overrides.find(chart.id);
            layout.spans.push_back(own == m_state.overrides.end() ? 0 : own->second.span.value_or(0));
        }
        sections.push_back(std::move(layout));
    }
    return sections;
}

ChartSettings ChartGridPresenter::settingsOf(const std::string& chart) const {
    const auto own = m_state.overrides.find(chart);
    return own == m_state.overrides.end() ? m_state.settings : combine(m_state.settings, own->second);
}

std::vector<LineRequest> ChartGridPresenter::linesOf(const Chart& chart) const {
    std::vector<LineRequest> lines;
    lines.reserve(m_runs.size());
    const RunGroups groups(m_state.settings.grouping, m_state.settings.groupPattern);
    for (size_t i = 0; i < m_runs.size(); ++i) {
        const RunStyle& style = m_runs[i];
        if (!style.shown) continue;
        const auto& run = snapshotOf(i);
        if (!run) continue;
        for (const auto& name : chart.tags) {
            const auto* tag = run->tag(name);
            if (!tag || tag->kind != TagKind::Scalars) continue;
            const bool several = chart.tags.size() > 1;
            lines.push_back({several ? style.name + '\n' + name : style.name,
                             several ? style.label + " · " + name : style.label, style.slot, name, run,
                             tag->pointCount(), false, groups.of(style.name)});
            if (m_state.settings.showOlder && mayHaveOlder(*run, *tag)) lines.push_back(olderLine(lines.back()));
        }
    }
    return lines;
}

EmptyReason ChartGridPresenter::emptyReason(const Chart& chart) const {
    EmptyReason reason;
    for (size_t i = 0; i < m_runs.size(); ++i) {
        const RunStyle& style = m_runs[i];
        const auto& run = snapshotOf(i);
        if (!run) continue;
        const bool has = std::any_of(chart.tags.begin(), chart.tags.end(), [&](const std::string& name) {
            const auto* tag = run->tag(name);
            return tag && tag->kind == TagKind::Scalars;
        });
        if (has && style.shown) return {};
        if (has && style.filtered)
            ++reason.filteredRuns;
        else if (has)
            reason.hiddenRuns.push_back(style.name);
    }
    reason.kind = !reason.hiddenRuns.empty() ? EmptyReason::Kind::OnlyHiddenRuns
                  : reason.filteredRuns > 0  ? EmptyReason::Kind::OnlyFilteredRuns
                                             : EmptyReason::Kind::NoRunHasIt;
    return reason;
}

} // namespace td::scalars
