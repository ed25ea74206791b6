#include "app/window/chart_command.h"

#include "engine/base/file.h"
#include "engine/runlog/doctor_text.h"
#include "engine/runlog/point_export.h"
#include "engine/runlog/run_store.h"
#include "engine/runlog/series.h"
#include "views/kit/format.h"
#include "views/plot/export.h"
#include "views/plot_present/plot_series.h"
#include "views/runs_present/run_annotations.h"

#include <cstdio>
#include <re2/re2.h>

namespace td::app {
namespace {

constexpr int kFine = 0, kIssuesFound = 1, kUnusableInput = 2, kWrongUsage = 64;

struct ChartRequest {
    QString out;
    std::vector<std::string> tags, paths;
    std::string runPattern;
    plot::PlotSettings settings;
    plot::SmoothingSetting smoothing{plot::Smoothing::None, 0};
    plot::ExportOptions options{.sizePx = {960, 540}, .scale = 1}; // the size asked for is the size in pixels
};

plot::XMode xModeOf(const QString& word) {
    if (word == QLatin1String("relative")) return plot::XMode::Relative;
    return word == QLatin1String("wall") ? plot::XMode::Wall : plot::XMode::Step;
}

void take(ChartRequest& request, const QString& name, const QString& value) {
    if (name == QLatin1String("--out")) request.out = value;
    if (name == QLatin1String("--tag")) request.tags.push_back(value.toStdString());
    if (name == QLatin1String("--run")) request.runPattern = value.toStdString();
    if (name == QLatin1String("--size"))
        request.options.sizePx = {value.section('x', 0, 0).toInt(), value.section('x', 1).toInt()};
    if (name == QLatin1String("--smoothing")) request.smoothing = {plot::Smoothing::Ema, value.toDouble()};
    if (name == QLatin1String("--x")) request.settings.xMode = xModeOf(value);
}

ChartRequest parse(const QStringList& words) {
    ChartRequest request;
    for (qsizetype i = 0; i < words.size(); ++i) {
        if (words[i] == QLatin1String("--")) {
            for (++i; i < words.size(); ++i)
                request.paths.push_back(words[i].toStdString());
        } else if (words[i] == QLatin1String("--log-y")) {
            request.settings.yScale = plot::YScale::Log;
        } else if (i + 1 < words.size()) {
            take(request, words[i], words[i + 1]);
            ++i;
        }
    }
    return request;
}

/// What the window keeps of these runs: their colours and the names a person gave them.
runs::RunAnnotations annotationsOf(const ChartRequest& request, const runlog::StoreSnapshot& store) {
    std::vector<std::filesystem::path> folders;
    for (const auto& root : runlog::parseRoots(request.paths))
        folders.push_back(root.path);
    std::vector<std::string> names;
    for (const auto& run : store.runs)
        names.push_back(run->name);
    return runs::RunAnnotations::keptOf(folders, names);
}

struct Found {
    std::vector<plot::Line> lines;
    const runlog::TagSnapshot* undrawable = nullptr; ///< the first asked for whose values are no numbers
};

Found linesOf(const ChartRequest& request, const runlog::StoreSnapshot& store) {
    const runs::RunAnnotations annotations = annotationsOf(request, store);
    const RE2 pattern(request.runPattern, RE2::Quiet);
    Found found;
    for (const auto& run : store.runs) {
        const int slot = annotations.slot(run->name);
        if (!RE2::PartialMatch(run->name, pattern)) continue;
        for (const std::string& tagName : request.tags) {
            const runlog::TagSnapshot* tag = run->tag(tagName);
            if (!tag || tag->kind != runlog::TagKind::Scalars) continue;
            if (!tag->undecodable.empty() && !found.undrawable) found.undrawable = tag;
            if (!tag->undecodable.empty() && !runlog::hasNumbers(*tag)) continue;
            const std::string alias = annotations.alias(run->name);
            const std::string name = alias.empty() ? run->name : alias;
            plot::Line line;
            line.id = run->name + '\n' + tagName;
            line.label = request.tags.size() > 1 ? name + " · " + kit::Format::name(tagName).toStdString() : name;
            line.slot = slot;
            line.points =
                plot::PlotSeries::build(std::make_shared<const runlog::Series>(runlog::readSeries(*run, *tag)),
                                        request.settings.xMode, request.smoothing);
            found.lines.push_back(std::move(line));
        }
    }
    return found;
}

QString titleOf(const ChartRequest& request) {
    QStringList tags;
    for (const std::string& tag : request.tags)
        tags << kit::Format::name(tag);
    return tags.join(QLatin1String(", "));
}

Result<void> write(const ChartRequest& request, std::vector<plot::Line> lines) {
    plot::PlotWidget widget;
    widget.setTitle(titleOf(request));
    widget.setSettings(request.settings);
    widget.setLines(std::move(lines));
    const auto scene = widget.scene();
    if (request.out.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive))
        return plot::exportSvg(*scene, request.out, request.options);
    if (request.out.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive))
        return plot::exportPdf(*scene, request.out, request.options);
    return plot::exportPng(*scene, request.out, request.options);
}

bool hasIssues(const runlog::StoreSnapshot& store) {
    return !store.issues.empty() ||
           std::any_of(store.runs.begin(), store.runs.end(), [](const auto& run) { return !run->issues.empty(); });
}

int complain(const std::string& sentence) {
    std::fprintf(stderr, "tensordesk chart: %s\n", sentence.c_str());
    return kUnusableInput;
}

} // namespace

int runChartCommand(const QStringList& words) {
    const ChartRequest request = parse(words);
    if (request.out.isEmpty() || request.tags.empty() || request.paths.empty()) return kWrongUsage;
    runlog::StoreOptions options;
    options.follow = false;
    auto store = runlog::RunStore::open(runlog::parseRoots(request.paths), options);
    if (!store) return complain("The runs could not be read: " + describe(store.error()) + ".");
    (*store)->waitUntilLoaded();
    const auto snapshot = (*store)->snapshot();
    auto [lines, undrawable] = linesOf(request, *snapshot);
    if (undrawable) complain(runlog::undrawableText(*undrawable));
    if (lines.empty() && undrawable) return kIssuesFound;
    if (lines.empty()) return complain("No run has a scalar tag of that name. 'tensordesk inspect' lists the tags.");
    if (const auto written = write(request, std::move(lines)); !written)
        return complain("The picture could not be written: " + describe(written.error()) + ".");
    return undrawable || hasIssues(*snapshot) ? kIssuesFound : kFine;
}

} // namespace td::app
