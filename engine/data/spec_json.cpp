#include "engine/data/spec.h"

namespace td::data {
namespace {

Json sourceJson(const Spec& spec) {
    Json source = {{"path", spec.path.string()}};
    if (!spec.test.empty()) source["test"] = spec.test.string();
    if (!spec.kind.empty()) source["kind"] = spec.kind;
    if (spec.csv.delimiter != 0) source["delimiter"] = std::string(1, spec.csv.delimiter);
    if (spec.csv.decimal != 0) source["decimal"] = std::string(1, spec.csv.decimal);
    if (spec.csv.hasHeader) source["header"] = *spec.csv.hasHeader;
    if (!spec.csv.encoding.empty()) source["encoding"] = spec.csv.encoding;
    if (!spec.csv.names.empty()) source["names"] = spec.csv.names;
    if (!spec.seriesColumn.empty()) source["column"] = spec.seriesColumn;
    return source;
}

void addImage(const ImageSpec& image, Json& source) {
    const ResizeOptions& size = image.size;
    if (size.height > 0) source["size"] = {size.height, size.width};
    if (image.channels > 0) source["channels"] = image.channels;
    if (size.interpolation != Interpolation::Bilinear) source["interpolation"] = name(size.interpolation);
    if (size.antialias) source["antialias"] = true;
    if (size.aspect == Aspect::Crop) source["crop_to_aspect_ratio"] = true;
    if (size.aspect == Aspect::Pad) source["pad_to_aspect_ratio"] = true;
    if (size.fillValue != 0) source["fill_value"] = size.fillValue;
}

void addText(const TextSpec& text, Json& source) {
    source["max_tokens"] = text.maxTokens;
    source["sequence_length"] = text.sequenceLength;
    if (text.isBytes) source["tokens"] = "bytes";
    if (text.padding == SequenceEnd::Pre) source["padding"] = "pre";
    if (text.truncating == SequenceEnd::Pre) source["truncating"] = "pre";
    if (!text.vocabulary.empty()) source["vocabulary"] = text.vocabulary;
}

void addSeries(const WindowOptions& series, Json& source) {
    source["window"] = series.window;
    source["horizon"] = series.horizon;
    source["stride"] = series.stride;
    source["sampling_rate"] = series.samplingRate;
}

Json columnJson(const ColumnSpec& column) {
    Json json = Json::object();
    const auto kind = column.hint.kind;
    if (column.isIgnored)
        json["type"] = "ignore";
    else if (kind)
        json["type"] = *kind == CsvKind::Category ? "category" : *kind == CsvKind::Text ? "text" : "number";
    if (!column.hint.classes.empty()) json["classes"] = column.hint.classes;
    if (column.missing != Missing::Default) json["missing"] = column.missing == Missing::Drop ? "drop" : "fill";
    if (column.fill) json["fill"] = *column.fill;
    return json;
}

Json splitJson(const SplitSpec& split) {
    Json json = {{"rule", split.rule}};
    if (split.rule == "random") {
        json["train"] = split.train;
        json["validation"] = split.validation;
        json["test"] = split.test;
        json["stratify"] = split.isStratified;
    }
    if (split.seed) json["seed"] = *split.seed;
    return json;
}

} // namespace

Json specJson(const Spec& spec) {
    Json json = {{"format", "tensordesk-dataset"}, {"version", 1}, {"source", sourceJson(spec)}};
    if (!spec.name.empty()) json["name"] = spec.name;
    if (!spec.title.empty()) json["title"] = spec.title;
    if (!spec.licence.empty()) json["licence"] = spec.licence;
    if (spec.kind == "images") addImage(spec.image, json["source"]);
    if (spec.kind == "texts") addText(spec.text, json["source"]);
    if (spec.kind == "series") addSeries(spec.series, json["source"]);
    for (const auto& [name, column] : spec.columns)
        json["columns"][name] = columnJson(column);
    for (const auto& [name, columns] : spec.inputs)
        json["inputs"][name] = columns;
    if (!spec.labels.empty()) json["label"] = spec.labels;
    if (!spec.weight.empty()) json["weight"] = spec.weight;
    if (!spec.classes.empty()) json["classes"] = spec.classes;
    if (!spec.split.rule.empty()) json["split"] = splitJson(spec.split);
    for (const Column& feature : spec.features)
        json["features"].push_back(
            {{"name", feature.name}, {"dtype", name(feature.type.dtype)}, {"shape", *feature.type.shape.extents()}});
    if (spec.preprocess) json["preprocess"] = *spec.preprocess;
    return json;
}

} // namespace td::data
