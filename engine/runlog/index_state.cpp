#include "engine/runlog/index_state.h"

namespace td::runlog {
namespace {

void putProblem(IndexWriter& out, const RecordProblem& p) {
    out.put(p.offset);
    out.put(p.bytesSkipped);
    out.put(static_cast<uint8_t>(p.resumesAt.has_value()));
    out.put(p.resumesAt.value_or(0));
    out.put(p.code);
}

RecordProblem takeProblem(IndexReader& in) {
    RecordProblem p;
    p.offset = in.take<uint64_t>();
    p.bytesSkipped = in.take<uint64_t>();
    const bool resumes = in.take<uint8_t>() != 0;
    const auto at = in.take<uint64_t>();
    if (resumes) p.resumesAt = at;
    p.code = in.takeUpTo(kLastIssueCode);
    return p;
}

void putGraph(IndexWriter& out, const GraphEntry& g) {
    out.put(g.kind);
    out.put(g.tag);
    out.put(g.step);
    out.put(g.wall);
    out.put(g.recordOffset);
    out.put(g.recordBytes);
    out.put(g.valueOffset);
    out.put(g.valueBytes);
}

GraphEntry takeGraph(IndexReader& in) {
    GraphEntry g;
    g.kind = in.takeUpTo(GraphEntry::Kind::RunMetadata);
    g.tag = in.text();
    g.step = in.take<int64_t>();
    g.wall = in.take<double>();
    g.recordOffset = in.take<uint64_t>();
    g.recordBytes = in.take<uint32_t>();
    g.valueOffset = in.take<uint32_t>();
    g.valueBytes = in.take<uint32_t>();
    return g;
}

void putSession(IndexWriter& out, const SessionLogEntry& s) {
    out.put(s.status);
    out.put(s.step);
    out.put(s.wall);
    out.put(s.checkpointPath);
    out.put(s.message);
    out.put(static_cast<uint64_t>(s.pointsBefore.size()));
    for (const auto& [tag, points] : s.pointsBefore) {
        out.put(tag);
        out.put(points);
    }
}

SessionLogEntry takeSession(IndexReader& in) {
    SessionLogEntry s;
    s.status = in.take<SessionLogEntry::Status>();
    s.step = in.take<int64_t>();
    s.wall = in.take<double>();
    s.checkpointPath = in.text();
    s.message = in.text();
    for (uint64_t n = in.count(16); n > 0; --n) {
        auto tag = in.text();
        s.pointsBefore.emplace(std::move(tag), in.take<uint64_t>());
    }
    return s;
}

/// The numbers of FileFacts in one block.
struct FactNumbers {
    std::array<uint64_t, 11> eventCounts;
    uint64_t fileVersionRecords, nanWallTimes, clockJumps;
    int64_t firstClockJumpStep;
    double firstWall, lastWall, previousWall;
    uint64_t firstRecordIsFileVersion;
};

void putFacts(IndexWriter& out, const FileFacts& f) {
    out.put(FactNumbers{f.eventCounts, f.fileVersionRecords, f.nanWallTimes, f.clockJumps, f.firstClockJumpStep, f.firstWall, f.lastWall, f.previousWall,
                        f.firstRecordIsFileVersion});
    out.put(f.fileVersion);
    out.put(f.sourceWriter);
    out.put(static_cast<uint64_t>(f.graphs.size()));
    for (const auto& g : f.graphs) putGraph(out, g);
    out.put(static_cast<uint64_t>(f.sessions.size()));
    for (const auto& s : f.sessions) putSession(out, s);
    out.put(static_cast<uint64_t>(f.messages.size()));
    for (const auto& m : f.messages) {
        out.put(m.step);
        out.put(m.level);
        out.put(m.message);
    }
}

FileFacts takeFacts(IndexReader& in) {
    FileFacts f;
    const auto n = in.take<FactNumbers>();
    f.eventCounts = n.eventCounts;
    f.fileVersionRecords = n.fileVersionRecords;
    f.nanWallTimes = n.nanWallTimes;
    f.clockJumps = n.clockJumps;
    f.firstClockJumpStep = n.firstClockJumpStep;
    f.firstWall = n.firstWall;
    f.lastWall = n.lastWall;
    f.previousWall = n.previousWall;
    f.firstRecordIsFileVersion = n.firstRecordIsFileVersion != 0;
    f.fileVersion = in.text();
    f.sourceWriter = in.text();
    for (uint64_t left = in.count(46); left > 0; --left) f.graphs.push_back(takeGraph(in));
    for (uint64_t left = in.count(44); left > 0; --left) f.sessions.push_back(takeSession(in));
    for (uint64_t left = in.count(20); left > 0; --left) {
        const auto step = in.take<int64_t>();
        const int level = in.take<int>();
        f.messages.push_back({step, level, in.text()});
    }
    return f;
}

} // namespace

void putState(IndexWriter& out, const IndexedState& state) {
    out.put(state.offset);
    out.put(state.records);
    out.put(state.footer);
    out.put(static_cast<uint64_t>(state.problems.size()));
    for (const auto& p : state.problems) putProblem(out, p);
    out.put(static_cast<uint8_t>(state.tail.has_value()));
    putProblem(out, state.tail.value_or(RecordProblem{}));
    putFacts(out, state.facts);
}

IndexedState takeState(IndexReader& in) {
    IndexedState s;
    s.offset = in.take<uint64_t>();
    s.records = in.take<uint64_t>();
    s.footer = in.take<uint32_t>();
    for (uint64_t n = in.count(26); n > 0; --n) s.problems.push_back(takeProblem(in));
    const bool hasTail = in.take<uint8_t>() != 0;
    const auto tail = takeProblem(in);
    if (hasTail) s.tail = tail;
    s.facts = takeFacts(in);
    return s;
}

void putInfo(IndexWriter& out, const ColumnInfo& info) {
    out.put(info.name);
    out.put(static_cast<uint8_t>(info.metadata.present));
    out.put(info.metadata.plugin);
    out.put(info.metadata.pluginContent);
    out.put(info.metadata.displayName);
    out.put(info.metadata.description);
    out.put(info.metadata.dataClass);
    out.put(static_cast<uint64_t>(info.kinds.size()));
    for (const ValueKind k : info.kinds) out.put(k);
    out.put(static_cast<uint64_t>(info.shape.size()));
    for (const int64_t d : info.shape) out.put(d);
    out.put(info.dtype);
    out.put(info.undecodable);
    out.put(static_cast<uint64_t>(info.severalShape.size()));
    for (const int64_t size : info.severalShape) out.put(size);
}

ColumnInfo takeInfo(IndexReader& in) {
    ColumnInfo info;
    info.name = in.text();
    info.metadata.present = in.take<uint8_t>() != 0;
    info.metadata.plugin = in.text();
    info.metadata.pluginContent = in.text();
    info.metadata.displayName = in.text();
    info.metadata.description = in.text();
    info.metadata.dataClass = in.take<int>();
    for (uint64_t n = in.count(1); n > 0; --n) info.kinds.push_back(in.takeUpTo(ValueKind::Tensor));
    for (uint64_t n = in.count(8); n > 0; --n) info.shape.push_back(in.take<int64_t>());
    info.dtype = in.takeUpTo(kLastDType);
    info.undecodable = in.text();
    for (uint64_t n = in.count(8); n > 0; --n) info.severalShape.push_back(in.take<int64_t>());
    return info;
}

} // namespace td::runlog
