#include "engine/data/load_spec.h"

#include "engine/base/file.h"
#include "engine/data/memory_source.h"
#include "engine/data/opened.h"
#include "engine/data/preprocess.h"
#include "engine/data/source_kind.h"
#include "engine/data/split.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace td::data {
namespace {

namespace fs = std::filesystem;

using Reader = Result<Opened> (*)(const Opening&);
Reader readerOf(std::string_view kind) {
    if (kind == "csv") return openCsv;
    if (kind == "series") return openSeries;
    if (kind == "idx") return openIdx;
    if (kind == "npy" || kind == "npz") return openArrays;
    if (kind == "images") return openImages;
    return openTexts;
}

/// Row numbers of each part.
struct Parts {
    std::vector<int64_t> train, validation, test;
};

std::vector<int64_t> range(int64_t begin, int64_t end) {
    std::vector<int64_t> rows(static_cast<size_t>(std::max<int64_t>(end - begin, 0)));
    std::iota(rows.begin(), rows.end(), begin);
    return rows;
}

/// Cuts `rows` into parts of these fractions, by class where classes are given.
Result<std::vector<std::vector<int64_t>>> drawn(const std::vector<int64_t>& rows, const Opened& opened,
                                                std::vector<double> fractions, uint64_t seed, bool isStratified) {
    std::vector<int32_t> classes(rows.size());
    if (isStratified)
        for (size_t i = 0; i < rows.size(); ++i)
            classes[i] = opened.classes[static_cast<size_t>(rows[i])];
    auto tensor = classTensor(classes);
    if (!tensor) return failure(std::move(tensor).error());
    auto source = MemorySource::create({{"class", {}, Role::Label, {}, {}}}, {*std::move(tensor)});
    if (!source) return failure(std::move(source).error());
    auto parts = split(Dataset::of(*source), fractions, seed, "class");
    if (!parts) return failure(std::move(parts).error());
    std::vector<std::vector<int64_t>> result;
    for (const Dataset& part : *parts) {
        auto& list = result.emplace_back();
        for (int64_t i = 0; i < part.rows(); ++i)
            list.push_back(rows[static_cast<size_t>(part.sourceRow(i))]);
    }
    return result;
}

Result<Parts> partsByRule(const Opened& opened, const SplitSpec& rule, uint64_t seed) {
    Parts parts;
    const int64_t ofFiles = opened.rows - opened.testRows;
    parts.test = range(ofFiles, opened.rows);
    parts.train = range(0, ofFiles);
    if (opened.testRows > 0 && rule.rule != "random") return parts;
    if (rule.rule == "hash20") {
        parts = {};
        for (int64_t row = 0; row < ofFiles; ++row)
            (isHash20Test(row) ? parts.test : parts.train).push_back(row);
    } else if (rule.rule == "last20") {
        const int64_t cut =
            opened.rowsBefore ? opened.rowsBefore(0.8) : static_cast<int64_t>(static_cast<double>(ofFiles) * 0.8);
        parts.train = range(0, cut);
        parts.test = range(cut, ofFiles);
    } else if (rule.rule == "random") {
        auto cut = drawn(parts.train, opened, {rule.train, rule.validation, rule.test}, rule.seed.value_or(seed),
                         rule.isStratified && !opened.classes.empty());
        if (!cut) return failure(std::move(cut).error());
        parts.train = (*cut)[0];
        parts.validation = (*cut)[1];
        if (rule.test > 0) parts.test = (*cut)[2];
    }
    return parts;
}

Result<Parts> partsOf(const Opened& opened, const Spec& spec, const LoadOptions& options) {
    auto parts = partsByRule(opened, spec.split, options.seed);
    if (!parts || options.validationFraction <= 0 || !parts->validation.empty()) return parts;
    const double rest = 1 - options.validationFraction;
    if (opened.rowsBefore) { // in time: what comes last of the training rows
        const auto cut = static_cast<std::ptrdiff_t>(static_cast<double>(parts->train.size()) * rest);
        parts->validation.assign(parts->train.begin() + cut, parts->train.end());
        parts->train.resize(static_cast<size_t>(cut));
        return parts;
    }
    auto cut = drawn(parts->train, opened, {rest, options.validationFraction}, options.seed, !opened.classes.empty());
    if (!cut) return failure(std::move(cut).error());
    parts->train = (*cut)[0];
    parts->validation = (*cut)[1];
    return parts;
}

/// Rows that lie behind one another stay so, that they need no copies.
Result<Dataset> rowsOf(const Dataset& whole, const std::vector<int64_t>& rows) {
    const bool isRange = !rows.empty() && rows.back() - rows.front() + 1 == static_cast<int64_t>(rows.size()) &&
                         std::ranges::is_sorted(rows);
    if (isRange) return whole.skip(rows.front()).take(static_cast<int64_t>(rows.size()));
    return whole.select(rows);
}

/// "digits" for "/data/digits.npz" and for "/data/digits/".
std::string nameOf(const fs::path& path) {
    const fs::path plain = path.lexically_normal();
    return (plain.has_filename() ? plain : plain.parent_path()).stem().string();
}

Result<void> fillParts(LoadedData& data, const Dataset& whole, const Parts& parts) {
    const auto put = [&](const std::vector<int64_t>& rows, std::optional<Dataset>& into) -> Result<void> {
        if (rows.empty()) return {};
        auto part = rowsOf(whole, rows);
        if (!part) return failure(std::move(part).error());
        into = *std::move(part);
        return {};
    };
    std::optional<Dataset> train;
    TD_TRY(put(parts.train, train));
    data.train = train ? *train : whole.take(0);
    TD_TRY(put(parts.validation, data.validation));
    return put(parts.test, data.test);
}

/// The names and types that the examples have before anything is done to them.
void describeFeatures(const Source& source, Spec& into) {
    into.features.clear();
    for (const Column& column : source.columns())
        if (column.role == Role::Feature) into.features.push_back({column.name, column.type, Role::Feature, {}, {}});
}

} // namespace

