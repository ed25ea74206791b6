#include "engine/runlog/doctor_text.h"

#include "engine/base/utf8.h"
#include "engine/runlog/message_json.h"

#include <algorithm>
#include <map>
#include <vector>

namespace td::runlog {
namespace {

std::string plural(uint64_t n, const char* one, const char* many) {
    return std::to_string(n) + " " + (n == 1 ? one : many);
}

std::string times(uint64_t n) {
    return n == 1 ? "once" : n == 2 ? "twice" : std::to_string(n) + " times";
}

std::string skipped(const Issue& i) {
    std::string text = plural(i.bytesSkipped, "byte was", "bytes were") + " skipped";
    if (i.resumesAt) return text + " and reading went on at byte " + std::to_string(*i.resumesAt) + ".";
    return text + "; nothing readable follows.";
}

std::string atByte(const Issue& i) {
    return std::string(" at byte ").append(std::to_string(i.offset)).append(i.packed ? " of the unpacked data" : "");
}

std::string stepRange(const Issue& i) {
    return i.firstStep == i.lastStep ? "at step " + std::to_string(i.firstStep)
                                     : "first at step " + std::to_string(i.firstStep);
}

std::string damage(const Issue& i) {
    const bool isNoLog = i.bytesSkipped > 0 && i.offset == 0 && !i.resumesAt && i.code != IssueCode::NotAnEvent;
    if (isNoLog)
        return "Nothing in the file is an event record (" + plural(i.bytesSkipped, "byte", "bytes") +
               " were looked through). Check which program wrote it and whether it was copied whole.";
    switch (i.code) {
    case IssueCode::LengthCrc:
        return "The length of the record" + atByte(i) + " does not match its checksum: " + skipped(i) +
               " All other records were read; restore the file from where it was copied, if you can.";
    case IssueCode::DataCrc:
        return "The record" + atByte(i) + " does not match its checksum: " + skipped(i) +
               " All other records were read; restore the file from where it was copied, if you can.";
    case IssueCode::HugeLength:
        return "The record" + atByte(i) + " announces more bytes than there can be: " + skipped(i) +
               " All other records were read.";
    case IssueCode::NotAnEvent:
        return "The record" + atByte(i) +
               " is whole but holds no event, so it was left out. Check which program wrote it.";
    case IssueCode::GzipDamaged:
        return "The packed file ends early, is damaged" + atByte(i) +
               ", or other bytes stand behind the packed ones; what could be unpacked was read. Pack it again from the "
               "original.";
    default:
        return "The file cannot be read" + (i.detail.empty() ? std::string() : " (" + i.detail + ")") +
               ". Check its permissions and the disk.";
    }
}

std::string restart(const Issue& i) {
    std::string text = "A later session went on from step ";
    text.append(std::to_string(i.laterFirstStep))
        .append(" (so far to ")
        .append(std::to_string(i.laterLastStep))
        .append("); ");
    text.append(plural(i.count, "older point, ", "older points, "));
    text.append(i.firstStep == i.lastStep ? "step " : "steps ").append(std::to_string(i.firstStep));
    if (i.firstStep != i.lastStep) text.append(" to ").append(std::to_string(i.lastStep));
    text.append(i.count == 1 ? ", is" : ", are").append(" superseded. They are kept and hidden; charts can show them.");
    return text;
}

std::string ofPoints(const Issue& i) {
    switch (i.code) {
    case IssueCode::Restart:
        return restart(i);
    case IssueCode::DuplicateSteps:
        return plural(i.count, "point repeats", "points repeat") + " a step that this tag had already, " +
               stepRange(i) + ". All are kept. Give each point a step of its own.";
    case IssueCode::DecreasingSteps:
        return "Steps go back " + times(i.count) + ", " + stepRange(i) +
               ". All points are kept in the order of the file.";
    case IssueCode::NonFiniteValues:
        return plural(i.count, "value is", "values are") + " NaN or infinite, " + stepRange(i) +
               ". They are kept and marked; look at the learning rate and the data around there.";
    case IssueCode::UndecodableValues:
        return plural(i.count, "value is ", "values are ") + i.detail + ", " + stepRange(i) +
               ", and cannot be drawn. Log one real number a step.";
    case IssueCode::ShapedScalars:
        return "Values have the shape " + i.detail +
               "; only the first element of each is shown. Log each element under a "
               "tag of its own.";
    default:
        return {};
    }
}

/// Control characters would move the cursor of a terminal.
std::string printable(std::string_view text) {
    std::string out;
    for (const char c : escapedName(text))
        out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '?' : c;
    return out;
}

std::string notAFile(const Issue& i) {
    if (i.detail == "folder")
        return "It is named like an event file and is a folder, so only event files inside it were read. "
               "Rename it, or look why a folder stands in the place of a file.";
    return "It is named like an event file and is a " + i.detail +
           ", which was not read. Let its writer write into a file, or give it another name.";
}

std::string ofFiles(const Issue& i) {
    switch (i.code) {
    case IssueCode::TruncatedRecord:
        return "The file ends inside a record" + atByte(i) + " (" + plural(i.bytesSkipped, "byte", "bytes") +
               "). If its writer is still at work the rest will be read when it comes; otherwise the last record is "
               "lost.";
    case IssueCode::TwoWriters:
        return "This file and " + (i.detail.empty() ? std::string("another") : i.detail) +
               " were written at the same time" +
               (i.count > 1 ? ", and " + std::to_string(i.count - 1) + " more" : std::string()) +
               ". All points are kept and nothing is superseded. Give each writer a folder of its own.";
    case IssueCode::ClockJump:
        return "The clock went back by more than a second " + times(i.count) + ", " + stepRange(i) +
               ". Wall times are shown as written.";
    case IssueCode::NanWallTime:
        return plural(i.count, "event has", "events have") +
               " no wall time (NaN). Their points are kept; only the time axis leaves them out.";
    case IssueCode::SecondFileVersion:
        return "The file begins again " + times(i.count) + ": files were joined. Everything was read.";
    case IssueCode::MissingFileVersion:
        return "The file does not begin with a version record. It was read as version 2.";
    case IssueCode::DuplicateRunName:
        return "Two folders give this run name; the second" +
               (i.detail.empty() ? std::string() : " (" + i.detail + ")") +
               " got a number. Name the folders on the command line as NAME:FOLDER.";
    case IssueCode::FileReplaced:
        return "The file became another one under the same name; it was read anew.";
    case IssueCode::FileTruncated:
        return "The file became shorter; it was read anew.";
    case IssueCode::FileVanished:
        return "The file was deleted; what was read of it is kept until the program ends.";
    case IssueCode::BrokenLink:
        return "It is a link to " + (i.detail.empty() ? std::string("another place") : printable(i.detail)) +
               ", where nothing is, so nothing was read. Put the file back there, or remove the link.";
    case IssueCode::NotAFile:
        return notAFile(i);
    case IssueCode::EscapedName:
        return "The name holds bytes that are not UTF-8; each is printed as \\x and two digits. Rename it if other "
               "programs "
               "cannot show it.";
    default:
        return {};
    }
}

std::string label(const Issue& i) {
    std::string text = i.file;
    if (!i.tag.empty()) text += (text.empty() ? "tag " : ", tag ") + i.tag;
    return text.empty() ? text : printable(text) + ": ";
}

const char* name(Severity severity) {
    switch (severity) {
    case Severity::Note:
        return "note";
    case Severity::Warning:
        return "warning";
    case Severity::Damage:
        return "damage";
    }
    return "note";
}

uint64_t fileCount(const StoreSnapshot& store) {
    uint64_t n = 0;
    for (const auto& run : store.runs)
        n += run->files.size();
    return n;
}

uint64_t pointCount(const StoreSnapshot& store) {
    uint64_t n = 0;
    for (const auto& run : store.runs)
        n += run->pointCount();
    return n;
}

Json issueJson(const Issue& i) {
    Json out{{"code", runlog::name(i.code)}, {"severity", name(severity(i.code))}, {"run", escapedName(i.run)},
             {"file", escapedName(i.file)},  {"tag", escapedName(i.tag)},          {"count", i.count}};
    if (i.offset != 0 || i.bytesSkipped != 0) {
        out["offset"] = i.offset;
        out["bytes_skipped"] = i.bytesSkipped;
        out["resumes_at"] = nullptr;
        if (i.packed) out["unpacked"] = true;
        if (i.resumesAt) out["resumes_at"] = *i.resumesAt;
    }
    if (!i.tag.empty() || i.firstStep != 0 || i.lastStep != 0) {
        out["first_step"] = i.firstStep;
        out["last_step"] = i.lastStep;
    }
    if (i.code == IssueCode::Restart) {
        out["later_first_step"] = i.laterFirstStep;
        out["later_last_step"] = i.laterLastStep;
    }
    if (!i.detail.empty()) out["detail"] = i.detail;
    out["message"] = describe(i);
    return out;
}

} // namespace

std::string describe(const Issue& issue) {
    if (severity(issue.code) == Severity::Damage) return damage(issue);
    std::string text = ofPoints(issue);
    return text.empty() ? ofFiles(issue) : text;
}

std::string undrawableText(const TagSnapshot& tag) {
    return "The values of '" + printable(tag.name) + "' are " + tag.undecodable + "; they cannot be drawn.";
}

namespace {

/// Whether two issues differ in their tag alone: the report then shows the first and counts the rest.
bool isSameOfOtherTag(const Issue& a, const Issue& b) {
    return a.code == b.code && a.run == b.run && a.file == b.file && a.tag != b.tag;
}

} // namespace

namespace {

/// Where nothing was read there is nothing to find fault with, and nothing to call healthy.
std::string verdict(std::span<const Issue> issues, const StoreSnapshot& store) {
    if (!issues.empty()) return plural(issues.size(), "issue", "issues") + ".";
    const bool anyRecord = std::any_of(store.runs.begin(), store.runs.end(), [](const auto& run) {
        return std::any_of(run->files.begin(), run->files.end(), [](const auto& file) { return file.records > 0; });
    });
    return anyRecord ? "nothing wrong was found." : "there is nothing to judge.";
}

} // namespace

std::string doctorText(std::span<const Issue> issues, const StoreSnapshot& store) {
    std::string text = plural(store.runs.size(), "run", "runs") + ", " + plural(fileCount(store), "file", "files") +
                       ", " + plural(pointCount(store), "point", "points") + ": " + verdict(issues, store) + "\n";
    std::vector<const Issue*> sorted;
    for (const Issue& i : issues)
        sorted.push_back(&i);
    std::map<std::string, size_t> order; // runs keep the order in which they came
    for (const Issue& i : issues)
        order.try_emplace(i.run, order.size());
    std::stable_sort(sorted.begin(), sorted.end(), [&](const Issue* a, const Issue* b) {
        if (a->run != b->run) return order[a->run] < order[b->run];
        return severity(a->code) != severity(b->code) ? severity(a->code) > severity(b->code) : a->code < b->code;
    });
    for (size_t i = 0, next = 0; i < sorted.size(); i = next) {
        for (next = i + 1; next < sorted.size() && isSameOfOtherTag(*sorted[i], *sorted[next]);)
            ++next;
        if (i == 0 || sorted[i]->run != sorted[i - 1]->run)
            text += "\n" + (sorted[i]->run.empty() ? std::string("(the folders)") : printable(sorted[i]->run)) + "\n";
        text += std::string("  ") + name(severity(sorted[i]->code)) + "  " + label(*sorted[i]) + describe(*sorted[i]);
        text += next - i > 1 ? " The same holds for " + plural(next - i - 1, "more tag", "more tags") + ".\n" : "\n";
    }
    return text;
}

std::string doctorJson(std::span<const Issue> issues, const StoreSnapshot& store) {
    Json list = Json::array();
    for (const Issue& i : issues)
        list.push_back(issueJson(i));
    const Json out{
        {"runs", store.runs.size()}, {"files", fileCount(store)}, {"points", pointCount(store)}, {"issues", list}};
    return out.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace td::runlog
