#include "engine/runlog/point_export.h"

#include "engine/runlog/inspect_numbers.h"
#include "engine/runlog/sessions.h"

namespace td::runlog {
namespace {

constexpr size_t kBlockBytes = 1 << 16;

std::string textOf(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string csvField(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
    std::string out = "\"";
    for (const char c : text)
        out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

std::string bareNumber(const Json& number) {
    return number.is_string() ? number.get<std::string>() : number.dump();
}

/// Collects text and hands it on in blocks.
class Output {
public:
    explicit Output(const TextSink& sink)
        : m_sink(sink) {}
    void add(std::string_view text) {
        m_text += text;
        if (m_text.size() >= kBlockBytes) flush();
    }
    bool flush() {
        m_good = m_good && (m_text.empty() || m_sink(m_text));
        m_text.clear();
        return m_good;
    }

private:
    const TextSink& m_sink;
    std::string m_text;
    bool m_good = true;
};

/// Calls `visit(span, i, superseded)` for each scalar point in file order.
template <class Visit>
void forEachPoint(const PointSource& source, Visit&& visit) {
    const auto segments = segmentsOf(*source.run, *source.tag);
    auto segment = segments.begin();
    for (const TagSnapshot::Part& part : source.tag->parts) {
        uint64_t index = 0;
        part.column.forEachSpan([&](const ScalarSpan& span) {
            for (size_t i = 0; i < span.size(); ++i) {
                visit(span, i, segment->supersededFrom && span.steps[i] >= *segment->supersededFrom);
                if (++index == segment->end) ++segment;
            }
        });
    }
}

void writeCsv(const PointSource& source, Output& out) {
    const std::string head = csvField(source.run->name) + "," + csvField(source.tag->name) + ",";
    forEachPoint(source, [&](const ScalarSpan& span, size_t i, bool superseded) {
        out.add(head + std::to_string(span.steps[i]) + "," + bareNumber(jsonNumber(span.walls[i])) + "," +
                bareNumber(exactNumber(span, i)) + (superseded ? ",1\n" : ",0\n"));
    });
}

void writeJson(const PointSource& source, Output& out) {
    Json head{{"run", source.run->name}, {"tag", source.tag->name}, {"dtype", name(source.tag->dtype)}};
    std::string text = textOf(head);
    text.back() = ','; // the points follow inside the same object
    out.add(text + "\"points\":[");
    const char* separator = "\n";
    forEachPoint(source, [&](const ScalarSpan& span, size_t i, bool superseded) {
        out.add(separator +
                Json::array({span.steps[i], jsonNumber(span.walls[i]), exactNumber(span, i), superseded}).dump());
        separator = ",\n";
    });
    out.add("]}");
}

} // namespace

Result<void> exportPoints(const std::vector<PointSource>& sources, PointFormat format, const TextSink& sink) {
    Output out(sink);
    out.add(format == PointFormat::Csv ? "run,tag,step,wall_time,value,superseded\n" : "[");
    for (size_t i = 0; i < sources.size(); ++i) {
        if (format == PointFormat::Csv) {
            writeCsv(sources[i], out);
        } else {
            out.add(i == 0 ? "\n" : ",\n");
            writeJson(sources[i], out);
        }
    }
    if (format == PointFormat::Json) out.add("\n]\n");
    if (!out.flush()) return failure(ErrorCode::Io, {{"action", "write"}});
    return {};
}

} // namespace td::runlog
