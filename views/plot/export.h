#pragma once

#include "engine/base/result.h"
#include "views/plot/plot_scene.h"

#include <QString>

namespace td::plot {

/// Pictures and data of a chart. Pictures use the light theme unless asked and hold title and legend; text stays text
/// in SVG and PDF.
struct ExportOptions {
    QSize sizePx{900, 500}; ///< logical px; PDF: at 96 a inch
    double scale = 2;       ///< PNG and clipboard: device px for each logical one
    bool dark = false;
    bool legend = true;
};

/// Pictures of a chart. A file appears whole or not at all.
/// Threads: any: painting a chart of many lines takes a while, so the window does it on a worker.
/// Errors: Io, DiskFull, Permission with the fact "file"; InvalidArgument for a size of nothing or beyond 16,384 px.
[[nodiscard]] Result<void> exportSvg(const PlotScene& plot, const QString& path, const ExportOptions& options = {});
[[nodiscard]] Result<void> exportPdf(const PlotScene& plot, const QString& path, const ExportOptions& options = {});
[[nodiscard]] Result<void> exportPng(const PlotScene& plot, const QString& path, const ExportOptions& options = {});
[[nodiscard]] Result<QImage> exportImage(const PlotScene& plot, const ExportOptions& options = {});

} // namespace td::plot
