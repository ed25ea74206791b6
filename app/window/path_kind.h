#pragma once

#include <QCoreApplication>
#include <QString>

namespace td::app {

/// What a path looks like by its name: enough to choose who opens it and to say so where nobody does. The bytes are
/// judged by readers.
enum class PathKind : uint8_t { Missing, Folder, EventLog, Table, Model, Trace, Picture, Sound, Workspace, Other };

[[nodiscard]] PathKind pathKind(const QString& path);

/// Words about kinds.
class PathWords {
    Q_DECLARE_TR_FUNCTIONS(PathWords)
public:
    /// "Models": what such files are called.
    [[nodiscard]] static QString plural(PathKind kind);
    /// Why a path was not opened, in whole sentences.
    [[nodiscard]] static QString notOpened(const QString& path, PathKind kind);
};

} // namespace td::app
