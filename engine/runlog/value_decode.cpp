#include "engine/runlog/value_decode.h"

#include "engine/runlog/histogram.h"
#include "engine/runlog/tensor_wire.h"

namespace td::runlog {
namespace {

bool decodeImage(Bytes message, ImageValue& out) {
    WireCursor cursor(message);
    uint64_t height = 0, width = 0;
    std::string encoded;
    for (WireField f; cursor.next(f);) {
        if (f.number == 1 && f.type == WireType::Varint) height = f.varint;
        if (f.number == 2 && f.type == WireType::Varint) width = f.varint;
        if (f.number == 3 && f.type == WireType::Varint) out.colorspace = static_cast<int>(f.varint);
        if (f.number == 4 && f.type == WireType::Bytes) encoded = f.asText();
    }
    out.width = std::to_string(static_cast<int32_t>(width));
    out.height = std::to_string(static_cast<int32_t>(height));
    out.encoded.push_back(std::move(encoded));
    return !cursor.failed();
}

bool decodeAudio(Bytes message, AudioValue& out) {
    WireCursor cursor(message);
    AudioClip clip;
    for (WireField f; cursor.next(f);) {
        if (f.number == 1 && f.type == WireType::Fixed32) out.sampleRate = f.asFloat();
        if (f.number == 2 && f.type == WireType::Varint) out.channels = f.asInt64();
        if (f.number == 3 && f.type == WireType::Varint) out.frames = f.asInt64();
        if (f.number == 4 && f.type == WireType::Bytes) clip.encoded = f.asText();
        if (f.number == 5 && f.type == WireType::Bytes) out.contentType = f.asText();
    }
    out.clips.push_back(std::move(clip));
    return !cursor.failed();
}

/// [width, height, picture…]
void takeImages(const Tensor& tensor, ImageValue& out) {
    if (tensor.strings.size() < 2) return;
    out.width = tensor.strings[0];
    out.height = tensor.strings[1];
    out.encoded.assign(tensor.strings.begin() + 2, tensor.strings.end());
}

/// k×2 of clip and label, or k clips.
void takeAudio(const Tensor& tensor, AudioValue& out) {
    const bool labelled = tensor.shape.size() == 2 && tensor.shape[1] == 2;
    const size_t stride = labelled ? 2 : 1;
    for (size_t i = 0; i + stride <= tensor.strings.size(); i += stride)
        out.clips.push_back({tensor.strings[i], labelled ? tensor.strings[i + 1] : std::string()});
}

Error corrupt(const char* message) {
    return {ErrorCode::Corrupt, {{"message", message}, {"expected", "a protobuf message"}}};
}

Result<void> takeTensor(Bytes message, TagKind kind, DecodedValue& out) {
    auto decoded = decodeTensor(message);
    if (!decoded) return failure(decoded.error());
    out.fillsShape = decoded->fillsShape;
    out.fromContent = decoded->fromContent;
    Value& value = out.value;
    value.kind = ValueKind::Tensor;
    value.tensor = std::move(decoded->tensor);
    if (kind == TagKind::Images) takeImages(value.tensor, value.image);
    if (kind == TagKind::Audio) takeAudio(value.tensor, value.audio);
    if (kind == TagKind::Histograms) value.histogram.buckets = histogramRows(value.tensor);
    if (kind == TagKind::Scalars && value.tensor.elementCount() > 0) value.simple = value.tensor.number(0);
    return {};
}

} // namespace

Result<DecodedValue> decodeValue(Bytes message, TagKind kind) {
    DecodedValue out;
    Value& value = out.value;
    WireField what; // the last member of the oneof wins; a message in several pieces is read as one
    std::string memory;
    WireCursor cursor(message);
    for (WireField f; cursor.next(f);) {
        const bool isMember = (f.number >= 2 && f.number <= 6) || f.number == 8;
        if (!isMember || f.type != (f.number == 2 ? WireType::Fixed32 : WireType::Bytes)) continue;
        const Bytes before = f.number == what.number ? what.bytes : Bytes();
        what = f;
        if (before.empty() || f.number <= 3) continue; // 3, an old histogram, is bytes: the last wins
        what.bytes = joined(before, f.bytes, memory);
    }
    if (cursor.failed()) return failure(corrupt("Summary.Value"));
    switch (what.number) {
    case 2:
        value.kind = ValueKind::SimpleValue;
        value.simple = what.asFloat();
        break;
    case 3:
        value.kind = ValueKind::OldHistogram;
        break;
    case 4:
        value.kind = ValueKind::Image;
        if (!decodeImage(what.bytes, value.image)) return failure(corrupt("Summary.Image"));
        break;
    case 5:
        value.kind = ValueKind::Histogram;
        if (!decodeHistogram(what.bytes, value.histogram)) return failure(corrupt("HistogramProto"));
        break;
    case 6:
        value.kind = ValueKind::Audio;
        if (!decodeAudio(what.bytes, value.audio)) return failure(corrupt("Summary.Audio"));
        break;
    case 8:
        TD_TRY(takeTensor(what.bytes, kind, out));
        break;
    default:
        break;
    }
    return out;
}

} // namespace td::runlog
