#include "engine/runlog/payload.h"

#include "engine/runlog/payload_source.h"
#include "engine/runlog/value_decode.h"

#include <algorithm>

namespace td::runlog {
namespace {

/// google.protobuf.Value as far as hyperparameters use it.
bool decodeHParamValue(Bytes message, HParam& out) {
    WireCursor cursor(message);
    for (WireField f; cursor.next(f);) {
        if (f.number == 1) out.type = HParam::Type::Null;
        if (f.number == 2 && f.type == WireType::Fixed64) out.type = HParam::Type::Number, out.number = f.asDouble();
        if (f.number == 3 && f.type == WireType::Bytes) out.type = HParam::Type::Text, out.text = f.asText();
        if (f.number == 4 && f.type == WireType::Varint) out.type = HParam::Type::Bool, out.flag = f.varint != 0;
    }
    return !cursor.failed();
}

/// SessionStartInfo.hparams: a map of name to value.
std::vector<HParam> decodeSessionStart(Bytes message) {
    std::vector<HParam> found;
    WireCursor cursor(message);
    for (WireField f; cursor.next(f);) {
        if (f.number != 1 || f.type != WireType::Bytes) continue;
        HParam hparam;
        WireCursor entry(f.bytes);
        for (WireField e; entry.next(e);) {
            if (e.number == 1 && e.type == WireType::Bytes) hparam.name = e.asText();
            if (e.number == 2 && e.type == WireType::Bytes && !decodeHParamValue(e.bytes, hparam)) return found;
        }
        found.push_back(std::move(hparam));
    }
    return found;
}

} // namespace

Result<Value> readValue(const FileSnapshot& file, const BlobEntry& entry, TagKind kind) {
    auto source = PayloadSource::open(file);
    if (!source) return failure(source.error());
    auto bytes = source->read(entry.recordOffset, entry.recordBytes, entry.valueOffset, entry.valueBytes);
    if (!bytes) return failure(bytes.error());
    auto decoded = decodeValue(asBytes(*bytes), kind);
    if (!decoded) return failure(decoded.error());
    return std::move(decoded->value);
}

Result<std::string> readGraph(const FileSnapshot& file, const GraphEntry& entry) {
    auto source = PayloadSource::open(file);
    if (!source) return failure(source.error());
    return source->read(entry.recordOffset, entry.recordBytes, entry.valueOffset, entry.valueBytes);
}

std::vector<HParam> hparams(const RunSnapshot& run) {
    constexpr uint32_t kSessionStartInfo = 3;
    const TagSnapshot* tag = run.tag("_hparams_/session_start_info");
    if (!tag) return {};
    std::vector<HParam> found;
    WireCursor cursor(asBytes(tag->metadata.pluginContent));
    for (WireField f; cursor.next(f);)
        if (f.number == kSessionStartInfo && f.type == WireType::Bytes) found = decodeSessionStart(f.bytes);
    std::sort(found.begin(), found.end(), [](const HParam& a, const HParam& b) { return a.name < b.name; });
    return found;
}

} // namespace td::runlog
