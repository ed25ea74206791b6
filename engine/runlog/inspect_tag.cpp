#include "engine/runlog/inspect_tag.h"

#include "engine/base/sha256.h"
#include "engine/runlog/graph_facts.h"
#include "engine/runlog/inspect_numbers.h"
#include "engine/runlog/inspect_tensor.h"
#include "engine/runlog/json_text.h"
#include "engine/runlog/plugin_messages.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace td::runlog {
namespace {

const char* kindName(ValueKind kind) {
    switch (kind) {
    case ValueKind::None:
        return "none";
    case ValueKind::SimpleValue:
        return "simple_value";
    case ValueKind::OldHistogram:
        return "obsolete_old_style_histogram";
    case ValueKind::Image:
        return "image";
    case ValueKind::Histogram:
        return "histo";
    case ValueKind::Audio:
        return "audio";
    case ValueKind::Tensor:
        return "tensor";
    }
    return "none";
}

/// A value that stays in its file, and which file that is.
struct Place {
    uint32_t file = 0;
    BlobEntry entry;
};

/// What is gathered of a tag while its points are walked once.
struct Walk {
    StepFacts steps;
    NumberFacts numbers;
    std::vector<Place> blobs; ///< the first and the last; all of them where `keepAll`
    Json lastScalar;
    int64_t firstStep = 0, lastStep = 0;
    uint64_t points = 0;
    bool hasScalars = false;
    bool endsWithBlob = false; ///< the tag's last value is blobs.back(), else it is lastScalar
};

void walkPart(const TagSnapshot::Part& part, bool keepAll, Walk& walk) {
    const ColumnView& column = part.column;
    if (column.size() == 0) return;
    std::optional<int64_t> firstScalar, firstBlob;
    int64_t lastScalar = 0, lastBlob = 0;
    column.forEachSpan([&](const ScalarSpan& span) {
        walk.steps.add(span.steps);
        walk.numbers.add(span);
        if (!firstScalar) firstScalar = span.steps.front();
        lastScalar = span.steps.back();
        walk.lastScalar = exactNumber(span, span.size() - 1);
        walk.hasScalars = true;
    });
    column.forEachBlob([&](const BlobEntry& entry) {
        walk.steps.add({&entry.step, 1});
        if (!firstBlob) firstBlob = entry.step;
        lastBlob = entry.step;
        if (walk.blobs.size() < 2 || keepAll)
            walk.blobs.push_back({part.file, entry});
        else
            walk.blobs.back() = {part.file, entry};
    });
    if (walk.points == 0) walk.firstStep = column.beginsWithBlob() ? *firstBlob : firstScalar.value_or(0);
    walk.endsWithBlob = column.endsWithBlob();
    walk.lastStep = walk.endsWithBlob ? lastBlob : lastScalar;
    walk.points += column.size();
}

Walk walkTag(const TagSnapshot& tag, bool keepAll) {
    Walk walk;
    for (const auto& part : tag.parts)
        walkPart(part, keepAll, walk);
    return walk;
}

Json pictureJson(const std::string& encoded) {
    const PictureFacts facts = pictureFacts(encoded);
    return {{"format", facts.format}, {"width", facts.width},   {"height", facts.height},
            {"mode", facts.mode},     {"frames", facts.frames}, {"sha256", sha256Hex(encoded)}};
}

Json wavJson(const std::string& encoded) {
    const WavFacts facts = wavFacts(encoded);
    if (!facts.valid) return {{"format", "?"}};
    Json out{{"format", "WAV"}};
    if (facts.channels != 0 || facts.sampleRate != 0)
        out.update({{"channels", facts.channels}, {"sample_rate", facts.sampleRate}, {"bits", facts.bits}});
    if (facts.dataOffset != 0) out["frames"] = facts.frames;
    return out;
}

// --- version 1: the kinds of value that need no tensor ---

Json oldHistogramRows(const HistogramValue& h) {
    Json rows = Json::array(); // in float32, as TensorBoard's migration makes them
    const auto rounded = [](double v) { return jsonNumber(static_cast<double>(static_cast<float>(v))); };
    for (const auto& b : h.buckets)
        rows.push_back(Json::array({rounded(b.left), rounded(b.right), rounded(b.count)}));
    return rows;
}

Json numbersJson(const std::vector<double>& values) {
    Json list = Json::array();
    for (const double v : values)
        list.push_back(jsonNumber(v));
    return list;
}

Json oldHistogramJson(const HistogramValue& h) {
    return {{"min", jsonNumber(h.min)},
            {"max", jsonNumber(h.max)},
            {"num", jsonNumber(h.num)},
            {"sum", jsonNumber(h.sum)},
            {"sum_squares", jsonNumber(h.sumSquares)},
            {"bucket_limit", numbersJson(h.bucketLimits)},
            {"bucket", numbersJson(h.bucketCounts)}};
}

Json oldImageJson(const ImageValue& image) {
    Json out{{"header", image.width + "x" + image.height}, {"colorspace", image.colorspace}};
    out.update(pictureJson(image.encoded.front()));
    return out;
}

Json oldAudioJson(const AudioValue& audio) {
    const std::string& encoded = audio.clips.front().encoded;
    return {{"sample_rate", jsonNumber(audio.sampleRate)},
            {"channels", audio.channels},
            {"frames", audio.frames},
            {"type", audio.contentType},
            {"sha256", sha256Hex(encoded)},
            {"inside", wavJson(encoded)}};
}

// --- tensors by plugin ---

/// An integer without leading zeros or spaces, as the header of an image tensor should hold one; other text as it is.
std::string plainInteger(const std::string& text) {
    int64_t v = 0;
    const char* begin = text.data() + std::min(text.find_first_not_of(' '), text.size());
    return std::from_chars(begin, text.data() + text.size(), v).ec == std::errc() ? std::to_string(v) : text;
}

/// The first and the last of a list, or the only one.
template <class T, class ToJson>
Json endsJson(const std::vector<T>& all, const ToJson& toJson) {
    Json list = Json::array();
    if (!all.empty()) list.push_back(toJson(all.front()));
    if (all.size() > 1) list.push_back(toJson(all.back()));
    return list;
}

Json imagesJson(const ImageValue& image) {
    return {{"header", plainInteger(image.width) + "x" + plainInteger(image.height)},
            {"count", image.encoded.size()},
            {"images", endsJson(image.encoded, pictureJson)}};
}

Json clipJson(const AudioClip& clip) {
    Json out = wavJson(clip.encoded);
    out["sha256"] = sha256Hex(clip.encoded);
    return out;
}

Json audioJson(const Value& value) {
    Json labels;
    if (value.tensor.shape.size() == 2) {
        labels = Json::array();
        for (const AudioClip& clip : value.audio.clips)
            labels.push_back(clip.label);
    }
    return {{"count", value.audio.clips.size()}, {"clips", endsJson(value.audio.clips, clipJson)}, {"labels", labels}};
}

Json kerasJson(const std::string& text) {
    const auto config = parseForeignJson(text);
    Json layers = Json::array();
    if (!config.is_object()) return {{"class_name", nullptr}, {"layers", layers}};
    const auto inner = config.find("config");
    if (inner != config.end() && inner->is_object() && inner->contains("layers") && (*inner)["layers"].is_array())
        for (const auto& layer : (*inner)["layers"])
            if (layer.is_object() && layer.contains("class_name")) layers.push_back(Json(layer["class_name"]));
    return {{"class_name", Json(config.value("class_name", nlohmann::json()))}, {"layers", layers}};
}

/// A message kept in the tag's metadata or tensor, or the reason why it is none.
Json messageOrReason(std::string_view bytes, const MessageSchema& schema) {
    auto json = messageToJson(asBytes(bytes), schema);
    return json ? std::move(*json) : Json{{"unreadable", describe(json.error())}};
}

Json graphRuns(const TagSnapshot& tag, const std::vector<Place>& places, RunSources& sources) {
    Json runs = Json::array();
    for (const Place& place : places) {
        auto value = sources.value(place.file, place.entry, tag.kind);
        if (!value || value->value.tensor.strings.empty()) continue;
        auto facts = runMetadataFacts(asBytes(value->value.tensor.strings.front()));
        runs.push_back(facts ? std::move(*facts) : Json{{"unreadable", describe(facts.error())}});
    }
    return runs;
}

void tensorByPlugin(const TagSnapshot& tag, const Value& first, const Value& last, const Walk& walk,
                    RunSources& sources, Json& out) {
    const std::string& plugin = tag.metadata.plugin;
    const bool hasString = first.tensor.dtype == DType::String && !first.tensor.strings.empty();
    const auto ends = [&](const auto& toJson) {
        out["first"] = toJson(first);
        out["last"] = toJson(last);
    };
    if (plugin == "scalars") return; // a scalar that is no number: nothing more to say
    if (plugin == "histograms") return ends([](const Value& v) { return histogramTensorJson(v.tensor); });
    if (plugin == "images") return ends([](const Value& v) { return imagesJson(v.image); });
    if (plugin == "audio") return ends([](const Value& v) { return audioJson(v); });
    if (plugin == "hparams") {
        out["content"] = Json::array({messageOrReason(tag.metadata.pluginContent, kHParamsPluginData)});
    } else if (plugin == "custom_scalars" && hasString) {
        out["layout"] = messageOrReason(first.tensor.strings.front(), kLayout);
    } else if (plugin == "graph_keras_model" && hasString) {
        out["keras"] = kerasJson(first.tensor.strings.front());
    } else if (plugin.starts_with("graph_run_metadata")) {
        out["runs"] = graphRuns(tag, walk.blobs, sources);
    } else if (first.tensor.dtype == DType::String) {
        ends([](const Value& v) { return stringsJson(v.tensor); });
    } else {
        if (plugin == "mesh") out["mesh"] = messageOrReason(tag.metadata.pluginContent, kMeshPluginData);
        ends([](const Value& v) { return tensorSumsJson(v.tensor); });
    }
}

/// TensorBoard itself cannot decode these; of such a tag it is only said that it is there.
bool isForeignToTensorBoard(const DecodedValue& v) {
    const DType dtype = v.value.tensor.dtype;
    return !isCommon(dtype) || !v.fillsShape || dtype == DType::BFloat16 ||
           ((dtype == DType::UInt32 || dtype == DType::UInt64) && !v.fromContent);
}

/// What TensorBoard makes of a value that stands where a histogram should.
Json shownAmongHistograms(const Value& v) {
    if (v.kind == ValueKind::Histogram) return oldHistogramRows(v.histogram);
    if (v.kind == ValueKind::Tensor) return nestedList(v.tensor);
    if (v.kind != ValueKind::Image || v.image.encoded.empty()) return Json::array();
    const std::string& encoded = v.image.encoded.front();
    return Json::array({v.image.width, v.image.height, {{"sha256", sha256Hex(encoded)}, {"bytes", encoded.size()}}});
}

/// Of a tag that began with histograms; another value at its end holds none.
void describeHistograms(const Value& first, const Value* last, const Walk& walk, Json& out) {
    const bool endsWithOne = last && last->kind == ValueKind::Histogram;
    out["first"] = oldHistogramJson(first.histogram);
    out["last"] = oldHistogramJson(endsWithOne ? last->histogram : HistogramValue{});
    out["first_as_tensorboard_shows"] = oldHistogramRows(first.histogram);
    out["last_as_tensorboard_shows"] = last ? shownAmongHistograms(*last) : walk.lastScalar;
}

/// Goes by the kind of the first value, as whoever reads a tag has to.
void describeBlobs(const TagSnapshot& tag, const Walk& walk, RunSources& sources, Json& out) {
    auto first = sources.value(walk.blobs.front().file, walk.blobs.front().entry, tag.kind);
    auto last =
        walk.blobs.size() > 1 ? sources.value(walk.blobs.back().file, walk.blobs.back().entry, tag.kind) : first;
    if (!first || !last) {
        const Error& error = first ? last.error() : first.error();
        if (error.code != ErrorCode::Unsupported) out["unreadable"] = describe(error);
        return;
    }
    const Value &a = first->value, &b = last->value;
    const auto ends = [&](const auto& toJson) {
        out["first"] = toJson(a);
        out["last"] = b.kind == a.kind && walk.endsWithBlob ? toJson(b) : Json();
    };
    switch (a.kind) {
    case ValueKind::Histogram:
        describeHistograms(a, walk.endsWithBlob ? &b : nullptr, walk, out);
        break;
    case ValueKind::Image:
        ends([](const Value& v) { return oldImageJson(v.image); });
        break;
    case ValueKind::Audio:
        ends([](const Value& v) { return oldAudioJson(v.audio); });
        break;
    case ValueKind::Tensor:
        if (isForeignToTensorBoard(*first) || isForeignToTensorBoard(*last)) break;
        out["dtype"] = name(a.tensor.dtype);
        out["shape"] = a.tensor.shape;
        tensorByPlugin(tag, a, b, walk, sources, out);
        break;
    default:
        break;
    }
}

} // namespace

