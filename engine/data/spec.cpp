#include "engine/data/spec.h"

#include "engine/base/text_place.h"
#include "engine/data/spec_reader.h"
#include "engine/data/spec_source.h"

#include <algorithm>

namespace td::data {
namespace {

void readColumn(SpecReader& reader, ColumnSpec& column) {
    const std::string type = reader.choice("type", {"", "number", "category", "text", "ignore"});
    column.isIgnored = type == "ignore";
    if (type == "number") column.hint.kind = CsvKind::Number;
    if (type == "category") column.hint.kind = CsvKind::Category;
    if (type == "text") column.hint.kind = CsvKind::Text;
    const std::string missing = reader.choice("missing", {"", "drop", "fill"});
    column.missing = missing == "drop" ? Missing::Drop : missing == "fill" ? Missing::Fill : Missing::Default;
    column.hint.classes = reader.texts("classes");
    if (!column.hint.classes.empty()) column.hint.kind = CsvKind::Category;
    if (const Json* fill = reader.find("fill")) {
        if (fill->is_string() || fill->is_number())
            column.fill = fill->is_string() ? fill->get<std::string>() : fill->dump();
        else
            reader.fail("fill", "a number or a class");
    }
}

void readSplit(SpecReader& reader, SplitSpec& split) {
    split.rule = reader.choice("rule", {"", "none", "random", "hash20", "last20", "files"});
    split.validation = reader.number("validation", 0, 0, 1);
    split.test = reader.number("test", 0, 0, 1);
    split.train = reader.number("train", 1 - split.validation - split.test, 0, 1);
    if (split.train + split.validation + split.test > 1 + 1e-9)
        reader.fail("train", "fractions that add up to at most 1");
    if (reader.has("seed")) split.seed = static_cast<uint64_t>(reader.whole("seed", 0, 0, int64_t{1} << 53));
    split.isStratified = reader.flag("stratify").value_or(false);
    if (split.rule.empty() && (split.validation > 0 || split.test > 0)) split.rule = "random";
}

/// What an example's features are: [{"name", "dtype", "shape"}].
void readFeatures(SpecReader& reader, Spec& spec) {
    const Json* list = reader.find("features");
    if (!list) return;
    for (const Json& each : list->is_array() ? *list : Json::array({Json()})) {
        const bool isNamed = each.is_object() && each.value("name", Json()).is_string() &&
                             each.value("dtype", Json()).is_string() && each.value("shape", Json()).is_array();
        const auto dtype = isNamed ? dtypeNamed(each["dtype"].get<std::string>()) : std::nullopt;
        Extents extents;
        for (const Json& side : dtype ? each["shape"] : Json::array())
            extents.push_back(side.is_number_unsigned() ? side.get<int64_t>() : -1);
        double elements = 1; // in double, so that nothing overflows
        for (const int64_t side : extents)
            elements *= static_cast<double>(side);
        const bool isSmall = std::ranges::all_of(extents, [](int64_t side) { return side >= 0; }) && elements <= 1e12;
        if (!dtype || !isSmall || extents.size() > 8)
            return reader.fail("features", "a list of objects with name, dtype and shape");
        spec.features.push_back({each["name"].get<std::string>(), {*dtype, Shape::of(extents)}, Role::Feature, {}, {}});
    }
}

void readOwn(SpecReader& reader, const std::filesystem::path& folder, Spec& spec) {
    spec.name = reader.text("name");
    spec.title = reader.text("title");
    spec.licence = reader.text("licence");
    reader.object("source", [&](SpecReader& source) { readSpecSource(source, folder, spec); });
    if (spec.path.empty()) reader.fail("source", "an object with a path");
    reader.eachOf("columns",
                  [&](const std::string& name, SpecReader& column) { readColumn(column, spec.columns[name]); });
    reader.eachListOf("inputs", [&](const std::string& name, std::vector<std::string> columns) {
        spec.inputs[name] = std::move(columns);
    });
    spec.labels = reader.texts("label");
    spec.weight = reader.text("weight");
    spec.classes = reader.texts("classes");
    reader.object("split", [&](SpecReader& split) { readSplit(split, spec.split); });
    readFeatures(reader, spec);
    if (const Json* steps = reader.find("preprocess")) {
        if (!steps->is_array()) reader.fail("preprocess", "an array");
        spec.preprocess = *steps;
    }
}

/// A column as samples describe it: "number", "integer", "category" with its values, "text", "date", "image".
void readSampleColumn(const Json& described, Spec& spec, bool isTarget) {
    if (!described.is_object() || !described.contains("name") || !described["name"].is_string()) return;
    const auto textOf = [&](const char* key) {
        return described.contains(key) && described[key].is_string() ? described[key].get<std::string>()
                                                                     : std::string();
    };
    const std::string columnName = textOf("name"), type = textOf("type"), role = textOf("role");
    ColumnSpec& column = spec.columns[columnName];
    if (type == "category") column.hint.kind = CsvKind::Category;
    if (type == "number" || type == "integer") column.hint.kind = CsvKind::Number;
    if (type == "text" || type == "date") column.hint.kind = CsvKind::Text;
    column.isIgnored = !isTarget && (role == "time" || role == "identifier" || type == "date");
    if (described.contains("values") && described["values"].is_array() && type == "category")
        for (const Json& value : described["values"])
            column.hint.classes.push_back(value.is_string() ? value.get<std::string>() : value.dump());
    if (isTarget) spec.labels.push_back(columnName);
}

/// dataset.json of a sample: what is in it, not how it is to be read.
void readSample(SpecReader& reader, const std::filesystem::path& folder, Spec& spec) {
    spec.name = reader.text("name");
    spec.title = reader.text("title");
    spec.licence = reader.text("licence");
    spec.classes = reader.texts("classes");
    const auto files = reader.texts("files");
    spec.path = files.size() == 1 ? folder / files[0] : folder;
    const auto has = [&](std::string_view wanted) { return std::ranges::find(files, wanted) != files.end(); };
    if (has("train.csv") && has("test.csv")) {
        spec.path = folder / "train.csv";
        spec.test = folder / "test.csv";
    }
    for (const char* key : {"features", "target"})
        if (const Json* list = reader.find(key); list && list->is_array())
            for (const Json& described : *list)
                readSampleColumn(described, spec, std::string_view(key) == "target");
    reader.object("split", [&](SpecReader& split) {
        const std::string rule = split.text("rule");
        if (rule == "hash20" || rule == "last20") spec.split.rule = rule;
        if (rule.starts_with("hash20 over the sorted")) spec.split.rule = "hash20"; // files are read in that order
        split.knowsAll();
    });
    reader.knowsAll();
}

Result<Json> parsedSpec(std::string_view text, const std::string& file) {
    try {
        return Json::parse(text);
    } catch (const Json::parse_error& error) {
        Error place = notJson(file, text, error.byte == 0 ? 0 : error.byte - 1); // it counts from 1
        place.facts.insert(place.facts.begin() + 1, {"problem", "BadJson"});
        return failure(std::move(place));
    }
}

} // namespace

Result<Spec> readSpec(std::string_view text, const std::filesystem::path& folder, const std::string& file,
                      Problems& problems) {
    auto parsed = parsedSpec(text, file);
    if (!parsed) return failure(std::move(parsed).error());
    const Json json = *std::move(parsed);
    if (!json.is_object())
        return failure(fileError(ErrorCode::Corrupt, "BadJson", file, {{"expected", "a JSON object"}}));
    Spec spec;
    SpecReader reader(json, file, "", problems);
    if (json.contains("format")) {
        if (reader.text("format") != "tensordesk-dataset")
            return failure(fileError(ErrorCode::InvalidArgument, "UnknownFormat", file,
                                     {{"found", reader.text("format")}, {"expected", "tensordesk-dataset"}}));
        const int64_t version = reader.whole("version", 0, 0, int64_t{1} << 53);
        if (version != 1)
            return failure(fileError(ErrorCode::Unsupported, "UnknownVersion", file,
                                     {{"found", std::to_string(version)}, {"expected", "1"}}));
        readOwn(reader, folder, spec);
    } else if (json.contains("files")) {
        readSample(reader, folder, spec);
    } else {
        return failure(fileError(ErrorCode::InvalidArgument, "UnknownFormat", file,
                                 {{"expected", "a member \"format\": \"tensordesk-dataset\""}}));
    }
    reader.finish();
    if (reader.error()) return failure(*reader.error());
    return spec;
}

} // namespace td::data
