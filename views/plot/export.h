#pragma once

#include "engine/base/result.h"
#include "views/plot/plot_widget.h"

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

/// Errors: Io, DiskFull, Permission with the fact "file"; InvalidArgument for a size of nothing or beyond 16,384 px.
[[nodiscard]] Result<void> exportSvg(const PlotWidget& plot, const QString& path, const ExportOptions& options = {});
[[nodiscard]] Result<void> exportPdf(const PlotWidget& plot, const QString& path, const ExportOptions& options = {});
[[nodiscard]] Result<void> exportPng(const PlotWidget& plot, const QString& path, const ExportOptions& options = {});
[[nodiscard]] Result<QImage> exportImage(const PlotWidget& plot, const ExportOptions& options = {});
[[nodiscard]] Result<void> copyToClipboard(const PlotWidget& plot, const ExportOptions& options = {});

/// All points of the lines, exact, whatever is in sight. Threads: any (lines are snapshots); long for millions of
/// points: a job.
[[nodiscard]] Result<void> exportCsv(const std::vector<Line>& lines, const QString& path);
[[nodiscard]] Result<void> exportJson(const QString& title, const std::vector<Line>& lines, const QString& path);

} // namespace td::plot
