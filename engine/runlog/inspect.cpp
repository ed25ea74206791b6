#include "engine/runlog/inspect.h"

#include "engine/base/utf8.h"
#include "engine/runlog/graph_facts.h"
#include "engine/runlog/inspect_projector.h"
#include "engine/runlog/inspect_tag.h"
#include "engine/runlog/plugin_messages.h"

namespace td::runlog {
namespace {

Json problemJson(const RecordProblem& p) {
    Json out{{"offset", p.offset}, {"bytes_skipped", p.bytesSkipped}, {"resumes_at", nullptr}, {"code", name(p.code)}};
    if (p.resumesAt) out["resumes_at"] = *p.resumesAt;
    return out;
}

Json filesJson(const RunSnapshot& run) {
    Json files = Json::object();
    for (const FileSnapshot& file : run.files) {
        Json problems = Json::array();
        for (const RecordProblem& p : file.problems)
            problems.push_back(problemJson(p));
        files[escapedName(file.name)] = {
            {"bytes", file.stamp.sizeBytes}, {"records", file.records}, {"problems", problems}};
        if (file.packed) files[escapedName(file.name)]["packed"] = true;
    }
    return files;
}

std::string_view enumName(std::span<const EnumName> names, int number) {
    for (const EnumName& n : names)
        if (n.number == number) return n.name;
    return {};
}

Json sessionsJson(const RunSnapshot& run) {
    Json list = Json::array();
    for (const SessionLogEntry& s : run.sessions) {
        Json out{{"step", s.step}};
        const int status = static_cast<int>(s.status);
        const std::string_view statusName = enumName(kSessionStatusNames, status);
        if (status != 0) out["status"] = statusName.empty() ? Json(status) : Json(statusName);
        if (!s.checkpointPath.empty()) out["checkpointPath"] = s.checkpointPath;
        if (!s.message.empty()) out["msg"] = s.message;
        list.push_back(std::move(out));
    }
    return list;
}

Json messagesJson(const RunSnapshot& run) {
    Json list = Json::array();
    for (const LogMessageEntry& m : run.messages) {
        Json out{{"step", m.step}};
        const std::string_view level = enumName(kLogLevelNames, m.level);
        if (m.level != 0) out["level"] = level.empty() ? Json(m.level) : Json(level);
        if (!m.message.empty()) out["message"] = m.message;
        list.push_back(std::move(out));
    }
    return list;
}

void addGraph(const GraphEntry& entry, RunSources& sources, Json& out) {
    const auto bytes = sources.graph(entry);
    Result<Json> facts = bytes ? Result<Json>() : failure(bytes.error());
    if (bytes && entry.kind == GraphEntry::Kind::GraphDef) facts = graphFacts(asBytes(*bytes));
    if (bytes && entry.kind == GraphEntry::Kind::MetaGraphDef) facts = metaGraphFacts(asBytes(*bytes));
    if (bytes && entry.kind == GraphEntry::Kind::RunMetadata) facts = deviceFacts(asBytes(*bytes));
    const Json reason = facts ? Json() : Json{{"unreadable", describe(facts.error())}};
    switch (entry.kind) {
    case GraphEntry::Kind::GraphDef:
        out["graph_def"].push_back(facts ? *facts : reason);
        break;
    case GraphEntry::Kind::MetaGraphDef:
        out["meta_graph_def"].push_back(facts ? *facts : reason);
        break;
    case GraphEntry::Kind::RunMetadata:
        out["run_metadata"][escapedName(entry.tag)] = facts ? Json{{"step", entry.step}, {"devices", *facts}} : reason;
        break;
    }
}

Json runJson(const RunSnapshot& run) {
    RunSources sources(run);
    Json out{{"format", "tfevents"}, {"files", filesJson(run)}};
    if (!run.fileVersion.empty()) out["file_version"] = run.fileVersion;
    if (!run.sourceWriter.empty()) out["source_writer"] = run.sourceWriter;
    out["events"] = Json::object();
    for (const auto& [field, count] : run.eventCounts)
        out["events"][field] = count;
    if (!run.sessions.empty()) out["session_log"] = sessionsJson(run);
    if (!run.messages.empty()) out["log_message"] = messagesJson(run);
    for (const GraphEntry& entry : run.graphs)
        addGraph(entry, sources, out);
    Json tags = Json::object();
    for (const TagSnapshot& tag : run.tags)
        tags[escapedName(tag.name)] = inspectTag(tag, sources);
    out["tags"] = std::move(tags);
    return out;
}

/// JSON text that never throws: bytes that are no UTF-8 are replaced.
std::string textOf(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

class Writer {
public:
    explicit Writer(const TextSink& sink)
        : m_sink(sink) {}
    bool entry(std::string_view key, std::string_view value) {
        const std::string separator = m_first ? "\n" : ",\n";
        m_first = false;
        return m_sink(separator + textOf(Json(key)) + ": ") && m_sink(value);
    }

private:
    const TextSink& m_sink;
    bool m_first = true;
};

} // namespace

std::string inspectRunJson(const RunSnapshot& run) {
    return textOf(runJson(run));
}

Result<void> inspectJson(const StoreSnapshot& store, std::span<const Root> roots, const TextSink& sink) {
    const auto refused = [] { return failure(ErrorCode::Io, {{"action", "write"}}); };
    if (!sink("{\"runs\": {")) return refused();
    Writer writer(sink);
    for (const auto& run : store.runs)
        if (!writer.entry(escapedName(run->name), inspectRunJson(*run))) return refused();
    for (const ProjectorEntry& entry : findProjectorConfigs(roots))
        if (!writer.entry(escapedName(entry.name), textOf(inspectProjector(entry.path)))) return refused();
    if (!sink("\n}}\n")) return refused();
    return {};
}

} // namespace td::runlog
