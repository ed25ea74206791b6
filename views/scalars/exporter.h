#pragma once

#include "engine/runlog/point_export.h"
#include "views/plot/export.h"
#include "views/scalars_present/chart_grid_presenter.h"

#include <atomic>
#include <QImage>
#include <QObject>
#include <QThreadPool>
#include <QTimer>

namespace td::kit {
class JobList;
}

namespace td::scalars {

/// Writes charts into files on workers: pictures, and all points as CSV or JSON. Each is a job with its progress;
/// points can be stopped. Files appear whole or not at all.
///
/// Threads: GUI thread. The end of the exporter stops what is under way.
class Exporter : public QObject {
    Q_OBJECT
public:
    enum class Picture { Svg, Pdf, Png, Clipboard };
    /// `jobs` may be null; it has to outlive the exporter.
    explicit Exporter(kit::JobList* jobs, QObject* parent = nullptr);
    ~Exporter() override;

    /// `path` is not used for the clipboard.
    void writePicture(std::shared_ptr<const plot::PlotScene> scene, Picture kind, const QString& path,
                      const plot::ExportOptions& options);
    /// Every scalar point of these lines, those that a restart superseded too.
    void writePoints(const std::vector<LineRequest>& lines, runlog::PointFormat format, const QString& path);
    /// How many points writePoints() would write.
    [[nodiscard]] static uint64_t pointsOf(const std::vector<LineRequest>& lines);
    [[nodiscard]] bool isBusy() const { return !m_running.empty(); }

Q_SIGNALS:
    void saved(const QString& path); ///< empty: in the clipboard
    void failed(const QString& path, const td::Error& error);
    void stopped(const QString& path); ///< on request; nothing was written

private:
    struct Running {
        QString path;
        quint64 job = 0;
        std::atomic<uint64_t> done{0}, total{0};
        std::atomic<bool> stop{false};
    };
    [[nodiscard]] std::shared_ptr<Running> begin(const QString& path, bool canStop);
    void end(const std::shared_ptr<Running>& running, const Result<void>& result);
    void showProgress();

    kit::JobList* m_jobs;
    QThreadPool m_pool;
    QTimer m_progress;
    std::vector<std::shared_ptr<Running>> m_running;
};

} // namespace td::scalars
