#include "app/window/curve_picture.h"

#include "engine/runlog/series.h"
#include "views/kit/style_paint.h"
#include "views/runs_present/run_annotations.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPainter>

namespace td::app {
namespace {

constexpr QLatin1String kFormat("tensordesk-curve-picture");
constexpr size_t kMostRuns = 40;
constexpr int kMostSlots = 1 << 20;

/// The scalar tag that most runs share; a validation loss wins among equals, then any loss.
std::string pickTag(const runlog::StoreSnapshot& store) {
    std::map<std::string, int> votes;
    for (const auto& run : store.runs)
        for (const auto& tag : run->tags)
            if (tag.kind == runlog::TagKind::Scalars) votes[tag.name] += 4;
    std::string best;
    int most = 0;
    for (auto& [name, count] : votes) {
        if (name.find("loss") != std::string::npos) count += 2;
        if (name.find("val") != std::string::npos) count += 1;
        if (count > most) {
            most = count;
            best = name;
        }
    }
    return best;
}

constexpr size_t kCardPoints = 120;

struct Extent {
    double x0 = INFINITY, x1 = -INFINITY, y0 = INFINITY, y1 = -INFINITY;
};

std::vector<const runlog::RunSnapshot*> runsWith(const runlog::StoreSnapshot& store, const std::string& tag) {
    std::vector<const runlog::RunSnapshot*> runs;
    for (const auto& run : store.runs)
        if (runs.size() < kMostRuns && run->tag(tag)) runs.push_back(run.get());
    return runs;
}

/// The frame of all lines; the highest values are cut, so that one run that burst does not flatten the
/// rest.
Extent extentOf(const std::vector<runlog::Series>& lines) {
    Extent extent;
    std::vector<double> values;
    for (const auto& line : lines)
        for (size_t i = 0; i < line.values.size(); ++i) {
            if (!std::isfinite(line.values[i])) continue;
            values.push_back(line.values[i]);
            extent.x0 = std::min(extent.x0, static_cast<double>(line.steps[i]));
            extent.x1 = std::max(extent.x1, static_cast<double>(line.steps[i]));
        }
    if (values.empty()) return extent;
    std::sort(values.begin(), values.end());
    extent.y0 = values.front();
    extent.y1 = values[values.size() * 97 / 100];
    return extent;
}

QPolygonF thinned(const runlog::Series& line, const Extent& extent) {
    QPolygonF polygon;
    const size_t stride = std::max<size_t>(1, line.values.size() / kCardPoints);
    const double width = std::max(1e-12, extent.x1 - extent.x0), height = std::max(1e-12, extent.y1 - extent.y0);
    for (size_t i = 0; i < line.values.size(); i += stride)
        if (std::isfinite(line.values[i]))
            polygon << QPointF((static_cast<double>(line.steps[i]) - extent.x0) / width,
                               (line.values[i] - extent.y0) / height);
    return polygon;
}

} // namespace

CurvePicture curvePictureOf(const runlog::StoreSnapshot& store, const std::vector<std::filesystem::path>& roots) {
    CurvePicture picture;
    const std::string tag = pickTag(store);
    picture.tag = QString::fromStdString(tag);
    std::vector<std::string> names;
    for (const auto& run : store.runs)
        names.push_back(run->name);
    const auto looks = runs::RunAnnotations::keptOf(roots, names);
    std::vector<runlog::Series> lines;
    for (const runlog::RunSnapshot* run : runsWith(store, tag)) {
        lines.push_back(runlog::readSeries(*run, *run->tag(tag)));
        picture.runSlots << looks.slot(run->name);
    }
    const Extent extent = extentOf(lines);
    for (const auto& line : lines)
        picture.lines << thinned(line, extent);
    return picture;
}

QByteArray toJson(const CurvePicture& picture) {
    QJsonArray lines, runSlots;
    for (const int slot : picture.runSlots)
        runSlots << slot;
    for (const QPolygonF& line : picture.lines) {
        QJsonArray numbers;
        for (const QPointF& point : line) {
            // Four digits are a twentieth of a pixel on a card.
            numbers << std::round(point.x() * 1e4) / 1e4 << std::round(point.y() * 1e4) / 1e4;
        }
        lines << numbers;
    }
    return QJsonDocument(QJsonObject{{QStringLiteral("format"), kFormat},
                                     {QStringLiteral("version"), 1},
                                     {QStringLiteral("tag"), picture.tag},
                                     {QStringLiteral("lines"), lines},
                                     {QStringLiteral("slots"), runSlots}})
        .toJson(QJsonDocument::Compact);
}

Result<CurvePicture> curvePictureFromJson(const QByteArray& text) {
    const QJsonObject object = QJsonDocument::fromJson(text).object();
    if (object.value(QStringLiteral("format")).toString() != kFormat)
        return failure(ErrorCode::Corrupt, {{"expected", std::string(kFormat.latin1())}});
    CurvePicture picture;
    picture.tag = object.value(QStringLiteral("tag")).toString();
    for (const QJsonValue& line : object.value(QStringLiteral("lines")).toArray()) {
        const QJsonArray numbers = line.toArray();
        QPolygonF polygon;
        for (qsizetype i = 0; i + 1 < numbers.size(); i += 2)
            if (numbers[i].isDouble() && numbers[i + 1].isDouble())
                polygon << QPointF(numbers[i].toDouble(), numbers[i + 1].toDouble());
        picture.lines << polygon;
    }
    for (const QJsonValue& slot : object.value(QStringLiteral("slots")).toArray())
        picture.runSlots << std::clamp(slot.toInt(), 0, kMostSlots);
    return picture;
}

void paintCurves(QPainter& painter, const QRectF& area, const CurvePicture& picture) {
    painter.save();
    painter.setClipRect(area);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF plot = area.adjusted(12, 10, -12, -10);
    for (int i = 0; i < picture.lines.size(); ++i) {
        QPolygonF line;
        for (const QPointF& point : picture.lines[i])
            line << QPointF(plot.left() + point.x() * plot.width(), plot.bottom() - point.y() * plot.height());
        painter.setPen(kit::Theme::instance().seriesPen(picture.runSlots.value(i, static_cast<int>(i))));
        painter.drawPolyline(line);
    }
    painter.restore();
    kit::paintHairline(painter, plot.bottomLeft(), plot.bottomRight(), kit::themed(kit::ColorId::Border));
}

} // namespace td::app
