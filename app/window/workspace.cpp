#include "app/window/workspace.h"

#include "engine/base/file.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QUrl>

namespace td::app {
namespace {

constexpr int kVersion = 1;
constexpr uint64_t kLimitBytes = 16 << 20;
constexpr QLatin1String kFormat("tensordesk-workspace");
constexpr QLatin1String kEnding(".workspace.json");

} // namespace

QByteArray toJson(const Workspace& workspace) {
    QJsonObject object = workspace.rest;
    object[QStringLiteral("format")] = kFormat;
    object[QStringLiteral("version")] = kVersion;
    object[QStringLiteral("name")] = workspace.name;
    object[QStringLiteral("mode")] = workspace.mode;
    object[QStringLiteral("paths")] = QJsonArray::fromStringList(workspace.paths);
    object[QStringLiteral("modes")] = workspace.modes;
    object[QStringLiteral("window")] = workspace.window;
    return QJsonDocument(object).toJson();
}

Result<Workspace> workspaceFromJson(const QByteArray& text, const QString& file) {
    const Fact where{"file", file.toStdString()};
    QJsonParseError problem;
    QJsonObject object = QJsonDocument::fromJson(text, &problem).object();
    if (problem.error != QJsonParseError::NoError)
        return failure(ErrorCode::Corrupt, {where, {"offset", std::to_string(problem.offset)}, {"expected", "JSON"}});
    if (object.value(QStringLiteral("format")).toString() != kFormat)
        return failure(ErrorCode::Corrupt, {where, {"expected", std::string(kFormat.latin1())}});
    if (const int version = object.value(QStringLiteral("version")).toInt(); version > kVersion)
        return failure(ErrorCode::Unsupported, {where, {"version", std::to_string(version)}, {"expected", "1"}});
    Workspace workspace;
    workspace.name = object.take(QStringLiteral("name")).toString();
    workspace.mode = object.take(QStringLiteral("mode")).toString();
    for (const QJsonValue& path : object.take(QStringLiteral("paths")).toArray())
        if (path.isString()) workspace.paths << path.toString();
    workspace.modes = object.take(QStringLiteral("modes")).toObject();
    workspace.window = object.take(QStringLiteral("window")).toObject();
    object.remove(QStringLiteral("format"));
    object.remove(QStringLiteral("version"));
    workspace.rest = object;
    return workspace;
}

WorkspaceFolder::WorkspaceFolder(const QString& folder)
    : m_folder(folder.isEmpty() ? QString::fromStdString((dataDirectory() / "workspaces").string()) : folder) {}

QStringList WorkspaceFolder::names() const {
    QStringList names;
    for (const QString& file : QDir(m_folder).entryList({QLatin1Char('*') + kEnding}, QDir::Files))
        names << QUrl::fromPercentEncoding(file.chopped(kEnding.size()).toUtf8());
    std::sort(names.begin(), names.end(),
              [](const QString& a, const QString& b) { return a.localeAwareCompare(b) < 0; });
    return names;
}

QString WorkspaceFolder::fileOf(const QString& name) const {
    // Percent encoding keeps any name a person types inside the folder: "../x" and "a/b" are names too.
    QByteArray encoded = QUrl::toPercentEncoding(name, " ()[]");
    if (encoded.startsWith('.')) encoded.replace(0, 1, "%2E");
    return m_folder + QLatin1Char('/') + QString::fromLatin1(encoded) + kEnding;
}

Result<void> WorkspaceFolder::save(const Workspace& workspace) const {
    QDir().mkpath(m_folder);
    const QByteArray text = toJson(workspace);
    return writeFileAtomically(fileOf(workspace.name).toStdString(),
                               {text.constData(), static_cast<size_t>(text.size())});
}

Result<Workspace> WorkspaceFolder::load(const QString& name) const {
    const QString file = fileOf(name);
    auto text = readWholeFile(file.toStdString(), kLimitBytes);
    if (!text) return failure(text.error());
    return workspaceFromJson(QByteArray::fromStdString(*text), file);
}

bool WorkspaceFolder::remove(const QString& name) const {
    return QFile::remove(fileOf(name));
}

} // namespace td::app
