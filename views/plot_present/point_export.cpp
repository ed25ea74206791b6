#include "views/plot_present/point_export.h"

#include "views/plot_present/format.h"
#include "views/plot_present/plot_series.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace td::plot {
namespace {

constexpr size_t kPartBytes = 1 << 20;

/// Gathers text and hands it on in parts of a megabyte.
class PartWriter {
public:
    explicit PartWriter(const TextSink& sink)
        : m_sink(sink) {}
    PartWriter& operator<<(std::string_view text) {
        m_part += text;
        return *this;
    }
    [[nodiscard]] Result<void> flushIfLarge() { return m_part.size() < kPartBytes ? Result<void>() : flush(); }
    [[nodiscard]] Result<void> flush() {
        auto result = m_sink(m_part);
        m_part.clear();
        return result;
    }

private:
    const TextSink& m_sink;
    std::string m_part;
};

std::string csvField(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
    std::string out = "\"";
    for (const char c : text)
        out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + '"';
}

std::string jsonString(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string jsonNumber(double value) {
    return std::isfinite(value) ? formatExact(value) : '"' + formatExact(value) + '"';
}

template <class Text>
Result<void> writeArray(PartWriter& out, std::string_view name, size_t count, Text&& text) {
    out << jsonString(name) << ":[";
    for (size_t i = 0; i < count; ++i) {
        if (i > 0) out << ",";
        out << text(i);
        TD_TRY(out.flushIfLarge());
    }
    out << "]";
    return {};
}

Result<void> writePoints(PartWriter& out, const PlotSeries& points) {
    const size_t n = points.size();
    TD_TRY(writeArray(out, "step", n, [&](size_t i) { return std::to_string(points.step(i)); }));
    out << ",";
    TD_TRY(writeArray(out, "wall_time", n, [&](size_t i) { return jsonNumber(points.wall(i)); }));
    out << ",";
    TD_TRY(writeArray(out, "value", n, [&](size_t i) { return jsonNumber(points.raw(i)); }));
    if (!points.isSmoothed()) return {};
    out << ",";
    return writeArray(out, "smoothed", n, [&](size_t i) { return jsonNumber(points.smoothed(i)); });
}

} // namespace

Result<void> writeCsv(const std::vector<Line>& lines, const TextSink& sink) {
    PartWriter out(sink);
    const bool smoothed =
        std::any_of(lines.begin(), lines.end(), [](const Line& l) { return l.points && l.points->isSmoothed(); });
    out << "line,step,wall_time,value" << (smoothed ? ",smoothed" : "") << "\r\n";
    for (const Line& line : lines) {
        if (!line.points) continue;
        const std::string name = csvField(line.label);
        for (size_t i = 0; i < line.points->size(); ++i) {
            out << name << "," << std::to_string(line.points->step(i)) << "," << formatExact(line.points->wall(i))
                << "," << formatExact(line.points->raw(i));
            if (smoothed) out << "," << formatExact(line.points->smoothed(i));
            out << "\r\n";
            TD_TRY(out.flushIfLarge());
        }
    }
    return out.flush();
}

Result<void> writeJson(std::string_view title, const std::vector<Line>& lines, const TextSink& sink) {
    PartWriter out(sink);
    out << "{\"title\":" << jsonString(title) << ",\"lines\":[";
    bool first = true;
    for (const Line& line : lines) {
        if (!line.points) continue;
        out << (first ? "" : ",") << "{\"id\":" << jsonString(line.id) << ",\"label\":" << jsonString(line.label)
            << ",\"points\":{";
        TD_TRY(writePoints(out, *line.points));
        out << "}}";
        first = false;
    }
    out << "]}\n";
    return out.flush();
}

} // namespace td::plot
