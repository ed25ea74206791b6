#include "engine/runlog/snapshot.h"

#include <algorithm>

namespace td::runlog {

std::string_view name(TagKind kind) {
    switch (kind) {
    case TagKind::Scalars: return "scalars";
    case TagKind::Histograms: return "histograms";
    case TagKind::Images: return "images";
    case TagKind::Audio: return "audio";
    case TagKind::Text: return "text";
    case TagKind::PrCurves: return "pr_curves";
    case TagKind::HParams: return "hparams";
    case TagKind::Mesh: return "mesh";
    case TagKind::CustomScalars: return "custom_scalars";
    case TagKind::Graph: return "graph";
    case TagKind::KerasGraph: return "keras_graph";
    case TagKind::RunMetadata: return "run_metadata";
    case TagKind::Tensors: return "tensors";
    case TagKind::Empty: return "empty";
    }
    return "empty";
}

std::string_view name(IssueCode code) {
    switch (code) {
    case IssueCode::LengthCrc: return "length-crc";
    case IssueCode::DataCrc: return "data-crc";
    case IssueCode::HugeLength: return "huge-length";
    case IssueCode::TruncatedRecord: return "truncated-record";
    case IssueCode::NotAnEvent: return "not-an-event";
    case IssueCode::UnreadableFile: return "unreadable-file";
    case IssueCode::GzipDamaged: return "gzip-damaged";
    case IssueCode::TwoWriters: return "two-writers";
    case IssueCode::Restart: return "restart";
    case IssueCode::DuplicateSteps: return "duplicate-steps";
    case IssueCode::DecreasingSteps: return "decreasing-steps";
    case IssueCode::ClockJump: return "clock-jump";
    case IssueCode::NanWallTime: return "nan-wall-time";
    case IssueCode::NonFiniteValues: return "non-finite-values";
    case IssueCode::SecondFileVersion: return "second-file-version";
    case IssueCode::MissingFileVersion: return "missing-file-version";
    case IssueCode::DuplicateRunName: return "duplicate-run-name";
    case IssueCode::FileReplaced: return "file-replaced";
    case IssueCode::FileTruncated: return "file-truncated";
    case IssueCode::FileVanished: return "file-vanished";
    case IssueCode::BrokenLink: return "broken-link";
    case IssueCode::NotAFile: return "not-a-file";
    case IssueCode::UndecodableValues: return "undecodable-values";
    case IssueCode::ShapedScalars: return "shaped-scalars";
    case IssueCode::EscapedName: return "escaped-name";
    }
    return "unknown";
}

Severity severity(IssueCode code) {
    switch (code) {
    case IssueCode::LengthCrc:
    case IssueCode::DataCrc:
    case IssueCode::HugeLength:
    case IssueCode::NotAnEvent:
    case IssueCode::UnreadableFile:
    case IssueCode::GzipDamaged: return Severity::Damage;
    case IssueCode::TruncatedRecord:
    case IssueCode::TwoWriters:
    case IssueCode::ClockJump:
    case IssueCode::NanWallTime:
    case IssueCode::NonFiniteValues:
    case IssueCode::DuplicateRunName:
    case IssueCode::FileReplaced:
    case IssueCode::FileTruncated:
    case IssueCode::FileVanished:
    case IssueCode::BrokenLink:
    case IssueCode::UndecodableValues:
    case IssueCode::NotAFile: return Severity::Warning;
    case IssueCode::ShapedScalars:
    case IssueCode::EscapedName:
    case IssueCode::Restart:
    case IssueCode::DuplicateSteps:
    case IssueCode::DecreasingSteps:
    case IssueCode::SecondFileVersion:
    case IssueCode::MissingFileVersion: return Severity::Note;
    }
    return Severity::Note;
}

std::string_view name(RunState state) {
    switch (state) {
    case RunState::Unknown: return "unknown";
    case RunState::Running: return "running";
    case RunState::Finished: return "finished";
    case RunState::Stalled: return "stalled";
    case RunState::Crashed: return "crashed";
    case RunState::Deleted: return "deleted";
    }
    return "unknown";
}

const TagSnapshot* RunSnapshot::tag(std::string_view tagName) const {
    const auto at = std::lower_bound(tags.begin(), tags.end(), tagName, [](const TagSnapshot& t, std::string_view n) { return t.name < n; });
    return at != tags.end() && at->name == tagName ? &*at : nullptr;
}

} // namespace td::runlog
