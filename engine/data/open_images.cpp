#include "engine/base/file.h"
#include "engine/data/class_folders.h"
#include "engine/data/image.h"
#include "engine/data/memory_source.h"
#include "engine/data/opened.h"

#include <algorithm>
#include <cstring>
#include <set>

namespace td::data {
namespace {

constexpr uint64_t kFileLimit = 256 << 20;

/// Pictures brought to one size, one behind the other, as bytes.
struct Pictures {
    ImageSpec spec;
    std::vector<uint8_t> bytes;
    std::vector<int32_t> labels;
    std::vector<std::string> names;
    int64_t testRows = 0;
    std::set<std::pair<int64_t, int64_t>> sizes;
    std::set<int64_t> channels;
};

Result<Tensor> readPicture(const std::filesystem::path& path) {
    auto bytes = readWholeFile(path, kFileLimit);
    if (!bytes) return failure(std::move(bytes).error());
    return decodeImage(*bytes, path.string());
}

Result<void> addPicture(const ClassFolders::File& file, const Tensor& picture, Pictures& pictures,
                        uint64_t limitBytes) {
    ResizeOptions& size = pictures.spec.size;
    pictures.sizes.emplace(picture.extents()[0], picture.extents()[1]);
    pictures.channels.insert(picture.extents()[2]);
    if (size.height == 0) {
        size.height = picture.extents()[0];
        size.width = picture.extents()[1];
    }
    auto fitted = fittedImage(picture, size, pictures.spec.channels);
    if (!fitted) return failure(std::move(fitted).error());
    if (pictures.bytes.size() + fitted->sizeBytes() > limitBytes)
        return failure(
            fileError(ErrorCode::TooLarge, "TooLarge", file.path.string(),
                      {{"pictures", std::to_string(pictures.labels.size())}, {"limit", std::to_string(limitBytes)}}));
    const auto all = fitted->as<uint8_t>();
    pictures.bytes.insert(pictures.bytes.end(), all.begin(), all.end());
    pictures.labels.push_back(file.label);
    pictures.names.push_back(file.path.string());
    pictures.testRows += file.isTest ? 1 : 0;
    return {};
}

/// Colours are kept if the first pictures have any.
int64_t channelsOf(const ClassFolders& folders) {
    size_t looked = 0;
    for (const ClassFolders::File& file : folders.files) {
        const auto picture = readPicture(file.path);
        if (!picture) continue;
        if (picture->extents()[2] >= 3) return 3;
        if (++looked == 100) break;
    }
    return 1;
}

/// Where a size is stated, that pictures have others is what it is stated for.
void reportDifferences(const Pictures& pictures, bool isSizeStated, const std::string& file, Problems& problems) {
    const std::string size = std::to_string(pictures.spec.size.height) + "x" + std::to_string(pictures.spec.size.width);
    if (pictures.sizes.size() > 1 && !isSizeStated) {
        std::string found;
        for (const auto& [height, width] : pictures.sizes)
            if (found.size() < 200)
                found += (found.empty() ? "" : ", ") + std::to_string(height) + "x" + std::to_string(width);
        problems.add({ProblemKind::MixedSizes, file, 0, 0, size, found});
    }
    const bool hasAlpha = pictures.channels.contains(2) || pictures.channels.contains(4);
    const bool hasBoth = (pictures.channels.contains(1) || pictures.channels.contains(2)) &&
                         (pictures.channels.contains(3) || pictures.channels.contains(4));
    if (hasBoth || (hasAlpha && pictures.channels.size() > 1))
        problems.add({ProblemKind::MixedChannels, file, 0, 0, std::to_string(pictures.spec.channels) + " channels",
                      "grey, colours or alpha"});
}

Result<Pictures> readPictures(const ClassFolders& folders, const Opening& opening) {
    Pictures pictures;
    pictures.spec = opening.spec.image;
    if (pictures.spec.channels == 0) pictures.spec.channels = channelsOf(folders);
    for (const ClassFolders::File& file : folders.files) {
        auto picture = readPicture(file.path);
        if (!picture) {
            opening.problems.add({ProblemKind::UnreadableFile, file.path.string(), 0, 0, "PNG or JPEG",
                                  std::string(picture.error().fact("problem"))});
            continue;
        }
        TD_TRY(addPicture(file, *picture, pictures, opening.options.memoryLimitBytes));
    }
    if (!pictures.labels.empty()) return pictures;
    return failure(fileError(ErrorCode::InvalidArgument, "NoFiles", opening.spec.path.string(),
                             {{"expected", "pictures that can be read"}}));
}

} // namespace

Result<Opened> openImages(const Opening& opening) {
    auto folders = classFilesOf(opening, {".png", ".jpg", ".jpeg"});
    if (!folders) return failure(std::move(folders).error());
    auto pictures = readPictures(*folders, opening);
    if (!pictures) return failure(std::move(pictures).error());
    reportDifferences(*pictures, opening.spec.image.size.height > 0, opening.spec.path.string(), opening.problems);
    const ImageSpec& spec = pictures->spec;
    const auto rows = static_cast<int64_t>(pictures->labels.size());
    auto values = Tensor::create(DType::U8, {rows, spec.size.height, spec.size.width, spec.channels}, Fill::Unset);
    if (!values) return failure(std::move(values).error());
    std::ranges::copy(pictures->bytes, values->as<uint8_t>().begin());
    Opened opened{.kind = "images", .rows = rows, .testRows = pictures->testRows};
    opened.found = {foundNumbers("image", "image", *values)};
    std::vector<Column> columns{{spec.column, {}, Role::Feature, {}, {}}};
    std::vector<Tensor> tensors{*values};
    if (opening.needsLabels()) {
        auto labels = classTensor(pictures->labels);
        if (!labels) return failure(std::move(labels).error());
        opened.found.push_back(foundClasses("label", folders->classes, pictures->labels));
        opened.classes = std::move(pictures->labels);
        columns.push_back({"label", {}, Role::Label, folders->classes, {}});
        tensors.push_back(*std::move(labels));
    }
    opened.names = std::move(pictures->names);
    opened.build = [columns, tensors](std::span<const int64_t>) { return MemorySource::create(columns, tensors); };
    opened.resolve = [spec, classes = folders->classes](std::span<const int64_t>, Spec& into) -> Result<void> {
        into.image = spec;
        into.classes = classes;
        into.labels = {"label"};
        return {};
    };
    return opened;
}

} // namespace td::data
