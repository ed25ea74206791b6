#include "views/runs_present/metric.h"

#include "engine/runlog/payload.h"
#include "views/runs_present/run_facts.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <tuple>

namespace td::runs {
namespace {

std::string lowerCase(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
    return lower;
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// Smaller is more likely to be what a person wants to see first.
int rank(std::string_view tag) {
    const std::string lower = lowerCase(tag);
    const bool validation = contains(lower, "val") || contains(lower, "eval") || contains(lower, "test");
    if (contains(lower, "loss")) return validation ? 0 : 2;
    if (contains(lower, "acc")) return validation ? 1 : 3;
    return 4;
}

} // namespace

bool higherIsBetter(std::string_view tag) {
    static constexpr std::array<std::string_view, 15> kWords = {"acc",  "auc",    "f1",     "precision", "recall",
                                                                "bleu", "rouge",  "score",  "iou",       "map",
                                                                "psnr", "reward", "return", "r2",        "top"};
    const std::string lower = lowerCase(tag);
    if (contains(lower, "loss") || contains(lower, "error")) return false;
    return std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) { return contains(lower, word); });
}

double valueOf(const runlog::SeriesSummary& summary, const Metric& metric) {
    switch (metric.kind) {
    case MetricKind::Last:
        return summary.lastValue;
    case MetricKind::Min:
        return summary.min;
    case MetricKind::Max:
        return summary.max;
    case MetricKind::Best:
        return higherIsBetter(metric.tag) ? summary.max : summary.min;
    }
    return summary.lastValue;
}

std::string likelyMetric(const std::vector<ScalarTag>& scalarTags) {
    const auto key = [](const ScalarTag& tag) {
        return std::tuple(-static_cast<int64_t>(tag.runs), rank(tag.name), std::string_view(tag.name));
    };
    const auto best = std::min_element(scalarTags.begin(), scalarTags.end(),
                                       [&](const auto& a, const auto& b) { return key(a) < key(b); });
    return best == scalarTags.end() ? std::string() : best->name;
}

RunWorkResult compute(const RunWork& work) {
    RunWorkResult result;
    result.runId = work.run->id;
    result.tag = work.tag;
    result.points = work.points;
    result.generation = work.run->generation;
    if (const auto* tag = work.tag.empty() ? nullptr : work.run->tag(work.tag);
        tag && tag->kind == runlog::TagKind::Scalars)
        result.summary = runlog::summarize(*work.run, *tag);
    if (work.wantParameters) {
        result.hasParameters = true;
        for (const auto& parameter : runlog::hparams(*work.run))
            result.parameters += parameter.name + "=" + textOf(parameter) + "\n";
    }
    return result;
}

} // namespace td::runs
