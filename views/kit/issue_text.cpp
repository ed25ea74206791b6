// The sentences of ErrorText for runlog issues.
#include "views/kit/error_text.h"
#include "views/kit/format.h"

namespace td::kit {

using runlog::Issue;
using runlog::IssueCode;

namespace {

QString words(const std::string& text) {
    return QString::fromStdString(text);
}
QString steps(int64_t step) {
    return Format::number(step);
}

} // namespace

QString ErrorText::title(const Issue& issue) {
    switch (issue.code) {
    case IssueCode::LengthCrc:
        return tr("Damaged record length");
    case IssueCode::DataCrc:
        return tr("Checksum differs");
    case IssueCode::HugeLength:
        return tr("Impossible record length");
    case IssueCode::TruncatedRecord:
        return tr("Ends inside a record");
    case IssueCode::NotAnEvent:
        return tr("Record is no event");
    case IssueCode::UnreadableFile:
        return tr("Cannot be read");
    case IssueCode::GzipDamaged:
        return tr("Packed file is damaged");
    case IssueCode::TwoWriters:
        return tr("Two writers at once");
    case IssueCode::Restart:
        return tr("Run was restarted");
    case IssueCode::DuplicateSteps:
        return tr("Steps written twice");
    case IssueCode::DecreasingSteps:
        return tr("Steps go back");
    case IssueCode::ClockJump:
        return tr("Clock went back");
    case IssueCode::NanWallTime:
        return tr("Time is not a number");
    case IssueCode::NonFiniteValues:
        return tr("NaN or infinite values");
    case IssueCode::SecondFileVersion:
        return tr("Joined files");
    case IssueCode::MissingFileVersion:
        return tr("No version record");
    case IssueCode::DuplicateRunName:
        return tr("Equal run names");
    case IssueCode::FileReplaced:
        return tr("File was replaced");
    case IssueCode::FileTruncated:
        return tr("File became shorter");
    case IssueCode::FileVanished:
        return tr("File was deleted");
    case IssueCode::BrokenLink:
        return tr("Link leads nowhere");
    case IssueCode::NotAFile:
        return tr("Not a file");
    case IssueCode::UndecodableValues:
        return tr("Values that are no numbers");
    case IssueCode::ShapedScalars:
        return tr("Several numbers in one value");
    case IssueCode::EscapedName:
        return tr("Name is not UTF-8");
    }
    return {};
}

namespace {

/// A number of bytes; with what it counts where that is not the file itself. Follows the words "at byte".
QString byteOf(uint64_t offset, bool isOfUnpackedData) {
    if (!isOfUnpackedData) return Format::count(offset);
    return QCoreApplication::translate("ErrorText", "%1 (of the unpacked data)").arg(Format::count(offset));
}

/// The part that says how reading went on, shared by all kinds of damage.
QString afterDamage(const Issue& issue) {
    const int skipped = static_cast<int>(std::min<uint64_t>(issue.bytesSkipped, INT_MAX));
    if (!issue.resumesAt) return QCoreApplication::translate("ErrorText", "Nothing readable follows so far.");
    return QCoreApplication::translate("ErrorText", "%Ln byte(s) were skipped, reading went on at byte %1.", nullptr,
                                       skipped)
        .arg(byteOf(*issue.resumesAt, issue.packed));
}

} // namespace

QString ErrorText::text(const Issue& issue) {
    const QString at = byteOf(issue.offset, issue.packed), file = words(issue.file), tag = Format::name(issue.tag);
    const int n = static_cast<int>(std::min<uint64_t>(issue.count, INT_MAX));
    const QString first = steps(issue.firstStep), last = steps(issue.lastStep);
    const QString detail = words(issue.detail);
    switch (issue.code) {
    case IssueCode::LengthCrc:
        return sentences(tr("At byte %1 of “%2” a record's length does not match its checksum.").arg(at, file),
                         afterDamage(issue));
    case IssueCode::DataCrc:
        return sentences(tr("At byte %1 of “%2” a record's bytes do not match their checksum.").arg(at, file),
                         afterDamage(issue));
    case IssueCode::HugeLength:
        return sentences(tr("At byte %1 of “%2” a record claims more bytes than the file can hold.").arg(at, file),
                         afterDamage(issue));
    case IssueCode::TruncatedRecord:
        return tr("“%2” ends inside the record at byte %1. It is read on as soon as the rest arrives.").arg(at, file);
    case IssueCode::NotAnEvent:
        return tr("The record at byte %1 of “%2” has right checksums but is no event. It was skipped.").arg(at, file);
    case IssueCode::UnreadableFile:
        return detail.isEmpty() ? tr("“%1” cannot be opened or read.").arg(file)
                                : tr("“%1” cannot be opened or read: %2.").arg(file, detail);
    case IssueCode::GzipDamaged:
        return tr("The packed data of “%2” are broken at byte %1, or other bytes follow them. Everything before was "
                  "read.")
            .arg(at, file);
    case IssueCode::TwoWriters:
        return tr("“%1” and “%2” were written to this run at the same time. Their points are shown in the order of the "
                  "files.")
            .arg(file, detail);
    case IssueCode::Restart:
        return sentences(
            tr("A later session went on from step %1 (so far to %2).")
                .arg(steps(issue.laterFirstStep), steps(issue.laterLastStep)),
            tr("%Ln older point(s), steps %1 to %2, are superseded: kept and hidden.", nullptr, n).arg(first, last));
    case IssueCode::DuplicateSteps:
        return tr("One writer gave “%1” the same step more than once, first at step %2 (%Ln time(s)). All points are "
                  "kept.",
                  nullptr, n)
            .arg(tag, first);
    case IssueCode::DecreasingSteps:
        return tr("The steps of “%1” go back from %2 to %3 (%Ln time(s)). All points are kept in the order they were "
                  "written.",
                  nullptr, n)
            .arg(tag, first, last);
    case IssueCode::ClockJump:
        return tr("The wall time of “%1” went back by more than a second near step %2 (%Ln time(s)).", nullptr, n)
            .arg(issue.tag.empty() ? file : tag, first);
    case IssueCode::NanWallTime:
        return tr("%Ln point(s) of “%1” have no wall time. They are shown by step only.", nullptr, n)
            .arg(issue.tag.empty() ? file : tag);
    case IssueCode::NonFiniteValues:
        return tr("“%1” has %Ln value(s) that are NaN or infinite, first at step %2. The line breaks there.", nullptr,
                  n)
            .arg(tag, first);
    case IssueCode::SecondFileVersion:
        return tr("“%2” has a second version record at byte %1: files seem to have been joined. All of it was read.")
            .arg(at, file);
    case IssueCode::MissingFileVersion:
        return tr("“%1” does not begin with a version record. It was read all the same.").arg(file);
    case IssueCode::DuplicateRunName:
        return tr("Two folders give the run name “%1”: %2.").arg(words(issue.run), detail);
    case IssueCode::FileReplaced:
        return tr("“%1” was replaced by another file and read anew.").arg(file);
    case IssueCode::FileTruncated:
        return tr("“%1” became shorter and was read anew.").arg(file);
    case IssueCode::FileVanished:
        return tr("“%1” was deleted. What had been read of it is still shown.").arg(file);
    case IssueCode::BrokenLink:
        return tr("“%1” is a link to “%2”, where nothing is.").arg(file, detail);
    case IssueCode::NotAFile:
        return issue.detail == "folder"   ? tr("“%1” is named like an event file and is a folder.").arg(file)
               : issue.detail == "pipe"   ? tr("“%1” is named like an event file and is a pipe.").arg(file)
               : issue.detail == "socket" ? tr("“%1” is named like an event file and is a socket.").arg(file)
                                          : tr("“%1” is named like an event file and is a device.").arg(file);
    case IssueCode::UndecodableValues:
        return tr("%Ln value(s) of “%1” cannot be drawn (%2), first at step %3.", nullptr, n).arg(tag, detail, first);
    case IssueCode::ShapedScalars:
        return tr("The values of “%1” have the shape %2. Only the first element of each is shown.").arg(tag, detail);
    case IssueCode::EscapedName:
        return tr("The name holds bytes that are not UTF-8. They are shown as a replacement character.");
    }
    return {};
}

QString ErrorText::advice(const Issue& issue) {
    switch (issue.code) {
    case IssueCode::LengthCrc:
    case IssueCode::DataCrc:
    case IssueCode::HugeLength:
    case IssueCode::GzipDamaged:
        return tr("If there is a good copy of the file, put it back; it is read at once.");
    case IssueCode::UnreadableFile:
        return tr("Check who may read the file, then look again.");
    case IssueCode::BrokenLink:
        return tr("Put the file back there, or remove the link; then look again.");
    case IssueCode::NotAFile:
        return issue.detail == "folder" ? tr("Event files in it are read as a run. Rename it if it is none.")
                                        : tr("Let its writer write into a file, or give it another name.");
    case IssueCode::TwoWriters:
        return tr("Give each process a folder of its own.");
    case IssueCode::NonFiniteValues:
        return tr("Look at what came before that step: learning rate, loss scale, inputs.");
    case IssueCode::UndecodableValues:
        return tr("Log one real number a step.");
    case IssueCode::ShapedScalars:
        return tr("Log each element under a tag of its own.");
    case IssueCode::DuplicateRunName:
        return tr("Rename one of the folders, or open them as roots with names.");
    case IssueCode::Restart:
        return tr("“Show older points” brings the older ones back.");
    default:
        return {};
    }
}

QString ErrorText::place(const Issue& issue) {
    QStringList parts;
    for (const std::string& part : {issue.run, issue.file, issue.tag})
        if (!part.empty() && part != ".") parts << words(part); // "." says nothing to a person
    return parts.join(QStringLiteral(" · "));
}

} // namespace td::kit
