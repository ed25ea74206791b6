#include "app/window/path_kind.h"

#include <QFileInfo>
#include <QStringList>

namespace td::app {
namespace {

bool endsWithAny(const QString& name, const QStringList& endings) {
    return std::any_of(endings.begin(), endings.end(),
                       [&](const QString& ending) { return name.endsWith(ending, Qt::CaseInsensitive); });
}

const QStringList& models() {
    static const QStringList list = {".onnx",  ".tflite", ".keras", ".h5", ".hdf5", ".pb",
                                     ".pbtxt", ".ckpt",   ".index", ".pt", ".pth",  ".safetensors"};
    return list;
}
const QStringList& tables() {
    static const QStringList list = {".csv", ".tsv", ".npy", ".npz", ".tfrecord", ".parquet", ".idx", ".jsonl"};
    return list;
}
const QStringList& traces() {
    static const QStringList list = {".trace.json", ".trace.json.gz", ".nsys-rep", ".qdrep",
                                     ".sqlite",     ".xplane.pb",     ".json",     ".json.gz"};
    return list;
}

} // namespace

PathKind pathKind(const QString& path) {
    const QFileInfo info(path);
    if (!info.exists()) return PathKind::Missing;
    if (info.isDir()) return PathKind::Folder;
    const QString name = info.fileName();
    if (name.contains(QLatin1String("tfevents"))) return PathKind::EventLog;
    if (endsWithAny(name, {".tensordesk-workspace", ".workspace.json"})) return PathKind::Workspace;
    if (endsWithAny(name, traces())) return PathKind::Trace;
    if (endsWithAny(name, models())) return PathKind::Model;
    if (endsWithAny(name, tables())) return PathKind::Table;
    if (endsWithAny(name, {".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp"})) return PathKind::Picture;
    if (endsWithAny(name, {".wav", ".flac", ".ogg", ".mp3"})) return PathKind::Sound;
    return PathKind::Other;
}

QString PathWords::plural(PathKind kind) {
    switch (kind) {
    case PathKind::Folder:
        return tr("Folders");
    case PathKind::EventLog:
        return tr("Event logs");
    case PathKind::Table:
        return tr("Data files");
    case PathKind::Model:
        return tr("Models");
    case PathKind::Trace:
        return tr("Traces");
    case PathKind::Picture:
        return tr("Pictures");
    case PathKind::Sound:
        return tr("Sounds");
    case PathKind::Workspace:
        return tr("Workspaces");
    case PathKind::Missing:
    case PathKind::Other:
        break;
    }
    return tr("Files of this kind");
}

QString PathWords::notOpened(const QString& path, PathKind kind) {
    const QString name = QFileInfo(path).fileName();
    if (kind == PathKind::Missing) return tr("“%1” is not there. It may have been moved or renamed.").arg(path);
    return tr("“%1” was not opened: %2 cannot be read yet. Event logs (tfevents) and folders of them can.")
        .arg(name.isEmpty() ? path : name, plural(kind).toLower());
}

} // namespace td::app