bool holdsSpec(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored) ? fs::exists(path / "dataset.json", ignored) : path.extension() == ".json";
}

Result<Spec> specFor(const fs::path& path, Problems& problems) {
    if (!holdsSpec(path)) {
        Spec spec;
        spec.path = path;
        return spec;
    }
    std::error_code ignored;
    const fs::path json = fs::is_directory(path, ignored) ? path / "dataset.json" : path;
    constexpr uint64_t kLimit = 256 << 20;
    auto text = readWholeFile(json, kLimit);
    if (!text) return failure(std::move(text).error());
    return readSpec(*text, json.parent_path(), json.string(), problems);
}

Result<LoadedData> loadSpec(Spec spec, const LoadOptions& options, Problems problems, const std::string& shownAs,
                            const std::string* given) {
    LoadedData data;
    data.problems = std::move(problems);
    auto kind = spec.kind.empty() ? kindOf(spec.path) : Result<std::string>(spec.kind);
    if (!kind) return failure(std::move(kind).error());
    auto opened = readerOf(*kind)(Opening{spec, options, data.problems, given});
    if (!opened) return failure(std::move(opened).error());
    auto parts = partsOf(*opened, spec, options);
    if (!parts) return failure(std::move(parts).error());
    auto source = opened->build(parts->train);
    if (!source) return failure(std::move(source).error());
    TD_TRY(fillParts(data, Dataset::of(*source), *parts));
    data.name = spec.name.empty() ? nameOf(spec.path) : spec.name;
    data.title = spec.title;
    data.licence = spec.licence;
    data.kind = opened->kind;
    data.found = std::move(opened->found);
    data.names = std::move(opened->names);
    data.timeColumn = std::move(opened->timeColumn);
    auto steps = preprocess(data, spec, options.labels, shownAs);
    if (!steps) return failure(std::move(steps).error());
    spec.kind = opened->kind;
    describeFeatures(**source, spec);
    TD_TRY(opened->resolve(parts->train, spec));
    spec.preprocess = *std::move(steps);
    data.preparation = specJson(spec).dump(1, ' ', false, Json::error_handler_t::replace);
    return data;
}

Result<LoadedData> load(const fs::path& path, const LoadOptions& options) {
    if (!(options.validationFraction >= 0 && options.validationFraction < 1))
        return failure(ErrorCode::InvalidArgument, {{"validation", std::to_string(options.validationFraction)},
                                                    {"expected", "at least 0 and below 1"}});
    Problems problems;
    auto spec = specFor(path, problems);
    if (!spec) return failure(std::move(spec).error());
    return loadSpec(*std::move(spec), options, std::move(problems), path.string());
}

} // namespace td::data
