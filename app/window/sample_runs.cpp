#include "app/window/sample_runs.h"

#include "engine/runlog/run_store.h"
#include "engine/runlog/series.h"

#include <cmath>
#include <map>
#include <QCoreApplication>
#include <QDir>

namespace td::app {

QList<Sample> findSamples() {
    // Installed: bin/../share/tensordesk/samples. In the build tree: build/<preset>/bin of a checkout.
    const QDir program(QCoreApplication::applicationDirPath());
    for (const char* place : {"../share/tensordesk/samples", "../../../resources/samples"}) {
        const QDir folder(QDir::cleanPath(program.filePath(QLatin1String(place))));
        const QStringList names =
            folder.exists() ? folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name) : QStringList();
        if (names.isEmpty()) continue;
        QList<Sample> samples;
        if (names.size() > 1) samples << Sample{QStringLiteral("."), folder.absolutePath()};
        for (const QString& name : names)
            samples << Sample{name, folder.absoluteFilePath(name)};
        return samples;
    }
    return {};
}

namespace {

using runlog::RunSnapshot;
using runlog::TagKind;

/// The scalar tag that most runs share; a validation loss wins among equals, then any loss.
std::string pickTag(const runlog::StoreSnapshot& store) {
    std::map<std::string, int> votes;
    for (const auto& run : store.runs)
        for (const auto& tag : run->tags)
            if (tag.kind == TagKind::Scalars) votes[tag.name] += 4;
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

std::vector<runlog::Series> readLines(const runlog::StoreSnapshot& store, const std::string& tagName) {
    std::vector<runlog::Series> lines;
    for (const auto& run : store.runs)
        if (const auto* tag = run->tag(tagName)) lines.push_back(runlog::readSeries(*run, *tag));
    return lines;
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

SampleFacts factsOf(const Sample& sample, const runlog::StoreSnapshot& store) {
    SampleFacts facts;
    facts.id = sample.id;
    facts.runs = static_cast<int>(store.runs.size());
    std::map<std::string, int> names;
    for (const auto& run : store.runs) {
        facts.points += run->pointCount();
        for (const auto& tag : run->tags)
            names[tag.name]++;
    }
    facts.tags = static_cast<int>(names.size());
    const std::string tag = pickTag(store);
    facts.tag = QString::fromStdString(tag);
    const auto lines = readLines(store, tag);
    const Extent extent = extentOf(lines);
    for (const auto& line : lines)
        facts.lines << thinned(line, extent);
    return facts;
}

} // namespace

SampleReader::SampleReader(QObject* parent)
    : QObject(parent) {
    qRegisterMetaType<SampleFacts>();
}
SampleReader::~SampleReader() = default;

void SampleReader::read(const QList<Sample>& samples) {
    m_thread = std::jthread([this, samples](const std::stop_token& stop) {
        for (const Sample& sample : samples) {
            if (stop.stop_requested()) return;
            runlog::StoreOptions options;
            options.threads = 1;
            options.follow = false;
            options.useIndex = false;
            auto store = runlog::RunStore::open({{"", sample.path.toStdString()}}, options);
            if (!store) continue;
            (*store)->waitUntilLoaded();
            Q_EMIT found(factsOf(sample, *(*store)->snapshot()));
        }
    });
}

} // namespace td::app