Result<const PayloadSource*> RunSources::source(uint32_t file) {
    constexpr size_t kMostOpen = 64;
    if (const auto at = m_open.find(file); at != m_open.end()) return &at->second;
    if (file >= m_run.files.size()) return failure(ErrorCode::NotFound, {{"run", m_run.name}});
    auto opened = PayloadSource::open(m_run.files[file]);
    if (!opened) return failure(opened.error());
    if (m_open.size() >= kMostOpen) m_open.clear();
    return &m_open.emplace(file, std::move(*opened)).first->second;
}

Result<DecodedValue> RunSources::value(uint32_t file, const BlobEntry& entry, TagKind kind) {
    auto from = source(file);
    if (!from) return failure(from.error());
    auto bytes = (*from)->read(entry.recordOffset, entry.recordBytes, entry.valueOffset, entry.valueBytes);
    if (!bytes) return failure(bytes.error());
    return decodeValue(asBytes(*bytes), kind);
}

Result<std::string> RunSources::graph(const GraphEntry& entry) {
    auto from = source(entry.file);
    if (!from) return failure(from.error());
    return (*from)->read(entry.recordOffset, entry.recordBytes, entry.valueOffset, entry.valueBytes);
}

Json inspectTag(const TagSnapshot& tag, RunSources& sources) {
    const Walk walk = walkTag(tag, tag.metadata.plugin.starts_with("graph_run_metadata"));
    std::string kinds;
    for (const ValueKind kind : tag.valueKinds)
        kinds += (kinds.empty() ? "" : "+") + std::string(kindName(kind));
    Json out{{"plugin", tag.metadata.plugin}, {"value", kinds}, {"points", walk.points}};
    walk.steps.writeTo(out, walk.firstStep, walk.lastStep);
    if (!tag.metadata.displayName.empty()) out["display_name"] = tag.metadata.displayName;
    if (!tag.metadata.description.empty()) out["description"] = tag.metadata.description;
    if (tag.metadata.dataClass != 0) out["data_class"] = tag.metadata.dataClass;
    const ValueKind kind = tag.valueKinds.empty() ? ValueKind::None : tag.valueKinds.front();
    // A reader of tensors can make nothing of the other kinds among them, and so says nothing of the whole.
    const bool isMixed = kind == ValueKind::Tensor && tag.valueKinds.size() > 1 && tag.metadata.plugin != "scalars";
    const bool isOfNumbers = kind == ValueKind::SimpleValue || (kind == ValueKind::Tensor && walk.hasScalars);
    if (kind == ValueKind::None) {
        if (tag.metadata.plugin == "hparams")
            out["content"] = Json::array({messageOrReason(tag.metadata.pluginContent, kHParamsPluginData)});
    } else if (isOfNumbers && !isMixed) {
        walk.numbers.writeTo(out);
        out["points"] = walk.points;
        out["dtype"] = name(tag.dtype);
        if (kind == ValueKind::Tensor) out["shape"] = tag.shape;
    } else if (!walk.blobs.empty() && !isMixed) {
        describeBlobs(tag, walk, sources, out);
    }
    if (!tag.undecodable.empty()) out["unreadable"] = "the values are " + tag.undecodable + "; they cannot be drawn";
    return out;
}

} // namespace td::runlog
