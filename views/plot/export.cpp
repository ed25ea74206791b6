#include "views/plot/export.h"

#include <QFileInfo>
#include <QImage>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

namespace td::plot {
namespace {

constexpr int kMostPixels = 16'384; // QPainter's own limit is near
constexpr int kPixelsAnInch = 96;

Error fileError(const QFileDevice& file) {
    const auto code = file.error() == QFileDevice::PermissionsError ? ErrorCode::Permission
                      : file.error() == QFileDevice::ResourceError  ? ErrorCode::DiskFull
                                                                    : ErrorCode::Io;
    return {code, {{"file", file.fileName().toStdString()}, {"detail", file.errorString().toStdString()}}};
}

Result<void> checkSize(const ExportOptions& options) {
    const QSize size = options.sizePx * options.scale;
    const bool fits =
        size.width() >= 1 && size.height() >= 1 && size.width() <= kMostPixels && size.height() <= kMostPixels;
    if (fits) return {};
    return failure(ErrorCode::InvalidArgument,
                   {{"size", std::to_string(size.width()) + "x" + std::to_string(size.height())},
                    {"limit", std::to_string(kMostPixels)}});
}

/// Writes aside and renames: a failed export leaves the old file.
template <class Write>
Result<void> writeFile(const QString& path, Write&& write) {
    if (const QFileInfo there(path); there.exists() && !there.isFile()) // renaming over a device would destroy it
        return failure(ErrorCode::InvalidArgument, {{"file", path.toStdString()}, {"expected", "a regular file"}});
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)) return failure(fileError(file));
    if (Result<void> written = write(file); !written) return written;
    if (!file.commit()) return failure(fileError(file));
    return {};
}

void paintAll(const PlotScene& plot, QPainter& painter, const ExportOptions& options) {
    plot.paintInto(painter, QRectF(QPointF(0, 0), QSizeF(options.sizePx)), options.dark, options.legend);
}

} // namespace

Result<void> exportSvg(const PlotScene& plot, const QString& path, const ExportOptions& options) {
    TD_TRY(checkSize(options));
    return writeFile(path, [&](QSaveFile& file) -> Result<void> {
        QSvgGenerator generator;
        generator.setOutputDevice(&file);
        generator.setSize(options.sizePx);
        generator.setViewBox(QRect(QPoint(0, 0), options.sizePx));
        generator.setResolution(kPixelsAnInch);
        generator.setTitle(plot.title());
        QPainter painter(&generator);
        paintAll(plot, painter, options);
        if (!painter.end() || file.error() != QFileDevice::NoError) return failure(fileError(file));
        return {};
    });
}

Result<void> exportPdf(const PlotScene& plot, const QString& path, const ExportOptions& options) {
    TD_TRY(checkSize(options));
    return writeFile(path, [&](QSaveFile& file) -> Result<void> {
        QPdfWriter writer(&file);
        writer.setResolution(kPixelsAnInch);
        writer.setPageMargins(QMarginsF());
        writer.setPageSize(QPageSize(QSizeF(options.sizePx) * 72.0 / kPixelsAnInch, QPageSize::Point, QString(),
                                     QPageSize::ExactMatch));
        writer.setTitle(plot.title());
        QPainter painter(&writer);
        paintAll(plot, painter, options);
        if (!painter.end() || file.error() != QFileDevice::NoError) return failure(fileError(file));
        return {};
    });
}

Result<QImage> exportImage(const PlotScene& plot, const ExportOptions& options) {
    TD_TRY(checkSize(options));
    QImage image(options.sizePx * options.scale, QImage::Format_RGB32);
    if (image.isNull()) return failure(ErrorCode::TooLarge, {{"size", "image"}});
    image.setDevicePixelRatio(options.scale);
    QPainter painter(&image);
    paintAll(plot, painter, options);
    return image;
}

Result<void> exportPng(const PlotScene& plot, const QString& path, const ExportOptions& options) {
    auto image = exportImage(plot, options);
    if (!image) return failure(std::move(image).error());
    return writeFile(path, [&](QSaveFile& file) -> Result<void> {
        if (!image->save(&file, "PNG")) return failure(fileError(file));
        return {};
    });
}

} // namespace td::plot
