#include "engine/runlog/run_merge.h"

#include <algorithm>
#include <unordered_map>

namespace td::runlog {

TagKind tagKind(const TagMetadata& metadata, const std::vector<ValueKind>& kinds, bool hasScalars) {
    static const std::unordered_map<std::string_view, TagKind> kPlugins{
        {"scalars", TagKind::Scalars},     {"histograms", TagKind::Histograms}, {"images", TagKind::Images},
        {"audio", TagKind::Audio},         {"text", TagKind::Text},             {"pr_curves", TagKind::PrCurves},
        {"hparams", TagKind::HParams},     {"mesh", TagKind::Mesh},             {"custom_scalars", TagKind::CustomScalars},
        {"graphs", TagKind::Graph},        {"graph_keras_model", TagKind::KerasGraph},
        {"graph_run_metadata", TagKind::RunMetadata},                           {"graph_run_metadata_graph", TagKind::RunMetadata},
    };
    if (const auto at = kPlugins.find(metadata.plugin); at != kPlugins.end()) return at->second;
    switch (kinds.empty() ? ValueKind::None : kinds.front()) {
    case ValueKind::SimpleValue: return TagKind::Scalars;
    case ValueKind::OldHistogram:
    case ValueKind::Histogram: return TagKind::Histograms;
    case ValueKind::Image: return TagKind::Images;
    case ValueKind::Audio: return TagKind::Audio;
    case ValueKind::Tensor: return hasScalars ? TagKind::Scalars : TagKind::Tensors;
    case ValueKind::None: return TagKind::Empty;
    }
    return TagKind::Empty;
}

namespace {

constexpr const char* kEventFields[] = {"nothing",     "wall_time",   "step",        "file_version",        "graph_def",     "summary",
                                        "log_message", "session_log", "tagged_run_metadata", "meta_graph_def", "source_metadata"};

void addColumn(TagSnapshot& tag, const PublishedColumn& column, uint32_t file) {
    const ColumnInfo& info = *column.info;
    if (tag.parts.empty()) {
        tag.name = info.name;
        tag.shape = info.shape;
        tag.dtype = info.dtype;
    }
    if (tag.undecodable.empty()) tag.undecodable = info.undecodable;
    if (tag.severalShape.empty()) tag.severalShape = info.severalShape;
    if (!tag.metadata.present && info.metadata.present) tag.metadata = info.metadata;
    for (const ValueKind kind : info.kinds)
        if (std::find(tag.valueKinds.begin(), tag.valueKinds.end(), kind) == tag.valueKinds.end()) tag.valueKinds.push_back(kind);
    tag.parts.push_back({file, column.view});
}

void addFacts(RunSnapshot& run, const FileFacts& facts, uint32_t file) {
    for (GraphEntry g : facts.graphs) {
        g.file = file;
        run.graphs.push_back(std::move(g));
    }
    for (SessionLogEntry s : facts.sessions) {
        s.file = file;
        run.sessions.push_back(std::move(s));
    }
    run.messages.insert(run.messages.end(), facts.messages.begin(), facts.messages.end());
    for (size_t field = 0; field < facts.eventCounts.size(); ++field)
        if (facts.eventCounts[field] > 0) run.eventCounts[kEventFields[field]] += facts.eventCounts[field];
    if (!facts.fileVersion.empty()) run.fileVersion = facts.fileVersion;
    if (!facts.sourceWriter.empty()) run.sourceWriter = facts.sourceWriter;
}

Issue issueOf(const RunSnapshot& run, const FileSnapshot& file, const RecordProblem& problem) {
    Issue issue;
    issue.code = problem.code;
    issue.run = run.name;
    issue.file = file.name;
    issue.offset = problem.offset;
    issue.bytesSkipped = problem.bytesSkipped;
    issue.resumesAt = problem.resumesAt;
    issue.packed = file.packed;
    return issue;
}

/// What the events of a file say of the file itself.
void addFileIssues(RunSnapshot& run, const FileSnapshot& file, const FileFacts& facts) {
    const auto add = [&](IssueCode code, uint64_t count, int64_t step = 0) {
        if (count == 0) return;
        Issue issue;
        issue.code = code;
        issue.run = run.name;
        issue.file = file.name;
        issue.count = count;
        issue.firstStep = issue.lastStep = step;
        run.issues.push_back(std::move(issue));
    };
    add(IssueCode::NanWallTime, facts.nanWallTimes);
    add(IssueCode::ClockJump, facts.clockJumps, facts.firstClockJumpStep);
    add(IssueCode::SecondFileVersion, facts.fileVersionRecords > 1 ? facts.fileVersionRecords - 1 : 0);
    add(IssueCode::MissingFileVersion, file.records > 0 && !facts.firstRecordIsFileVersion ? 1 : 0);
}

void finishTags(RunSnapshot& run) {
    for (TagSnapshot& tag : run.tags) {
        const bool hasScalars = std::any_of(tag.parts.begin(), tag.parts.end(), [](const auto& p) { return p.column.scalarCount > 0; });
        tag.kind = tagKind(tag.metadata, tag.valueKinds, hasScalars);
    }
    std::sort(run.tags.begin(), run.tags.end(), [](const TagSnapshot& a, const TagSnapshot& b) { return a.name < b.name; });
}

} // namespace

std::shared_ptr<RunSnapshot> mergeRun(const RunIdentity& identity, const std::vector<std::shared_ptr<const PublishedFile>>& files) {
    auto run = std::make_shared<RunSnapshot>();
    run->id = identity.id;
    run->name = identity.name;
    run->root = identity.root;
    run->directory = identity.directory;
    std::unordered_map<std::string_view, size_t> byName;
    for (const auto& file : files) {
        if (!file) continue;
        const auto index = static_cast<uint32_t>(run->files.size());
        run->files.push_back(file->snapshot);
        addFacts(*run, *file->facts, index);
        for (const RecordProblem& p : file->snapshot.problems) run->issues.push_back(issueOf(*run, file->snapshot, p));
        addFileIssues(*run, file->snapshot, *file->facts);
        for (const PublishedColumn& column : file->columns) {
            const auto [at, isNew] = byName.emplace(column.info->name, run->tags.size());
            if (isNew) run->tags.emplace_back();
            addColumn(run->tags[at->second], column, index);
        }
    }
    finishTags(*run);
    return run;
}

namespace {

/// Status of HParamsPluginData.session_end_info: 0 unknown, 1 success, 2 failure, 3 running; -1 where there is none.
int sessionEndStatus(const RunSnapshot& run) {
    const TagSnapshot* tag = run.tag("_hparams_/session_end_info");
    if (!tag) return -1;
    WireCursor data(asBytes(tag->metadata.pluginContent));
    for (WireField f; data.next(f);) {
        if (f.number != 4 || f.type != WireType::Bytes) continue;
        int status = 0;
        WireCursor end(f.bytes);
        for (WireField e; end.next(e);)
            if (e.number == 1 && e.type == WireType::Varint) status = static_cast<int>(e.varint);
        return status;
    }
    return -1;
}

} // namespace

RunState runState(const RunSnapshot& run, int64_t nowNs) {
    constexpr int64_t kSecond = 1'000'000'000;
    const auto gone = std::count_if(run.issues.begin(), run.issues.end(),
                                    [](const Issue& issue) { return issue.code == IssueCode::FileVanished; });
    if (!run.files.empty() && gone == std::ssize(run.files)) return RunState::Deleted;
    const int status = sessionEndStatus(run);
    if (status == 2) return RunState::Crashed;
    if (status == 1) return RunState::Finished;
    if (!run.sessions.empty() && run.sessions.back().status == SessionLogEntry::Status::Stop) return RunState::Finished;
    if (std::none_of(run.files.begin(), run.files.end(), [](const FileSnapshot& f) { return f.records > 0; })) return RunState::Unknown;
    int64_t lastWrite = 0;
    bool halfWritten = false;
    for (const FileSnapshot& f : run.files) {
        lastWrite = std::max(lastWrite, f.stamp.modifiedNs);
        halfWritten = !f.problems.empty() && f.problems.back().code == IssueCode::TruncatedRecord;
    }
    const int64_t age = nowNs - lastWrite;
    if (age < 60 * kSecond) return RunState::Running;
    if (age < 1800 * kSecond) return RunState::Stalled;
    return halfWritten ? RunState::Crashed : RunState::Finished;
}

} // namespace td::runlog
