#pragma once

#include "engine/runlog/snapshot.h"
#include "views/kit_present/tag_catalog.h"
#include "views/kit_present/text_filter.h"
#include "views/scalars_present/grid_layout.h"
#include "views/scalars_present/grid_state.h"

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace td::scalars {

/// How a run appears in charts: the runs list decides.
struct RunStyle {
    std::string name;
    std::string label;
    int slot = 0;
    bool shown = true;     ///< drawn: neither hidden nor filtered away
    bool filtered = false; ///< the filter of the runs leaves it out
    bool operator==(const RunStyle&) const = default;
};

/// A chart of the grid: one scalar tag, or several that a person put together.
struct Chart {
    std::string id;     ///< the tag, or a combined chart's id
    std::string prefix; ///< before the first '/', shown as secondary
    std::string leaf;   ///< the rest, or the title of a combined chart
    std::vector<std::string> tags;
    bool combined = false;
    bool operator==(const Chart&) const = default;
};

struct ChartSection {
    enum class Kind : uint8_t { Pinned, Combined, Prefix } kind = Kind::Prefix;
    std::string name; ///< key of its collapsed state: "*pinned", "*charts", or the prefix; empty for tags without one
    std::vector<Chart> charts;
    uint32_t pinnedElsewhere = 0; ///< charts of this group that stand among the pinned
    bool collapsed = false;
};

/// A line that a chart should hold: what to load and how it looks.
struct LineRequest {
    std::string id;
    std::string label;
    int slot = 0;
    std::string tag;
    std::shared_ptr<const runlog::RunSnapshot> run;
    uint64_t points = 0;
    bool older = false;     ///< only the points that a later session of the run wrote again
    std::string group = {}; ///< lines of the same group and tag are drawn with their mean; empty: on its own
};

/// Why a chart has no line.
struct EmptyReason {
    enum class Kind : uint8_t { NotEmpty, NoRunHasIt, OnlyHiddenRuns, OnlyFilteredRuns } kind = Kind::NotEmpty;
    std::vector<std::string> hiddenRuns; ///< names of the runs that logged it and match the filter
    uint32_t filteredRuns = 0;           ///< runs that logged it and do not match the filter
};

/// Which charts exist, in which sections and order, with which lines.
///
/// Cost:    sections() are rebuilt when tags, the filter or the state changed; names of runs are looked up when runs
///          came or went; linesOf() looks only at one chart.
/// Threads: one.
class ChartGridPresenter {
public:
    /// Returns whether sections() changed.
    bool update(const std::shared_ptr<const runlog::StoreSnapshot>& snapshot, const kit::TagCatalog& catalog);
    void setRuns(std::vector<RunStyle> runs);
    [[nodiscard]] const std::vector<RunStyle>& runs() const { return m_runs; }
    bool setFilter(const std::string& pattern);

    void setState(GridState state);
    [[nodiscard]] const GridState& state() const { return m_state; }

    [[nodiscard]] const std::vector<ChartSection>& sections() const { return m_sections; }
    [[nodiscard]] const Chart* chart(const std::string& id) const;
    [[nodiscard]] uint32_t chartCount() const;
    [[nodiscard]] std::vector<LayoutSection> layoutSections() const;
    [[nodiscard]] ChartSettings settingsOf(const std::string& chart) const;

    [[nodiscard]] std::vector<LineRequest> linesOf(const Chart& chart) const;
    [[nodiscard]] EmptyReason emptyReason(const Chart& chart) const;

private:
    void rebuild();
    void findRuns();
    /// Null where the snapshot does not have it.
    [[nodiscard]] const std::shared_ptr<const runlog::RunSnapshot>& snapshotOf(size_t run) const;
    void appendPinned();
    void appendCombined();
    void appendPrefixes();
    [[nodiscard]] Chart combinedChart(const CombinedChart& chart) const;

    std::shared_ptr<const runlog::StoreSnapshot> m_snapshot;
    std::vector<std::string> m_tags; ///< scalar tags in order
    uint64_t m_catalogGeneration = 0;
    std::vector<RunStyle> m_runs;
    std::vector<size_t> m_placeOfRun; ///< of each of m_runs: its index in the snapshot, kNowhere where it is not there
    kit::TextFilter m_filter;
    GridState m_state;
    std::vector<ChartSection> m_sections;
};

/// The chart of one tag.
[[nodiscard]] Chart chartOfTag(const std::string& tag);

} // namespace td::scalars
