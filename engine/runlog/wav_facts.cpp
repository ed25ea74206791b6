#include "engine/runlog/payload.h"
#include "engine/runlog/wire.h"

#include <algorithm>

namespace td::runlog {
namespace {

constexpr size_t kRiffHeader = 12, kChunkHeader = 8;

} // namespace

WavFacts wavFacts(std::string_view encoded) {
    WavFacts facts;
    if (!encoded.starts_with("RIFF")) return facts;
    facts.valid = true;
    const uint8_t* data = asBytes(encoded).data();
    uint64_t blockBytes = 0;
    for (uint64_t at = kRiffHeader; at + kChunkHeader <= encoded.size();) {
        const std::string_view kind = encoded.substr(at, 4);
        const uint64_t size = loadAs<uint32_t>(data + at + 4);
        const uint64_t body = at + kChunkHeader;
        if (kind == "fmt " && body + 16 <= encoded.size()) {
            facts.channels = loadAs<uint16_t>(data + body + 2);
            facts.sampleRate = static_cast<int>(std::min<uint32_t>(loadAs<uint32_t>(data + body + 4), 0x7FFFFFFF));
            blockBytes = loadAs<uint16_t>(data + body + 12);
            facts.bits = loadAs<uint16_t>(data + body + 14);
        }
        if (kind == "data") {
            facts.frames = size / std::max<uint64_t>(1, blockBytes);
            facts.dataOffset = body;
            facts.dataBytes = std::min<uint64_t>(size, encoded.size() - body);
            break;
        }
        at = body + size + size % 2; // chunks are padded to an even length
    }
    return facts;
}

} // namespace td::runlog
