#include "engine/data/source_kind.h"

#include "engine/base/file.h"
#include "engine/data/problem.h"

#include <algorithm>

namespace td::data {
namespace {

namespace fs = std::filesystem;

std::string endingOf(const fs::path& path) {
    std::string ending = path.extension().string();
    if (ending == ".gz") ending = path.stem().extension().string();
    std::ranges::transform(ending, ending.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return ending;
}

Result<std::string> kindOfFile(const fs::path& path) {
    auto file = InputFile::open(path);
    if (!file) return failure(std::move(file).error());
    uint8_t head[8] = {};
    auto count = file->readAt(0, head);
    if (!count) return failure(std::move(count).error());
    const std::string_view bytes(reinterpret_cast<const char*>(head), *count);
    const std::string ending = endingOf(path), fileName = path.filename().string();
    if (bytes.starts_with("\x93NUMPY") || ending == ".npy") return "npy";
    if (ending == ".npz") return "npz";
    if (fileName.find("idx") != std::string::npos && fileName.find("ubyte") != std::string::npos) return "idx";
    if (ending == ".idx") return "idx";
    if (ending == ".csv" || ending == ".tsv" || ending == ".tab" || ending == ".data" || ending == ".txt") return "csv";
    if (bytes.size() >= 4 && bytes[0] == 0 && bytes[1] == 0 && head[2] >= 8 && head[2] <= 14 && head[3] >= 1)
        return "idx";
    return failure(fileError(ErrorCode::Unsupported, "UnknownKind", path.string(),
                             {{"expected", "CSV, IDX, NPY, NPZ, a folder of classes, or a specification"}}));
}

/// What most files two levels down are.
Result<std::string> kindOfFolder(const fs::path& path) {
    std::error_code error;
    int64_t images = 0, texts = 0, idx = 0, seen = 0;
    fs::path table;
    fs::recursive_directory_iterator at(path, fs::directory_options::skip_permission_denied, error), end;
    for (; !error && at != end && ++seen < 10000; at.increment(error)) {
        if (at.depth() > 2) at.disable_recursion_pending();
        const std::string ending = endingOf(at->path());
        images += ending == ".png" || ending == ".jpg" || ending == ".jpeg" ? 1 : 0;
        texts += ending == ".txt" && at.depth() > 0 ? 1 : 0;
        idx += at->path().filename().string().find("images-idx3") != std::string::npos ? 1 : 0;
        if (ending == ".csv" && at.depth() == 0) table = at->path();
    }
    if (error) return failure(systemError(error.value(), "read", path.string()));
    if (idx > 0) return "idx";
    if (images > 0 && images >= texts) return "images";
    if (texts > 0) return "texts";
    return failure(fileError(ErrorCode::Unsupported, "UnknownKind", path.string(),
                             {{"found", table.empty() ? "no such files" : table.filename().string()},
                              {"expected", "a folder for each class, IDX files, or the path of one file"}}));
}

} // namespace

Result<std::string> kindOf(const fs::path& path) {
    std::error_code error;
    if (fs::is_directory(path, error)) return kindOfFolder(path);
    return kindOfFile(path);
}

} // namespace td::data
