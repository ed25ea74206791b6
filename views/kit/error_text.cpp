#include "views/kit/error_text.h"

#include "views/kit/format.h"

namespace td::kit {

QString ErrorText::title(const Error& error) {
    switch (error.code) {
    case ErrorCode::InvalidArgument:
        return tr("This value cannot be used");
    case ErrorCode::NotFound:
        return tr("Not found");
    case ErrorCode::Permission:
        return tr("No permission");
    case ErrorCode::Io:
        return tr("Reading or writing failed");
    case ErrorCode::DiskFull:
        return tr("No space is left on the disk");
    case ErrorCode::Corrupt:
        return tr("The file is damaged");
    case ErrorCode::Unsupported:
        return tr("This kind is not read yet");
    case ErrorCode::TooLarge:
        return tr("It is larger than the limit");
    case ErrorCode::Cancelled:
        return tr("Stopped on request");
    case ErrorCode::ShapeMismatch:
        return tr("These shapes do not go together");
    case ErrorCode::TypeMismatch:
        return tr("This element type is not taken here");
    case ErrorCode::Internal:
        return tr("A fault of this program");
    }
    return tr("A fault of this program");
}

QString ErrorText::text(const Error& error) {
    const auto fact = [&error](const char* name) {
        const std::string_view value = error.fact(name);
        return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()));
    };
    const QString file = fact("file"), system = fact("system"), expected = fact("expected");
    if (file.isEmpty()) return expected.isEmpty() ? title(error) : tr("%1: expected %2.").arg(title(error), expected);
    // Here the system's own words would only say it again.
    if (error.code == ErrorCode::NotFound) return tr("“%1” is not there.").arg(file);
    if (error.code == ErrorCode::Permission) return tr("The system does not allow access to “%1”.").arg(file);
    if (!system.isEmpty()) return tr("%1: “%2” (%3).", "what, file, system's words").arg(title(error), file, system);
    if (!expected.isEmpty()) return tr("%1: “%2”, expected %3.").arg(title(error), file, expected);
    return tr("%1: “%2”.", "what, file").arg(title(error), file);
}

QString ErrorText::advice(const Error& error) {
    switch (error.code) {
    case ErrorCode::InvalidArgument:
        return tr("Choose another value.");
    case ErrorCode::NotFound:
        return tr("Check the path; it may have been moved or renamed.");
    case ErrorCode::Permission:
        return tr("Ask its owner for access, or choose another place.");
    case ErrorCode::Io:
        return tr("Check the disk or the network drive, then try again.");
    case ErrorCode::DiskFull:
        return tr("Free some space, then try again; nothing was lost.");
    case ErrorCode::Corrupt:
        return tr("What could be read is shown. Write the file again if you need the rest.");
    case ErrorCode::Unsupported:
        return tr("Open a folder of event logs instead.");
    case ErrorCode::TooLarge:
        return tr("Open a smaller part of it.");
    case ErrorCode::Cancelled:
        return {};
    case ErrorCode::ShapeMismatch:
    case ErrorCode::TypeMismatch:
        return tr("Change one of the two sides that the details name.");
    case ErrorCode::Internal:
        return tr("Copy the diagnostics and report it.");
    }
    return {};
}

QString ErrorText::whole(const Error& error) {
    const QString todo = advice(error);
    return todo.isEmpty() ? text(error) : sentences(text(error), todo);
}

QString ErrorText::sentences(const QString& first, const QString& second) {
    return tr("%1 %2", "two sentences").arg(first, second);
}

QString ErrorText::details(const Error& error) {
    QStringList lines;
    for (const Fact& fact : error.facts)
        lines << QStringLiteral("%1: %2").arg(QString::fromStdString(fact.name), QString::fromStdString(fact.value));
    return lines.join(QLatin1Char('\n'));
}

QString ErrorText::severityName(runlog::Severity severity) {
    switch (severity) {
    case runlog::Severity::Note:
        return tr("Note");
    case runlog::Severity::Warning:
        return tr("Warning");
    case runlog::Severity::Damage:
        return tr("Damage");
    }
    return {};
}

} // namespace td::kit
