#include "tests/unit/event_writer/foreign_records.h"

#include "engine/base/file.h"
#include "engine/runlog/wire.h"

#include <functional>

namespace td::runlog::test {
namespace {

using Visit = std::function<void(const WireField&)>;

void walk(Bytes message, const Visit& visit) {
    WireCursor cursor(message);
    for (WireField field; cursor.next(field);)
        visit(field);
}

void parseTensor(Bytes message, ForeignEvent& event) {
    walk(message, [&](const WireField& f) {
        if (f.number == 4) event.content = f.asText();
        if (f.number == 8) event.strings.emplace_back(f.asText());
        if (f.number != 2) return;
        walk(f.bytes, [&](const WireField& dimension) {
            int64_t size = 0;
            walk(dimension.bytes, [&](const WireField& s) { size = s.asInt64(); });
            event.shape.push_back(size);
        });
    });
}

void parseMetadata(Bytes message, ForeignEvent& event) {
    walk(message, [&](const WireField& f) {
        event.described |= f.number != 1;
        if (f.number != 1) return;
        walk(f.bytes, [&](const WireField& g) {
            if (g.number == 1) event.plugin = g.asText();
            if (g.number == 2) event.pluginContent = g.asText();
        });
    });
}

void parseValue(Bytes message, ForeignEvent& event) {
    walk(message, [&](const WireField& f) {
        if (f.number == 1) event.tag = f.asText();
        if (f.number == 8) parseTensor(f.bytes, event);
        if (f.number == 9) parseMetadata(f.bytes, event);
    });
}

} // namespace

std::vector<std::string> payloadsOf(const std::filesystem::path& file) {
    const std::string bytes = readWholeFile(file).value_or("");
    std::vector<std::string> out;
    for (size_t at = 0; at + 16 <= bytes.size();) {
        const auto length = loadAs<uint64_t>(reinterpret_cast<const uint8_t*>(bytes.data()) + at);
        out.push_back(bytes.substr(at + 12, length));
        at += 16 + length;
    }
    return out;
}

ForeignEvent parseEvent(const std::string& payload) {
    ForeignEvent event;
    event.record = payload;
    walk(asBytes(payload), [&](const WireField& f) {
        if (f.number == 1) event.wall = f.asDouble();
        if (f.number == 2) event.step = f.asInt64();
        if (f.number == 5) walk(f.bytes, [&](const WireField& value) { parseValue(value.bytes, event); });
    });
    return event;
}

std::vector<ForeignEvent> eventsBelow(const std::string& folder) {
    std::vector<ForeignEvent> out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(TD_TEST_DATA "/runs/" + folder)) {
        if (entry.path().filename().string().find("tfevents") == std::string::npos) continue;
        for (const auto& payload : payloadsOf(entry.path()))
            if (auto event = parseEvent(payload); !event.plugin.empty()) out.push_back(std::move(event));
    }
    return out;
}

} // namespace td::runlog::test
