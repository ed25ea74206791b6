#include "engine/data/convert.h"
#include "engine/data/file_bytes.h"
#include "engine/data/memory_source.h"
#include "engine/data/npy.h"
#include "engine/data/opened.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>

namespace td::data {
namespace {

/// "x_train" is x of the training part, as Keras's archives name their arrays.
struct Part {
    std::string name;
    bool isTest = false;
};
Part partOf(const std::string& name) {
    for (const std::string_view suffix : {"_train", "_test"})
        if (name.ends_with(suffix)) return {name.substr(0, name.size() - suffix.size()), suffix == "_test"};
    return {name, false};
}

bool isLabelName(std::string name) {
    std::ranges::transform(name, name.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    static constexpr std::string_view kNames[] = {"y", "label", "labels", "target", "targets", "class", "classes"};
    return std::ranges::find(kNames, name) != std::end(kNames);
}

Result<std::vector<NamedArray>> readArrays(const Opening& opening) {
    const std::string file = opening.spec.path.string();
    auto bytes = fileBytes(opening.spec.path, opening.options.memoryLimitBytes);
    if (!bytes) return failure(std::move(bytes).error());
    auto arrays = bytes->starts_with("PK") ? readNpz(*bytes, file, opening.options.memoryLimitBytes, opening.problems)
                                           : readNpy(*bytes, file, opening.spec.path.stem().string(), opening.problems);
    if (!arrays) return arrays;
    for (const NamedArray& array : *arrays)
        if (array.values.rank() == 0)
            return failure(fileError(ErrorCode::InvalidArgument, "NoRows", file,
                                     {{"array", array.name}, {"found", "a single value"}}));
    return arrays;
}

/// Appends the test part's rows to the training part's array of the same name.
Result<void> append(NamedArray& train, const NamedArray& test, const std::string& file) {
    const Tensor &a = train.values, &b = test.values;
    const bool fits = a.dtype() == b.dtype() && a.rank() == b.rank() && train.classes == test.classes &&
                      std::equal(a.extents().begin() + 1, a.extents().end(), b.extents().begin() + 1);
    if (!fits)
        return failure(fileError(ErrorCode::ShapeMismatch, "TestDiffers", file,
                                 {{"array", test.name}, {"left", toString(a.type())}, {"right", toString(b.type())}}));
    Extents extents = a.extents();
    extents[0] += b.extents()[0];
    auto both = Tensor::create(a.dtype(), std::move(extents), Fill::Unset);
    if (!both) return failure(std::move(both).error());
    std::memcpy(both->bytes(), a.bytes(), a.sizeBytes());
    std::memcpy(both->bytes() + a.sizeBytes(), b.bytes(), b.sizeBytes());
    train.values = *std::move(both);
    return {};
}

Result<std::vector<NamedArray>> joinedParts(const std::vector<NamedArray>& arrays, const std::string& file,
                                            int64_t& testRows) {
    std::vector<NamedArray> joined;
    for (const NamedArray& array : arrays)
        if (const Part part = partOf(array.name); !part.isTest)
            joined.push_back({part.name, array.values, array.classes});
    if (joined.empty()) return arrays;
    for (const NamedArray& array : arrays) {
        const Part part = partOf(array.name);
        const auto same = std::ranges::find(joined, part.name, &NamedArray::name);
        if (!part.isTest || same == joined.end()) continue;
        testRows = array.values.extents()[0];
        TD_TRY(append(*same, array, file));
    }
    return joined;
}

Result<void> checkCounts(const std::vector<NamedArray>& arrays, const std::string& file) {
    for (const NamedArray& array : arrays)
        if (array.values.extents()[0] != arrays[0].values.extents()[0])
            return failure(fileError(ErrorCode::Corrupt, "CountMismatch", file,
                                     {{"left", arrays[0].name + " " + toString(arrays[0].values.extents())},
                                      {"right", array.name + " " + toString(array.values.extents())}}));
    return {};
}

/// Which rows hold a number that is none, and the first array in which.
std::map<int64_t, std::string> rowsNotFinite(const std::vector<NamedArray>& arrays) {
    std::map<int64_t, std::string> rows;
    for (const NamedArray& array : arrays) {
        if (!isFloating(array.values.dtype())) continue;
        const int64_t count = array.values.extents()[0];
        const int64_t width = count > 0 ? array.values.elements() / count : 0;
        for (int64_t i = 0; i < count * width; ++i)
            if (!std::isfinite(array.values.at(i))) rows.emplace(i / width, array.name);
    }
    return rows;
}

Result<Tensor> without(const Tensor& values, const std::map<int64_t, std::string>& rows) {
    Extents extents = values.extents();
    const int64_t count = extents[0];
    const size_t rowBytes = values.sizeBytes() / static_cast<size_t>(count);
    extents[0] -= static_cast<int64_t>(rows.size());
    auto kept = Tensor::create(values.dtype(), std::move(extents), Fill::Unset);
    if (!kept) return kept;
    std::byte* to = kept->bytes();
    for (int64_t row = 0; row < count; ++row) {
        if (rows.contains(row)) continue;
        std::memcpy(to, values.bytes() + static_cast<size_t>(row) * rowBytes, rowBytes);
        to += rowBytes;
    }
    return kept;
}

/// As a gap in a table that nothing fills: each such row is told and left out.
Result<void> dropNotFinite(std::vector<NamedArray>& arrays, const Opening& opening, int64_t& testRows) {
    const auto rows = rowsNotFinite(arrays);
    if (rows.empty()) return {};
    const int64_t firstTest = arrays[0].values.extents()[0] - testRows;
    for (const auto& [row, name] : rows) {
        std::string found = "NaN or infinity in row ";
        found.append(std::to_string(row)).append(" of ").append(name).append(" (from 0), which is left out");
        opening.problems.add({ProblemKind::NotFinite, opening.spec.path.string(), 0, 0, "finite numbers", found});
        testRows -= row >= firstTest ? 1 : 0;
    }
    for (NamedArray& array : arrays) {
        auto kept = without(array.values, rows);
        if (!kept) return failure(std::move(kept).error());
        array.values = *std::move(kept);
    }
    return {};
}

/// Numbers, one a row, have an axis of one element; pictures of bytes have a channel.
Tensor asFeature(const Tensor& values) {
    Extents extents = values.extents();
    if (extents.size() == 1 || (extents.size() == 3 && values.dtype() == DType::U8)) extents.push_back(1);
    return values.reshaped(std::move(extents));
}

/// What becomes of the arrays: columns, tensors, and the classes of a single label.
struct Chosen {
    std::vector<Column> columns;
    std::vector<Tensor> tensors;
};

Result<void> addLabel(const NamedArray& array, const Opening& opening, Opened& opened, Chosen& chosen) {
    const bool areClasses = array.values.rank() == 1 && isInteger(array.values.dtype());
    if (!areClasses) {
        chosen.columns.push_back({array.name, {}, Role::Label, {}, {}});
        chosen.tensors.push_back(asFeature(array.values));
        opened.found.push_back(foundNumbers(array.name, "number", array.values));
        opened.found.back().use = "label";
        return {};
    }
    std::vector<int32_t> values(static_cast<size_t>(array.values.elements()));
    convert(array.values.dtype(), array.values.bytes(), DType::I32, reinterpret_cast<std::byte*>(values.data()),
            array.values.elements());
    auto tensor = classTensor(values);
    if (!tensor) return failure(std::move(tensor).error());
    std::vector<std::string> classes = !array.classes.empty()          ? array.classes
                                       : !opening.spec.classes.empty() ? opening.spec.classes
                                                                       : numberedClasses(values);
    for (size_t i = 0; i < values.size(); ++i)
        if (values[i] < 0 || static_cast<size_t>(values[i]) >= classes.size())
            return failure(
                fileError(ErrorCode::InvalidArgument, "LabelOutOfRange", opening.spec.path.string(),
                          {{"row", std::to_string(i)},
                           {"found", std::to_string(values[i])},
                           {"expected", "0 to " + std::to_string(static_cast<int64_t>(classes.size()) - 1)}}));
    opened.found.push_back(foundClasses(array.name, classes, values));
    opened.classes = std::move(values);
    chosen.columns.push_back({array.name, {}, Role::Label, std::move(classes), {}});
    chosen.tensors.push_back(*std::move(tensor));
    return {};
}

/// The names of the arrays that are labels. A description may call its target otherwise than the file does: then, as
/// without one, by the usual names.
Result<std::vector<std::string>> labelNames(const std::vector<NamedArray>& arrays, const Opening& opening) {
    std::vector<std::string> named, usual;
    const std::string& wanted = opening.options.label;
    for (const NamedArray& array : arrays) {
        const auto& labels = opening.spec.labels;
        const bool isMeant =
            wanted.empty() ? std::ranges::find(labels, array.name) != labels.end() : array.name == wanted;
        if (isMeant) named.push_back(array.name);
        if (isLabelName(array.name)) usual.push_back(array.name);
    }
    if (named.empty() && !wanted.empty())
        return failure(
            fileError(ErrorCode::NotFound, "NoSuchColumn", opening.spec.path.string(), {{"column", wanted}}));
    if (arrays.size() == 1) return std::vector<std::string>();
    return named.empty() ? usual : named;
}

void addFeature(const NamedArray& array, bool isWeight, Opened& opened, Chosen& chosen) {
    const bool isImage = array.values.dtype() == DType::U8 && array.values.rank() >= 3;
    chosen.columns.push_back({array.name, {}, isWeight ? Role::Weight : Role::Feature, array.classes, {}});
    chosen.tensors.push_back(isWeight ? array.values : asFeature(array.values));
    opened.found.push_back(foundNumbers(array.name, isImage ? "image" : "number", array.values));
    if (isWeight) opened.found.back().use = "weight";
}

/// A file of one array is the one feature that a model learnt from, whatever it is called.
void nameAsLearnt(const Opening& opening, Chosen& chosen) {
    const auto isFeature = [](const Column& column) { return column.role == Role::Feature; };
    if (opening.spec.features.size() != 1 || std::ranges::count_if(chosen.columns, isFeature) != 1) return;
    std::ranges::find_if(chosen.columns, isFeature)->name = opening.spec.features[0].name;
}

} // namespace

Result<Opened> openArrays(const Opening& opening) {
    const std::string file = opening.spec.path.string();
    auto arrays = readArrays(opening);
    if (!arrays) return failure(std::move(arrays).error());
    Opened opened{.kind = opening.spec.path.extension() == ".npz" ? "npz" : "npy"};
    arrays = joinedParts(*arrays, file, opened.testRows);
    if (!arrays) return failure(std::move(arrays).error());
    TD_TRY(checkCounts(*arrays, file));
    TD_TRY(dropNotFinite(*arrays, opening, opened.testRows));
    opened.rows = (*arrays)[0].values.extents()[0];
    const auto labels = labelNames(*arrays, opening);
    if (!labels) return failure(labels.error());
    Chosen chosen;
    for (const NamedArray& array : *arrays) {
        const auto spec = opening.spec.columns.find(array.name);
        if (spec != opening.spec.columns.end() && spec->second.isIgnored) continue;
        if (std::ranges::find(*labels, array.name) != labels->end())
            TD_TRY(addLabel(array, opening, opened, chosen));
        else
            addFeature(array, array.name == opening.spec.weight, opened, chosen);
    }
    if (std::ranges::none_of(chosen.columns, [](const Column& column) { return column.role == Role::Feature; }))
        return failure(
            fileError(ErrorCode::InvalidArgument, "NoFeatures", file, {{"expected", "an array beside the label"}}));
    nameAsLearnt(opening, chosen);
    opened.build = [chosen](std::span<const int64_t>) { return MemorySource::create(chosen.columns, chosen.tensors); };
    opened.resolve = [chosen](std::span<const int64_t>, Spec& into) -> Result<void> {
        into.labels.clear();
        for (const Column& column : chosen.columns) {
            if (column.role != Role::Label) continue;
            into.labels.push_back(column.name);
            into.classes = column.classes;
        }
        return {};
    };
    return opened;
}

} // namespace td::data
