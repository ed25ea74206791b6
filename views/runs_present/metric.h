#pragma once

#include "engine/runlog/series.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace td::runs {

/// Which number of a scalar tag stands in the runs list.
enum class MetricKind : uint8_t { Last, Best, Min, Max };

/// The chosen metric: a tag and a number of it. No tag: the column is empty.
struct Metric {
    std::string tag;
    MetricKind kind = MetricKind::Last;
    bool operator==(const Metric&) const = default;
};

/// Whether more is better for a tag of this name ("accuracy", "auc", "f1" …); everything else is taken for a loss.
[[nodiscard]] bool higherIsBetter(std::string_view tag);
/// Last may be NaN or infinite: a run that ended so must not look well. The others are of the finite values.
[[nodiscard]] double valueOf(const runlog::SeriesSummary& summary, const Metric& metric);

/// A scalar tag and how many runs have it.
struct ScalarTag {
    std::string name;
    uint32_t runs = 1;
};

/// The tag to begin with: one that most runs have; of several validation losses come first, then validation accuracies,
/// any loss, any accuracy, and then the order of names; empty where there is none.
[[nodiscard]] std::string likelyMetric(const std::vector<ScalarTag>& scalarTags);

/// What the list needs to know of a run and has to be computed off the window's thread.
struct RunWork {
    std::shared_ptr<const runlog::RunSnapshot> run;
    std::string tag;     ///< empty: no metric wanted
    uint64_t points = 0; ///< of that tag in that snapshot
    bool wantParameters = false;
};

struct RunWorkResult {
    uint32_t runId = 0;
    std::string tag;
    uint64_t points = 0;
    std::optional<runlog::SeriesSummary> summary; ///< nullopt: the run has no such scalar tag
    bool hasParameters = false;                   ///< whether `parameters` was asked for
    uint64_t generation = 0;
    std::string parameters; ///< "name=value" a line, for the filter
};

/// Threads: any.
[[nodiscard]] RunWorkResult compute(const RunWork& work);

} // namespace td::runs
