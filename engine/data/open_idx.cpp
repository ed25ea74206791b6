#include "engine/data/convert.h"
#include "engine/data/file_bytes.h"
#include "engine/data/idx.h"
#include "engine/data/memory_source.h"
#include "engine/data/opened.h"

#include <algorithm>
#include <cstring>

namespace td::data {
namespace {

namespace fs = std::filesystem;

/// A file of pictures and that of their labels, if there is one.
struct Pair {
    fs::path values, labels;
};

bool nameHas(const fs::path& path, std::string_view part) {
    return path.filename().string().find(part) != std::string::npos;
}

/// "train-images-idx3-ubyte.gz" -> "train-labels-idx1-ubyte.gz", packed or not.
fs::path labelsOf(const fs::path& images) {
    std::string name = images.filename().string();
    const size_t at = name.find("images-idx3");
    if (at == std::string::npos) return {};
    name.replace(at, 11, "labels-idx1");
    std::error_code ignored;
    for (const std::string& each : {name, name + ".gz", name.ends_with(".gz") ? name.substr(0, name.size() - 3) : name})
        if (fs::exists(images.parent_path() / each, ignored)) return images.parent_path() / each;
    return {};
}

/// The training pair, and the testing pair of a folder with MNIST's names.
std::vector<Pair> pairsOf(const fs::path& path) {
    std::error_code ignored;
    if (!fs::is_directory(path, ignored)) return {{path, labelsOf(path)}};
    std::vector<fs::path> images;
    for (fs::directory_iterator at(path, ignored), end; at != end; at.increment(ignored))
        if (nameHas(at->path(), "images-idx3")) images.push_back(at->path());
    std::ranges::sort(images);
    const auto isTest = [](const fs::path& each) { return nameHas(each, "t10k") || nameHas(each, "test"); };
    std::ranges::stable_partition(images, [&](const fs::path& each) { return !isTest(each); });
    std::vector<Pair> pairs;
    for (const fs::path& each : images)
        if (pairs.empty() || isTest(each)) pairs.push_back({each, labelsOf(each)});
    return pairs;
}

struct Arrays {
    Tensor values;
    std::vector<int32_t> labels;
    bool hasLabels = false;
};

Result<Tensor> readIdxFile(const fs::path& path, const Opening& opening) {
    auto bytes = fileBytes(path, opening.options.memoryLimitBytes);
    if (!bytes) return failure(std::move(bytes).error());
    auto tensor = readIdx(*bytes, path.string(), opening.problems);
    if (tensor && tensor->rank() == 0)
        return failure(fileError(ErrorCode::InvalidArgument, "NoRows", path.string(), {{"found", "a single value"}}));
    return tensor;
}

Result<Arrays> readPair(const Pair& pair, const Opening& opening) {
    Arrays arrays;
    auto values = readIdxFile(pair.values, opening);
    if (!values) return failure(std::move(values).error());
    arrays.values = *std::move(values);
    if (pair.labels.empty()) return arrays;
    auto labels = readIdxFile(pair.labels, opening);
    if (!labels) return failure(std::move(labels).error());
    if (labels->extents() != Extents{arrays.values.extents()[0]})
        return failure(fileError(
            ErrorCode::Corrupt, "CountMismatch", pair.labels.string(),
            {{"labels", toString(labels->extents())}, {"expected", std::to_string(arrays.values.extents()[0])}}));
    arrays.hasLabels = true;
    arrays.labels.resize(static_cast<size_t>(labels->elements()));
    convert(labels->dtype(), labels->bytes(), DType::I32, reinterpret_cast<std::byte*>(arrays.labels.data()),
            labels->elements());
    return arrays;
}

/// The rows of both, which must be of one type and size.
Result<Arrays> joined(Arrays train, const Arrays& test, const std::string& file) {
    const Tensor &a = train.values, &b = test.values;
    Extents extents = a.extents();
    extents[0] += b.extents()[0];
    const bool fits = a.dtype() == b.dtype() && a.rank() == b.rank() &&
                      std::equal(a.extents().begin() + 1, a.extents().end(), b.extents().begin() + 1) &&
                      train.hasLabels == test.hasLabels;
    if (!fits)
        return failure(fileError(ErrorCode::ShapeMismatch, "TestDiffers", file,
                                 {{"left", toString(a.type())}, {"right", toString(b.type())}}));
    auto both = Tensor::create(a.dtype(), std::move(extents), Fill::Unset);
    if (!both) return failure(std::move(both).error());
    std::memcpy(both->bytes(), a.bytes(), a.sizeBytes());
    std::memcpy(both->bytes() + a.sizeBytes(), b.bytes(), b.sizeBytes());
    train.values = *std::move(both);
    train.labels.insert(train.labels.end(), test.labels.begin(), test.labels.end());
    return train;
}

/// Pictures of one channel have an axis for it, as all pictures here.
Tensor withChannel(const Tensor& values) {
    if (values.rank() != 3 || values.dtype() != DType::U8) return values;
    Extents extents = values.extents();
    extents.push_back(1);
    return values.reshaped(std::move(extents));
}

Result<void> checkLabels(const Arrays& arrays, const std::vector<std::string>& classes, const fs::path& file) {
    for (size_t i = 0; i < arrays.labels.size(); ++i)
        if (arrays.labels[i] < 0 || static_cast<size_t>(arrays.labels[i]) >= classes.size())
            return failure(
                fileError(ErrorCode::InvalidArgument, "LabelOutOfRange", file.string(),
                          {{"row", std::to_string(i)},
                           {"found", std::to_string(arrays.labels[i])},
                           {"expected", "0 to " + std::to_string(static_cast<int64_t>(classes.size()) - 1)}}));
    return {};
}

} // namespace

Result<Opened> openIdx(const Opening& opening) {
    const std::vector<Pair> pairs = pairsOf(opening.spec.path);
    if (pairs.empty())
        return failure(
            fileError(ErrorCode::NotFound, "NoFiles", opening.spec.path.string(), {{"expected", "*images-idx3*"}}));
    auto arrays = readPair(pairs[0], opening);
    if (!arrays) return failure(std::move(arrays).error());
    Opened opened{.kind = "idx"};
    if (pairs.size() > 1) {
        auto test = readPair(pairs[1], opening);
        if (!test) return failure(std::move(test).error());
        opened.testRows = test->values.extents()[0];
        arrays = joined(*std::move(arrays), *test, pairs[1].values.string());
        if (!arrays) return failure(std::move(arrays).error());
    }
    const auto classes = opening.spec.classes.empty() ? numberedClasses(arrays->labels) : opening.spec.classes;
    TD_TRY(checkLabels(*arrays, classes, pairs[0].labels));
    const Tensor values = withChannel(arrays->values);
    const bool isImage = values.rank() == 4;
    std::vector<Column> columns{{isImage ? "image" : "values", {}, Role::Feature, {}, {}}};
    std::vector<Tensor> tensors{values};
    opened.rows = values.extents()[0];
    opened.found.push_back(foundNumbers(columns[0].name, isImage ? "image" : "number", values));
    if (arrays->hasLabels) {
        auto labels = classTensor(arrays->labels);
        if (!labels) return failure(std::move(labels).error());
        columns.push_back({"label", {}, Role::Label, classes, {}});
        tensors.push_back(*std::move(labels));
        opened.found.push_back(foundClasses("label", classes, arrays->labels));
        opened.classes = std::move(arrays->labels);
    }
    opened.build = [columns, tensors](std::span<const int64_t>) { return MemorySource::create(columns, tensors); };
    opened.resolve = [hasLabels = columns.size() > 1, classes](std::span<const int64_t>, Spec& into) -> Result<void> {
        if (!hasLabels) return {};
        into.classes = classes;
        into.labels = {"label"};
        return {};
    };
    return opened;
}

} // namespace td::data
