#include "engine/runlog/point_export.h"

#include "engine/base/atomic_file.h"
#include "engine/base/utf8.h"
#include "engine/runlog/inspect_numbers.h"
#include "engine/runlog/sessions.h"

#include <algorithm>
#include <optional>

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

/// Collects text and hands it on in blocks; once somebody refused, nothing more is taken.
class Output {
public:
    Output(const TextSink& sink, const PointProgress& progress, uint64_t total)
        : m_sink(sink)
        , m_progress(progress)
        , m_total(total) {}
    void add(std::string_view text) {
        m_text += text;
        if (m_text.size() >= kBlockBytes) flush();
    }
    void addPoint(std::string_view text) {
        ++m_done;
        add(text);
    }
    void flush() {
        if (!isGood()) return;
        if (!m_text.empty() && !m_sink(m_text)) m_failed = ErrorCode::Io;
        m_text.clear();
        if (isGood() && m_progress && !m_progress(m_done, m_total)) m_failed = ErrorCode::Cancelled;
    }
    [[nodiscard]] bool isGood() const { return !m_failed; }
    [[nodiscard]] Result<void> result() const {
        if (!m_failed) return {};
        return failure(*m_failed, {{"action", "write"}});
    }

private:
    const TextSink& m_sink;
    const PointProgress& m_progress;
    uint64_t m_total, m_done = 0;
    std::string m_text;
    std::optional<ErrorCode> m_failed;
};

/// Calls `visit(span, i, superseded)` for each scalar point in file order, while the output is good.
template <class Visit>
void forEachPoint(const PointSource& source, const Output& out, Visit&& visit) {
    const auto segments = segmentsOf(*source.run, *source.tag);
    auto segment = segments.begin();
    for (const TagSnapshot::Part& part : source.tag->parts) {
        uint64_t index = 0;
        part.column.forEachSpan([&](const ScalarSpan& span) {
            for (size_t i = 0; i < span.size() && out.isGood(); ++i) {
                visit(span, i, segment->supersededFrom && span.steps[i] >= *segment->supersededFrom);
                if (++index == segment->end) ++segment;
            }
        });
        if (!out.isGood()) return;
    }
}

void writeCsv(const PointSource& source, Output& out) {
    const std::string head =
        csvField(escapedName(source.run->name)) + "," + csvField(escapedName(source.tag->name)) + ",";
    forEachPoint(source, out, [&](const ScalarSpan& span, size_t i, bool superseded) {
        out.addPoint(head + std::to_string(span.steps[i]) + "," + bareNumber(jsonNumber(span.walls[i])) + "," +
                     bareNumber(exactNumber(span, i)) + (superseded ? ",1\n" : ",0\n"));
    });
}

void writeJson(const PointSource& source, Output& out) {
    Json head{{"run", escapedName(source.run->name)},
              {"tag", escapedName(source.tag->name)},
              {"dtype", name(source.tag->dtype)}};
    std::string text = textOf(head);
    text.back() = ','; // the points follow inside the same object
    out.add(text + "\"points\":[");
    const char* separator = "\n";
    forEachPoint(source, out, [&](const ScalarSpan& span, size_t i, bool superseded) {
        out.addPoint(separator +
                     Json::array({span.steps[i], jsonNumber(span.walls[i]), exactNumber(span, i), superseded}).dump());
        separator = ",\n";
    });
    out.add("]}");
}

uint64_t pointsOf(const std::vector<PointSource>& sources) {
    uint64_t points = 0;
    for (const PointSource& source : sources)
        points += source.tag->pointCount();
    return points;
}

} // namespace

bool hasNumbers(const TagSnapshot& tag) {
    return std::any_of(tag.parts.begin(), tag.parts.end(),
                       [](const auto& part) { return part.column.scalarCount > 0; });
}

Result<void> exportPoints(const std::vector<PointSource>& sources, PointFormat format, const TextSink& sink,
                          const PointProgress& progress) {
    Output out(sink, progress, pointsOf(sources));
    out.add(format == PointFormat::Csv ? "run,tag,step,wall_time,value,superseded\n" : "[");
    for (size_t i = 0; i < sources.size() && out.isGood(); ++i) {
        if (format == PointFormat::Csv) {
            writeCsv(sources[i], out);
        } else {
            out.add(i == 0 ? "\n" : ",\n");
            writeJson(sources[i], out);
        }
    }
    if (format == PointFormat::Json) out.add("\n]\n");
    out.flush();
    return out.result();
}

Result<void> exportPointsToFile(const std::vector<PointSource>& sources, PointFormat format,
                                const std::filesystem::path& path, const PointProgress& progress) {
    auto file = AtomicFile::create(path);
    if (!file) return failure(std::move(file).error());
    Result<void> written;
    const auto sink = [&](std::string_view piece) { return (written = file->write(piece)).has_value(); };
    const Result<void> done = exportPoints(sources, format, sink, progress);
    if (!written) return written; // it says more than that the sink refused
    if (!done) return done;
    return file->commit();
}

} // namespace td::runlog
