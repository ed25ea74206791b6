#include "app/window/recent_pictures.h"

#include "engine/base/file.h"
#include "engine/base/sha256.h"
#include "views/kit/worker.h"

#include <QDir>
#include <QFileInfo>

namespace td::app {
namespace {

constexpr uint64_t kLimitBytes = 1 << 20;
constexpr qsizetype kMostFiles = 24;

void write(const QString& file, const QByteArray& text) {
    const QDir folder(QFileInfo(file).path());
    folder.mkpath(QStringLiteral("."));
    // A cache: where it cannot be written, Home shows a folder without its curves.
    if (auto written = writeFileAtomically(file.toStdString(), {text.constData(), static_cast<size_t>(text.size())});
        !written)
        return;
    const QFileInfoList newestFirst = folder.entryInfoList({QStringLiteral("*.json")}, QDir::Files, QDir::Time);
    for (qsizetype i = kMostFiles; i < newestFirst.size(); ++i)
        QFile::remove(newestFirst[i].filePath());
}

CurvePicture read(const QString& file) {
    const auto text = readWholeFile(file.toStdString(), kLimitBytes);
    if (!text) return {};
    return curvePictureFromJson(QByteArray::fromStdString(*text)).value_or(CurvePicture());
}

} // namespace

QString RecentPictures::fileOf(const QStringList& paths) const {
    const std::string name = sha256Hex(paths.join(QLatin1Char('\n')).toStdString());
    return m_folder + QLatin1Char('/') + QString::fromStdString(name) + QStringLiteral(".json");
}

void RecentPictures::keep(const QStringList& paths, CurvePicture picture) {
    if (picture.lines.isEmpty()) return;
    if (!m_folder.isEmpty())
        QThreadPool::globalInstance()->start([file = fileOf(paths), text = toJson(picture)] { write(file, text); });
    m_pictures[paths] = std::move(picture);
    Q_EMIT changed();
}

const CurvePicture* RecentPictures::of(const QStringList& paths) {
    const auto known = m_pictures.constFind(paths);
    if (known != m_pictures.constEnd()) return known->lines.isEmpty() ? nullptr : &*known;
    if (m_folder.isEmpty()) return nullptr;
    m_pictures.insert(paths, {});
    kit::onWorker(
        this, [file = fileOf(paths)] { return read(file); },
        [this, paths](CurvePicture picture) {
            if (picture.lines.isEmpty() || !m_pictures.value(paths).lines.isEmpty())
                return; // a newer one came meanwhile
            m_pictures[paths] = std::move(picture);
            Q_EMIT changed();
        });
    return nullptr;
}

} // namespace td::app
