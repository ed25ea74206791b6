#pragma once

#include "views/plot_present/plot_types.h"
#include "views/scalars_present/chart_grid_presenter.h"

#include <atomic>
#include <functional>
#include <memory>
#include <QObject>
#include <QThreadPool>
#include <vector>

namespace td::scalars {

/// What a chart needs: its lines, and how x and smoothing are to be computed.
struct ChartRequest {
    std::vector<LineRequest> lines;
    plot::XMode xMode = plot::XMode::Step;
    plot::SmoothingSetting smoothing;
};

/// The lines of a chart, ready to draw, and how long it took to make them.
struct LoadedChart {
    std::vector<plot::Line> lines;
    double seconds = 0;
};

class SeriesCache;

/// Makes lines on a pool of its own and hands them to the GUI thread.
///
/// For each ticket only the newest request is answered; an older one stops at its next line. Series that were read
/// lately are kept (the newest 6 million points), so that a change of smoothing or a scroll back does not read them
/// again. Threads: GUI thread.
class SeriesLoader : public QObject {
    Q_OBJECT
public:
    /// One asker's place in the queue.
    using Ticket = std::shared_ptr<std::atomic<uint64_t>>;
    [[nodiscard]] static Ticket ticket() { return std::make_shared<std::atomic<uint64_t>>(0); }

    explicit SeriesLoader(QObject* parent = nullptr);
    ~SeriesLoader() override;

    void load(QObject* context, const Ticket& ticket, ChartRequest request, std::function<void(LoadedChart)> done);
    /// Drops what was asked for with this ticket.
    static void cancel(const Ticket& ticket) { ++*ticket; }

private:
    QThreadPool m_pool;
    std::shared_ptr<SeriesCache> m_cache;
    std::shared_ptr<std::atomic<bool>> m_stopped;
};

} // namespace td::scalars
