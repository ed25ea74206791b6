#include "engine/runlog/inspect.h"

#include "engine/base/utf8.h"
#include "engine/runlog/series.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace td::runlog {
namespace {

std::string number(double v) {
    char text[40];
    std::snprintf(text, sizeof text, "%.6g", v);
    return text;
}

std::string steps(const SeriesSummary& s) {
    return s.minStep == s.maxStep ? std::to_string(s.minStep)
                                  : std::to_string(s.minStep) + ".." + std::to_string(s.maxStep);
}

std::string steps(const TagSnapshot& tag) {
    SeriesSummary s;
    bool first = true;
    for (const auto& part : tag.parts)
        part.column.forEachBlob([&](const BlobEntry& e) {
            s.minStep = first ? e.step : std::min(s.minStep, e.step);
            s.maxStep = first ? e.step : std::max(s.maxStep, e.step);
            first = false;
        });
    return steps(s);
}

/// Control characters would move the cursor of a terminal.
std::string printable(std::string_view text) {
    std::string out;
    for (const char c : escapedName(text))
        out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '?' : c;
    return out;
}

/// A cell of a column; whatever it holds, two spaces part it from the next.
std::string padded(std::string text, size_t width) {
    constexpr size_t kLeastGap = 2;
    text.append(std::max(kLeastGap, width - std::min(width, text.size())), ' ');
    return text;
}

std::string line(const RunSnapshot& run, const TagSnapshot& tag) {
    std::string out = "  " + padded(std::string(name(tag.kind)), 15) + padded(std::to_string(tag.pointCount()), 10);
    bool scalars = false;
    for (const auto& part : tag.parts)
        scalars = scalars || part.column.scalarCount > 0;
    if (scalars) {
        const SeriesSummary s = summarize(run, tag);
        out +=
            padded(steps(s), 16) + padded(number(s.last), 14) + padded(number(s.min), 14) + padded(number(s.max), 14);
    } else {
        const std::string why = tag.undecodable.empty() ? std::string() : "(" + tag.undecodable + ")";
        out += padded(steps(tag), 16) + padded(why, 42);
    }
    return out + printable(tag.name) + "\n";
}

std::string heading(const RunSnapshot& run) {
    uint64_t bytes = 0, records = 0;
    for (const FileSnapshot& f : run.files)
        bytes += f.stamp.sizeBytes, records += f.records;
    std::string out = printable(run.name) + "\n  files " + std::to_string(run.files.size()) + ", records " +
                      std::to_string(records) + ", bytes " + std::to_string(bytes) + ", points " +
                      std::to_string(run.pointCount()) + ", " + std::string(name(run.state)) + "\n";
    if (!run.tags.empty())
        out += "  " + padded("kind", 15) + padded("points", 10) + padded("steps", 16) + padded("last", 14) +
               padded("min", 14) + padded("max", 14) + "tag\n";
    return out;
}

} // namespace

Result<void> inspectText(const StoreSnapshot& store, const TextSink& sink) {
    for (const auto& run : store.runs) {
        std::string text = heading(*run);
        for (const TagSnapshot& tag : run->tags)
            text += line(*run, tag);
        if (!sink(text + "\n")) return failure(ErrorCode::Io, {{"action", "write"}});
    }
    return {};
}

} // namespace td::runlog
