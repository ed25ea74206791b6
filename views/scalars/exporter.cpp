#include "views/scalars/exporter.h"

#include "views/kit/error_text.h"
#include "views/kit/job_list.h"
#include "views/kit/worker.h"

#include <QClipboard>

namespace td::scalars {
namespace {

constexpr int kProgressEveryMs = 100;

/// Each tag of each run once: a chart may draw the superseded points as a line of their own, but they belong to the
/// tag.
std::vector<LineRequest> tagsOf(const std::vector<LineRequest>& lines) {
    std::vector<LineRequest> tags;
    for (const LineRequest& line : lines)
        if (!line.older && line.run->tag(line.tag)) tags.push_back(line);
    return tags;
}

Result<void> write(const plot::PlotScene& scene, Exporter::Picture kind, const QString& path,
                   const plot::ExportOptions& options) {
    if (kind == Exporter::Picture::Svg) return plot::exportSvg(scene, path, options);
    if (kind == Exporter::Picture::Pdf) return plot::exportPdf(scene, path, options);
    return plot::exportPng(scene, path, options);
}

QString fileName(const QString& path) {
    return QFileInfo(path).fileName();
}

} // namespace

Exporter::Exporter(kit::JobList* jobs, QObject* parent)
    : QObject(parent)
    , m_jobs(jobs) {
    m_pool.setMaxThreadCount(2);
    m_progress.setInterval(kProgressEveryMs);
    connect(&m_progress, &QTimer::timeout, this, &Exporter::showProgress);
}

Exporter::~Exporter() {
    for (const auto& running : m_running)
        running->stop = true;
    m_pool.waitForDone();
}

std::shared_ptr<Exporter::Running> Exporter::begin(const QString& path, bool canStop) {
    auto running = std::make_shared<Running>();
    running->path = path;
    if (m_jobs) {
        kit::JobList::Spec spec;
        spec.title = [name = fileName(path)] {
            return name.isEmpty() ? tr("Painting a picture") : tr("Saving %1").arg(name);
        };
        if (canStop) spec.cancel = [running] { running->stop = true; };
        running->job = m_jobs->begin(std::move(spec));
    }
    m_running.push_back(running);
    m_progress.start();
    return running;
}

void Exporter::end(const std::shared_ptr<Running>& running, const Result<void>& result) {
    std::erase(m_running, running);
    if (m_running.empty()) m_progress.stop();
    const bool stopped = !result && result.error().code == ErrorCode::Cancelled;
    if (m_jobs && (result || stopped)) m_jobs->finish(running->job, stopped ? tr("Stopped") : QString());
    if (m_jobs && !result && !stopped) m_jobs->fail(running->job, kit::ErrorText::text(result.error()));
    if (result)
        Q_EMIT saved(running->path);
    else if (stopped)
        Q_EMIT this->stopped(running->path);
    else
        Q_EMIT failed(running->path, result.error());
}

void Exporter::showProgress() {
    for (const auto& running : m_running)
        if (m_jobs) m_jobs->update(running->job, running->done, running->total);
}

void Exporter::writePicture(std::shared_ptr<const plot::PlotScene> scene, Picture kind, const QString& path,
                            const plot::ExportOptions& options) {
    const auto running = begin(kind == Picture::Clipboard ? QString() : path, false);
    if (kind == Picture::Clipboard) {
        kit::onWorker(
            &m_pool, this, [scene, options] { return plot::exportImage(*scene, options); },
            [this, running](const Result<QImage>& image) {
                if (image) QGuiApplication::clipboard()->setImage(*image);
                end(running, image ? Result<void>() : failure(image.error()));
            });
        return;
    }
    kit::onWorker(
        &m_pool, this, [scene, kind, path, options] { return write(*scene, kind, path, options); },
        [this, running](const Result<void>& result) { end(running, result); });
}

void Exporter::writePoints(const std::vector<LineRequest>& lines, runlog::PointFormat format, const QString& path) {
    const auto running = begin(path, true);
    running->total = pointsOf(lines);
    kit::onWorker(
        &m_pool, this,
        [running, format, tags = tagsOf(lines), file = path.toStdString()] {
            std::vector<runlog::PointSource> sources; // valid while `tags` holds the runs
            for (const LineRequest& line : tags)
                sources.push_back({line.run.get(), line.run->tag(line.tag)});
            return runlog::exportPointsToFile(sources, format, file, [&](uint64_t done, uint64_t) {
                running->done = done;
                return !running->stop;
            });
        },
        [this, running](const Result<void>& result) { end(running, result); });
}

uint64_t Exporter::pointsOf(const std::vector<LineRequest>& lines) {
    uint64_t points = 0;
    for (const LineRequest& line : tagsOf(lines))
        points += line.run->tag(line.tag)->pointCount();
    return points;
}

} // namespace td::scalars
