#include "engine/data/prepared.h"

#include "engine/data/convert.h"
#include "engine/data/csv_number.h"
#include "engine/data/load_spec.h"
#include "engine/data/memory_source.h"
#include "engine/data/preprocess.h"
#include "engine/data/source_kind.h"

#include <algorithm>
#include <cmath>

namespace td::data {
namespace {

namespace fs = std::filesystem;

bool isPicture(const Column& column) {
    return column.type.dtype == DType::U8 && column.type.shape.rank() == 3;
}

/// The kind of what was given, as far as the training's kind leaves a choice.
Result<std::string> kindFor(const fs::path& path, const Spec& learnt) {
    std::string ending = path.extension().string();
    std::ranges::transform(ending, ending.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (ending == ".png" || ending == ".jpg" || ending == ".jpeg") return "images";
    std::error_code ignored;
    const bool isTable = learnt.kind == "csv" || learnt.kind == "series";
    if (isTable && fs::is_directory(path, ignored))
        return failure(fileError(ErrorCode::InvalidArgument, "NoTable", path.string(),
                                 {{"found", "a folder without a dataset.json"},
                                  {"expected", "a table such as a CSV file, as the training's data were"}}));
    if (learnt.kind == "texts" || learnt.kind == "csv" || learnt.kind == "series") return learnt.kind;
    return kindOf(path);
}

/// Pictures as the arrays of pictures that were learnt from.
void usePictures(Spec& spec) {
    if (spec.kind == "images" || spec.features.size() != 1 || !isPicture(spec.features[0])) return;
    const Extents extents = *spec.features[0].type.shape.extents();
    spec.image.size.height = extents[0];
    spec.image.size.width = extents[1];
    spec.image.channels = extents[2] == 1 ? 1 : 3;
    spec.image.column = spec.features[0].name;
}

Result<LoadedData> loadPath(Spec spec, const std::string& input, const LoadOptions& options) {
    Problems problems;
    spec.path = input;
    if (holdsSpec(input)) {
        auto given = specFor(input, problems);
        if (!given) return failure(std::move(given).error());
        spec.path = given->path;
        spec.test = given->test;
        spec.split = given->split;
        spec.csv.delimiter = given->csv.delimiter;
        spec.csv.decimal = given->csv.decimal;
        spec.csv.hasHeader = given->csv.hasHeader;
        spec.csv.encoding = given->csv.encoding;
    }
    auto kind = kindFor(spec.path, spec);
    if (!kind) return failure(std::move(kind).error());
    if (*kind == "images") usePictures(spec);
    spec.kind = *kind;
    return loadSpec(std::move(spec), options, std::move(problems), input);
}

std::vector<std::string> fieldsOf(const std::string& row, char delimiter) {
    CsvText text(row, delimiter, {});
    Problems ignored;
    std::vector<std::string> fields;
    if (const auto record = text.next(ignored))
        for (const CsvField& field : *record)
            fields.emplace_back(field.text);
    return fields;
}

/// As a header would name the columns.
std::string quoted(const std::vector<std::string>& names, char delimiter) {
    std::string text;
    for (const std::string& name : names) {
        text += text.empty() ? "\"" : std::string(1, delimiter) + "\"";
        for (const char c : name)
            text += c == '"' ? "\"\"" : std::string(1, c);
        text += '"';
    }
    return text;
}

/// The columns that are features, in the order of the file.
std::vector<std::string> featureColumns(const Spec& spec) {
    std::vector<std::string> names;
    for (const std::string& name : spec.csv.names)
        for (const auto& [input, columns] : spec.inputs)
            if (std::ranges::find(columns, name) != columns.end()) {
                names.push_back(name);
                break;
            }
    return names;
}

tl::unexpected<Error> noSuchInput(const std::string& input, std::string row) {
    return failure(ErrorCode::NotFound,
                   {{"input", input}, {"expected", "a file or folder that is there, or " + std::move(row)}});
}

/// What stands where a number should: in a file a gap that is told, in the one row that was given a mistake.
std::optional<std::string> notANumber(const Problems& problems) {
    const auto wrong = std::ranges::find(problems.list(), ProblemKind::NotANumber, &Problem::kind);
    return wrong == problems.list().end() ? std::nullopt : std::optional(wrong->found);
}

/// A row of a table, with the label or without: as a file of one line below a header.
Result<LoadedData> loadTableRow(Spec spec, const std::string& row, const LoadOptions& options) {
    if (spec.csv.delimiter == 0) spec.csv.delimiter = spec.csv.decimal == ',' ? ';' : ',';
    if (spec.csv.decimal == 0) spec.csv.decimal = '.';
    const auto fields = fieldsOf(row, spec.csv.delimiter).size();
    const auto features = featureColumns(spec);
    if (fields != features.size() && fields != spec.csv.names.size()) {
        std::string names;
        for (size_t i = 0; i < std::min<size_t>(features.size(), 20); ++i)
            names += (i == 0 ? "" : ", ") + features[i];
        return noSuchInput(row, "a row of " + std::to_string(features.size()) + " values: " + names);
    }
    const std::string text =
        quoted(fields == features.size() ? features : spec.csv.names, spec.csv.delimiter) + "\n" + row + "\n";
    spec.csv.hasHeader = true;
    spec.path = "row";
    auto data = loadSpec(std::move(spec), options, {}, row, &text);
    if (data && data->train.rows() == 0) return noSuchInput(row, "a row without gaps");
    const auto wrong = data ? notANumber(data->problems) : std::nullopt;
    if (wrong) return noSuchInput(row, "a row with a number where there is \"" + *wrong + "\"");
    return data;
}

/// The numbers of one example, before anything is done to them.
Result<LoadedData> loadNumbers(const Spec& spec, const std::string& row, const LoadOptions& options) {
    if (spec.features.size() != 1) return noSuchInput(row, "data of the same kind");
    const Column& column = spec.features[0];
    std::vector<double> numbers;
    for (const std::string& field : fieldsOf(row, ',')) {
        const CsvNumber number = csvNumber(field, '.');
        if (number.kind != CsvNumber::Kind::Integer && number.kind != CsvNumber::Kind::Number) break;
        numbers.push_back(number.value);
    }
    const int64_t count = exampleElements(column);
    if (static_cast<int64_t>(numbers.size()) != count)
        return noSuchInput(row, "a row of " + std::to_string(count) + " numbers");
    auto values = Tensor::create(column.type.dtype, batchExtents(column, 1));
    if (!values) return failure(std::move(values).error());
    convert(DType::F64, reinterpret_cast<const std::byte*>(numbers.data()), column.type.dtype, values->bytes(), count);
    auto source = MemorySource::create({column}, {*std::move(values)});
    if (!source) return failure(std::move(source).error());
    LoadedData data;
    data.name = row;
    data.kind = spec.kind;
    data.train = Dataset::of(*source);
    auto steps = preprocess(data, spec, options.labels, row);
    if (!steps) return failure(std::move(steps).error());
    return data;
}

} // namespace

Result<LoadedData> loadPrepared(std::string_view preparation, const std::string& input, const LoadOptions& options) {
    Problems ofPreparation;
    auto spec = readSpec(preparation, {}, "preparation", ofPreparation);
    if (!spec) return failure(std::move(spec).error());
    spec->test.clear();
    spec->split = {}; // of the training's data, not of these
    std::error_code ignored;
    if (fs::exists(input, ignored)) return loadPath(*std::move(spec), input, options);
    if (spec->kind == "csv") return loadTableRow(*std::move(spec), input, options);
    if (spec->kind == "texts") {
        spec->path = "text";
        return loadSpec(*std::move(spec), options, {}, input, &input);
    }
    return loadNumbers(*spec, input, options);
}

} // namespace td::data
