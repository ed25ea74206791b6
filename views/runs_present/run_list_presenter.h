#pragma once

#include "engine/runlog/snapshot.h"
#include "views/kit_present/text_filter.h"
#include "views/runs_present/metric.h"
#include "views/runs_present/run_annotations.h"

#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace td::runs {

/// One run as the list shows it.
struct RunRow {
    uint32_t id = 0;
    std::string name;  ///< as in the log: the key of everything a person says about it
    std::string label; ///< alias, else the name below its group
    std::string whole; ///< the name without its group left away: for tool tips
    std::string group; ///< first folder, empty where there is none
    int slot = 0;      ///< colour and dash
    runlog::RunState state = runlog::RunState::Unknown;
    bool loading = false;
    bool shown = true;      ///< not hidden by hand
    bool matches = true;    ///< the filter lets it through
    bool hasMetric = false; ///< the run has the chosen tag and its value is known
    double value = 0;
    std::optional<double> divergedTo; ///< NaN or infinite: what the chosen tag ended in
    int64_t lastStep = 0;             ///< of that tag
    uint64_t problems = 0;            ///< warnings and damage
    uint64_t notes = 0;               ///< what is unusual and needs nobody: a restart, repeated steps
    [[nodiscard]] bool isDrawn() const { return shown && matches; }
    bool operator==(const RunRow& other) const; ///< two NaN values are equal
};

enum class SortKey : uint8_t { Name, Value, Step, State, Problems };
enum class SortOrder : uint8_t { Ascending, Descending };

/// A line of the list: a group's header or a run.
struct RunLine {
    bool isGroup = false;
    size_t index = 0; ///< into groups() or rows()
};

struct RunGroup {
    std::string name;
    uint32_t runs = 0, shown = 0;
    bool collapsed = false;
    bool operator==(const RunGroup&) const = default;
};

/// Which runs are drawn: what undo exchanges and a workspace stores.
struct Visibility {
    std::set<std::string> hidden;
    std::optional<std::string> solo;
    bool operator==(const Visibility&) const = default;
};

/// Which runs the list shows, in which order, in which colour; charts draw those that are shown and match the filter.
///
/// Cost:    rows are made anew only of runs that changed; lines() are rebuilt when a row did: a few milliseconds for
///          10,000 runs. Metrics are computed elsewhere: pendingWork() -> compute() -> apply().
/// Threads: one.
class RunListPresenter {
public:
    void update(std::shared_ptr<const runlog::StoreSnapshot> snapshot);
    [[nodiscard]] const std::shared_ptr<const runlog::StoreSnapshot>& snapshot() const { return m_snapshot; }

    [[nodiscard]] const std::vector<RunRow>& rows() const { return m_rows; } ///< all runs, in the order of names
    /// Rises with every change of rows(): who copied them knows whether that is still what they are.
    [[nodiscard]] uint64_t generation() const { return m_generation; }
    [[nodiscard]] const std::vector<RunGroup>& groups() const { return m_groups; }
    [[nodiscard]] const std::vector<RunLine>& lines() const { return m_lines; }
    [[nodiscard]] uint32_t shownCount() const;    ///< runs that charts draw: neither hidden nor filtered away
    [[nodiscard]] uint32_t matchingCount() const; ///< runs that the filter lets through
    [[nodiscard]] const RunRow* row(const std::string& name) const;
    [[nodiscard]] std::shared_ptr<const runlog::RunSnapshot> run(const std::string& name) const;

    /// How many issues a run has, where more is known than what was met while reading it. Asked for once a run and
    /// call: call again when there are others.
    struct IssueCount {
        uint64_t problems = 0, notes = 0;
    };
    void setIssueCounts(std::function<IssueCount(const runlog::RunSnapshot&)> counts);
    [[nodiscard]] static IssueCount countIssues(const std::vector<runlog::Issue>& issues);

    void setMetric(const Metric& metric);
    [[nodiscard]] const Metric& metric() const { return m_metric; }
    void setSort(SortKey key, SortOrder order);
    [[nodiscard]] SortKey sortKey() const { return m_sortKey; }
    [[nodiscard]] SortOrder sortOrder() const { return m_sortOrder; }
    void setGrouped(bool grouped);
    [[nodiscard]] bool isGrouped() const { return m_grouped; }
    void setCollapsed(const std::string& group, bool collapsed);
    /// Filters by name, alias or "hparam=value". Returns whether the expression is valid; an invalid one changes
    /// nothing.
    bool setFilter(const std::string& pattern);
    [[nodiscard]] const kit::TextFilter& filter() const { return m_filter; }

    void setAnnotations(RunAnnotations annotations);
    [[nodiscard]] RunAnnotations& annotations() { return m_annotations; }
    void setShown(const std::vector<std::string>& names, bool shown);
    /// Shows only this run; the same run again brings back what was shown before.
    void toggleSolo(const std::string& name);
    [[nodiscard]] const std::optional<std::string>& solo() const { return m_solo; }
    [[nodiscard]] Visibility visibility() const { return {m_annotations.hidden(), m_solo}; }
    void setVisibility(const Visibility& visibility);
    void setAlias(const std::string& name, const std::string& alias);
    void setSlot(const std::string& name, int slot);

    /// What compute() should find out next; each piece is handed out once, at most `most` together.
    [[nodiscard]] std::vector<RunWork> pendingWork(size_t most = std::numeric_limits<size_t>::max());
    void apply(const std::vector<RunWorkResult>& results);

private:
    struct Known {
        std::shared_ptr<const runlog::RunSnapshot> run;
        std::optional<runlog::SeriesSummary> summary;
        uint64_t summaryPoints = 0; ///< of the metric's tag when `summary` was asked for
        bool summaryAsked = false;
        std::string parameters;
        uint64_t parametersTags = 0; ///< number of tags when they were asked for: they come with a tag of their own
        bool parametersAsked = false;
        const runlog::RunSnapshot* rowOf = nullptr; ///< what its row was made of
    };
    enum class Rows { OfChangedRuns, All };
    void rebuildRows(Rows which = Rows::All);
    bool updateRowsInPlace(Rows which);
    void rebuildLines();
    void giveSlots();
    [[nodiscard]] RunRow makeRow(const Known& known);
    [[nodiscard]] bool matchesFilter(const RunRow& row, const std::string& parameters) const;
    [[nodiscard]] bool isShown(const std::string& name) const;
    void sortRows(std::vector<size_t>& order) const;
    void appendGrouped(const std::vector<size_t>& order);

    std::shared_ptr<const runlog::StoreSnapshot> m_snapshot;
    std::unordered_map<uint32_t, Known> m_known; ///< by run id
    std::function<IssueCount(const runlog::RunSnapshot&)> m_issueCounts;
    std::vector<RunRow> m_rows;
    uint64_t m_generation = 0;
    std::unordered_map<std::string, size_t> m_indexByName;
    std::vector<RunGroup> m_groups;
    std::vector<RunLine> m_lines;
    std::set<std::string> m_collapsed;
    RunAnnotations m_annotations;
    std::optional<std::string> m_solo;
    kit::TextFilter m_filter;
    Metric m_metric;
    SortKey m_sortKey = SortKey::Name;
    SortOrder m_sortOrder = SortOrder::Ascending;
    bool m_grouped = true;
};

} // namespace td::runs
