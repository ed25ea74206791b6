#include "tests/fuzz/targets.h"

#include "engine/runlog/byte_source.h"
#include "engine/runlog/event_decoder.h"
#include "engine/runlog/graph_facts.h"
#include "engine/runlog/graph_summary.h"
#include "engine/runlog/inspect_tensor.h"
#include "engine/runlog/plugin_messages.h"
#include "engine/runlog/record_reader.h"
#include "engine/runlog/text_message.h"
#include "engine/runlog/value_decode.h"
#include "tests/fuzz/require.h"

#include <algorithm>

namespace td::fuzz {

using namespace runlog;

namespace {

class MemorySource final : public ByteSource {
public:
    explicit MemorySource(Bytes bytes)
        : m_bytes(bytes) {}
    Result<size_t> read(std::span<uint8_t> into) override {
        const size_t n = std::min(into.size(), m_bytes.size() - m_at);
        std::copy_n(m_bytes.begin() + static_cast<ptrdiff_t>(m_at), n, into.begin());
        m_at += n;
        return n;
    }

private:
    Bytes m_bytes;
    size_t m_at = 0;
};

} // namespace

void records(Bytes input) {
    // Kept from input to input, as a reading thread keeps them from file to file: making a megabyte anew costs more
    // than reading an input.
    static std::vector<uint8_t> buffer;
    static RegionPool pool;
    MemorySource source(input);
    RecordReader reader(source, buffer);
    FileColumns columns;
    columns.arena().setPool(&pool);
    FileFacts facts;
    EventDecoder decoder(columns, facts);
    uint64_t at = 0;
    for (auto step = reader.next(); step != RecordReader::Step::End; step = reader.next()) {
        require(step != RecordReader::Step::Failed && reader.offset() > at); // always forward
        at = reader.offset();
        if (step == RecordReader::Step::Record) (void)decoder.decode(reader.payload(), reader.payloadOffset());
    }
    (void)EventDecoder(columns, facts).decode(input, 0); // the payload alone, without having to guess checksums
    columns.arena().setPool(nullptr);
}

void tensor(Bytes input) {
    const auto decoded = decodeTensor(input);
    if (!decoded) return;
    for (uint64_t i = 0; i < std::min<uint64_t>(decoded->tensor.elementCount(), 1000); ++i)
        (void)decoded->tensor.number(i);
    if (decoded->tensor.elementCount() > 10000) return;
    (void)nestedList(decoded->tensor);
    (void)tensorSumsJson(decoded->tensor);
    (void)histogramTensorJson(decoded->tensor);
    (void)stringsJson(decoded->tensor);
}

void values(Bytes input) {
    for (const TagKind kind : {TagKind::Scalars, TagKind::Histograms, TagKind::Images, TagKind::Audio, TagKind::Text})
        (void)decodeValue(input, kind);
}

void messages(Bytes input) {
    for (const MessageSchema* schema : {&kHParamsPluginData, &kLayout, &kMeshPluginData, &kProjectorConfig})
        if (const auto json = messageToJson(input, *schema))
            (void)json->dump(-1, ' ', false, Json::error_handler_t::replace);
    (void)graphFacts(input);
    (void)metaGraphFacts(input);
    (void)runMetadataFacts(input);
    (void)graphSummary(input);
    (void)metaGraphSummary(input);
}

void text(Bytes input) {
    (void)textToJson(asText(input), kProjectorConfig);
}

void picture(Bytes input) {
    const PictureFacts facts = pictureFacts(asText(input));
    require(facts.width >= 0 && facts.height >= 0 && facts.frames >= 1);
}

void wav(Bytes input) {
    const WavFacts facts = wavFacts(asText(input));
    require(facts.dataOffset <= input.size() && facts.dataBytes <= input.size() - facts.dataOffset);
}

} // namespace td::fuzz
