#include "app/window/sample_runs.h"

#include "engine/runlog/run_store.h"

#include <QCoreApplication>
#include <QDir>
#include <set>

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

SampleFacts factsOf(const Sample& sample, const runlog::StoreSnapshot& store) {
    SampleFacts facts;
    facts.id = sample.id;
    facts.runs = static_cast<int>(store.runs.size());
    std::set<std::string> names;
    for (const auto& run : store.runs) {
        facts.points += run->pointCount();
        for (const auto& tag : run->tags)
            if (tag.kind != runlog::TagKind::HParams) names.insert(tag.name);
    }
    facts.tags = static_cast<int>(names.size());
    facts.picture = curvePictureOf(store, {sample.path.toStdString()});
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
