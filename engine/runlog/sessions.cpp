#include "engine/runlog/sessions.h"

#include <algorithm>
#include <utility>

namespace td::runlog {
namespace {

/// Where sessions begin within a column, besides at its first point.
std::vector<uint64_t> cutsOf(const RunSnapshot& run, const TagSnapshot& tag, const TagSnapshot::Part& part) {
    std::vector<uint64_t> cuts;
    for (const SessionLogEntry& session : run.sessions) {
        if (session.status != SessionLogEntry::Status::Start || session.file != part.file) continue;
        const auto before = session.pointsBefore.find(tag.name);
        if (before != session.pointsBefore.end() && before->second > 0 && before->second < part.column.scalarCount)
            cuts.push_back(before->second);
    }
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    return cuts;
}

void addSegments(const RunSnapshot& run, const TagSnapshot& tag, uint32_t partIndex, std::vector<Segment>& out) {
    const TagSnapshot::Part& part = tag.parts[partIndex];
    if (part.column.scalarCount == 0) return;
    size_t at = out.size();
    std::vector<uint64_t> ends = cutsOf(run, tag, part);
    ends.push_back(part.column.scalarCount);
    uint64_t begin = 0;
    for (const uint64_t end : ends) {
        Segment& segment = out.emplace_back();
        segment.part = partIndex;
        segment.begin = std::exchange(begin, end);
        segment.end = end;
    }
    uint64_t index = 0;
    part.column.forEachSpan([&](const ScalarSpan& span) {
        for (const int64_t step : span.steps) {
            if (index++ == out[at].end) ++at;
            out[at].minStep = std::min(out[at].minStep, step);
            out[at].maxStep = std::max(out[at].maxStep, step);
        }
    });
}

/// A session behind `segment` wrote the steps from `minStep` to `maxStep`.
void follow(Segment& segment, int64_t minStep, int64_t maxStep) {
    segment.supersededFrom = std::min(segment.supersededFrom.value_or(minStep), minStep);
    segment.laterMaxStep = std::max(segment.laterMaxStep.value_or(maxStep), maxStep);
}

/// Later sessions of the same file: the steps of all segments behind.
void supersedeWithinFiles(std::vector<Segment>& segments) {
    for (size_t i = segments.size(); i-- > 1;) {
        if (segments[i - 1].part != segments[i].part) continue;
        follow(segments[i - 1], segments[i].minStep, segments[i].maxStep);
        if (segments[i].supersededFrom) follow(segments[i - 1], *segments[i].supersededFrom, *segments[i].laterMaxStep);
    }
}

/// Later files: those that begin after this one's last wall time. Sorted by their beginning, with the smallest and
/// the largest step from there on.
void supersedeAcrossFiles(const RunSnapshot& run, const TagSnapshot& tag, std::vector<Segment>& segments) {
    struct Beginning {
        double wall;
        int64_t minStep, maxStep;
    };
    const auto fileOf = [&](const Segment& s) -> const FileSnapshot& { return run.files[tag.parts[s.part].file]; };
    std::vector<Beginning> beginnings;
    beginnings.reserve(segments.size());
    for (const Segment& s : segments)
        beginnings.push_back({fileOf(s).firstWall, s.minStep, s.maxStep});
    std::sort(beginnings.begin(), beginnings.end(),
              [](const Beginning& a, const Beginning& b) { return a.wall < b.wall; });
    for (size_t i = beginnings.size(); i-- > 1;) {
        beginnings[i - 1].minStep = std::min(beginnings[i - 1].minStep, beginnings[i].minStep);
        beginnings[i - 1].maxStep = std::max(beginnings[i - 1].maxStep, beginnings[i].maxStep);
    }
    for (Segment& s : segments) {
        const auto later = std::upper_bound(beginnings.begin(), beginnings.end(), fileOf(s).lastWall,
                                            [](double wall, const Beginning& b) { return wall < b.wall; });
        if (later != beginnings.end()) follow(s, later->minStep, later->maxStep);
    }
}

} // namespace

std::vector<Segment> segmentsOf(const RunSnapshot& run, const TagSnapshot& tag) {
    std::vector<Segment> segments;
    for (uint32_t part = 0; part < tag.parts.size(); ++part)
        addSegments(run, tag, part, segments);
    if (segments.size() > 1) {
        supersedeWithinFiles(segments);
        supersedeAcrossFiles(run, tag, segments);
    }
    return segments;
}

} // namespace td::runlog
