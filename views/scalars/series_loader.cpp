#include "views/scalars/series_loader.h"

#include "engine/runlog/series.h"
#include "views/kit/format.h"
#include "views/kit/worker.h"
#include "views/plot_present/group_mean.h"
#include "views/plot_present/plot_series.h"

#include <chrono>
#include <list>
#include <map>
#include <mutex>
#include <unordered_map>

namespace td::scalars {
namespace {

constexpr uint64_t kMostCachedPoints = 6'000'000;

/// What tells one state of a tag's points from another: where they lie, how many, how many sessions.
std::string fingerprint(const runlog::RunSnapshot& run, const runlog::TagSnapshot& tag) {
    std::string text;
    for (const auto& part : tag.parts)
        text += std::to_string(reinterpret_cast<uintptr_t>(part.column.scalars)) + ':' +
                std::to_string(part.column.scalarCount) + ' ';
    return text + std::to_string(run.sessions.size());
}

/// Lines of one group and tag stand behind their mean, which takes the colour of the first of them: that stays its own.
void addMeans(std::vector<plot::Line>& lines, const std::vector<std::pair<std::string, std::string>>& groupAndTag,
              plot::XMode xMode, bool severalTags) {
    std::map<std::pair<std::string, std::string>, std::vector<size_t>> members;
    for (size_t i = 0; i < lines.size(); ++i)
        if (!groupAndTag[i].first.empty()) members[groupAndTag[i]].push_back(i);
    for (const auto& [key, indices] : members) {
        if (indices.size() < 2) continue;
        std::vector<std::shared_ptr<const plot::PlotSeries>> points;
        for (const size_t i : indices)
            points.push_back(lines[i].points);
        plot::Line mean;
        mean.group = plot::groupMean(points, xMode);
        if (!mean.group) continue;
        mean.id = "group\n" + key.first + '\n' + key.second;
        mean.label = severalTags ? key.first + " · " + kit::Format::name(key.second).toStdString() : key.first;
        mean.slot = lines[indices.front()].slot;
        mean.points = mean.group->mean;
        mean.emphasized = true;
        for (const size_t i : indices)
            lines[i].behind = true;
        lines.push_back(std::move(mean));
    }
}

} // namespace

/// The last series of each line, least recently used first to go. Threads: any.
class SeriesCache {
public:
    struct Entry {
        std::string key, print;
        std::shared_ptr<const runlog::Series> series;
        plot::XMode xMode = plot::XMode::Step;
        plot::SmoothingSetting smoothing;
        std::shared_ptr<const plot::PlotSeries> points;
    };

    std::shared_ptr<const plot::PlotSeries> make(const LineRequest& line, plot::XMode xMode,
                                                 const plot::SmoothingSetting& smoothing) {
        const auto* tag = line.run->tag(line.tag);
        if (!tag) return nullptr;
        Entry entry{line.run->name + '\n' + line.tag + (line.older ? "\nolder" : ""),
                    fingerprint(*line.run, *tag),
                    nullptr,
                    xMode,
                    smoothing,
                    nullptr};
        if (const auto known = find(entry.key); known.print == entry.print) {
            if (known.points && known.xMode == xMode && known.smoothing == smoothing) return known.points;
            entry.series = known.series;
        }
        if (!entry.series)
            entry.series = std::make_shared<const runlog::Series>(
                runlog::readSeries(*line.run, *tag, line.older ? runlog::Superseded::Only : runlog::Superseded::Hide));
        entry.points = plot::PlotSeries::build(entry.series, xMode, smoothing);
        store(entry);
        return entry.points;
    }

private:
    Entry find(const std::string& key) {
        const std::lock_guard lock(m_mutex);
        const auto it = m_byKey.find(key);
        if (it == m_byKey.end()) return {};
        m_entries.splice(m_entries.end(), m_entries, it->second);
        return *it->second;
    }
    void store(const Entry& entry) {
        std::list<Entry> dropped; // freed after the lock
        const std::lock_guard lock(m_mutex);
        if (const auto it = m_byKey.find(entry.key); it != m_byKey.end()) drop(it->second, dropped);
        m_entries.push_back(entry);
        m_byKey[entry.key] = std::prev(m_entries.end());
        m_points += entry.points->size();
        while (m_points > kMostCachedPoints && m_entries.size() > 1)
            drop(m_entries.begin(), dropped);
    }
    void drop(std::list<Entry>::iterator entry, std::list<Entry>& dropped) {
        m_points -= entry->points->size();
        m_byKey.erase(entry->key);
        dropped.splice(dropped.end(), m_entries, entry);
    }

    std::mutex m_mutex;
    std::list<Entry> m_entries;
    std::unordered_map<std::string, std::list<Entry>::iterator> m_byKey;
    uint64_t m_points = 0;
};

SeriesLoader::SeriesLoader(QObject* parent)
    : QObject(parent)
    , m_cache(std::make_shared<SeriesCache>())
    , m_stopped(std::make_shared<std::atomic<bool>>(false)) {}

SeriesLoader::~SeriesLoader() {
    *m_stopped = true;
    m_pool.clear();
    m_pool.waitForDone();
}

void SeriesLoader::load(QObject* context, const Ticket& ticket, ChartRequest request,
                        std::function<void(LoadedChart)> done) {
    const uint64_t number = ++*ticket;
    const auto isWanted = [ticket, number, stopped = m_stopped] { return *ticket == number && !*stopped; };
    kit::onWorker(
        &m_pool, context,
        [cache = m_cache, request = std::move(request), isWanted] {
            const auto start = std::chrono::steady_clock::now();
            LoadedChart chart;
            std::vector<std::pair<std::string, std::string>> groupAndTag; // of each line
            bool severalTags = false;
            for (const auto& line : request.lines) {
                if (!isWanted()) break;
                auto points = cache->make(line, request.xMode, request.smoothing);
                if (!points || (line.older && points->size() == 0)) continue;
                plot::Line made;
                made.id = line.id;
                made.label = line.label;
                if (line.tag.empty() && made.label.ends_with(" · "))
                    made.label += kit::Format::name(line.tag).toStdString();
                made.slot = line.slot;
                made.points = std::move(points);
                made.live = !line.older && line.run->state == runlog::RunState::Running;
                made.crashed = !line.older && line.run->state == runlog::RunState::Crashed;
                chart.lines.push_back(std::move(made));
                groupAndTag.emplace_back(line.group, line.tag);
                severalTags = severalTags || line.tag != request.lines.front().tag;
            }
            if (isWanted()) addMeans(chart.lines, groupAndTag, request.xMode, severalTags);
            chart.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
            return chart;
        },
        [isWanted, done = std::move(done)](LoadedChart chart) {
            if (isWanted()) done(std::move(chart));
        });
}

} // namespace td::scalars
