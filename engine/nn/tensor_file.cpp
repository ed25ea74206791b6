#include "engine/nn/tensor_file.h"

#include "engine/base/atomic_file.h"
#include "engine/base/crc32c.h"
#include "engine/base/file.h"
#include "engine/nn/json.h"

#include <array>
#include <cstring>

namespace td::nn {

namespace {
constexpr std::string_view kMetadata = "__metadata__", kChecksums = "crc32c";
constexpr uint64_t kLargestFile = uint64_t{1} << 40;

struct TypeName {
    DType dtype;
    const char* name;
};
constexpr std::array<TypeName, 13> kTypes = {{{DType::F32, "F32"},
                                              {DType::F64, "F64"},
                                              {DType::F16, "F16"},
                                              {DType::BF16, "BF16"},
                                              {DType::I8, "I8"},
                                              {DType::I16, "I16"},
                                              {DType::I32, "I32"},
                                              {DType::I64, "I64"},
                                              {DType::U8, "U8"},
                                              {DType::U16, "U16"},
                                              {DType::U32, "U32"},
                                              {DType::U64, "U64"},
                                              {DType::Bool, "BOOL"}}};

std::string_view bytesOf(const Tensor& tensor) {
    return {reinterpret_cast<const char*>(tensor.bytes()), tensor.sizeBytes()};
}

uint32_t checksumOf(std::string_view bytes) {
    return crc32c(bytes.data(), bytes.size());
}

tl::unexpected<Error> corrupt(const std::string& file, const std::string& where, const std::string& expected) {
    return failure(ErrorCode::Corrupt, {{"file", file}, {"where", where}, {"expected", expected}});
}

/// Of the metadata but the checksums: each key and its text, both with a zero byte behind, in the order of the keys.
uint32_t checksumOf(const std::map<std::string, std::string>& metadata) {
    std::string all;
    for (const auto& [key, text] : metadata)
        if (key != kChecksums) all.append(key).append(1, '\0').append(text).append(1, '\0');
    return checksumOf(std::string_view(all));
}

std::string headerOf(const TensorFile& content) {
    Json header = Json::object(), checksums = Json::object();
    uint64_t offset = 0;
    for (const auto& [name, tensor] : content.tensors) {
        const char* type = "";
        for (const auto& known : kTypes)
            if (known.dtype == tensor.dtype()) type = known.name;
        header[name] = {
            {"dtype", type}, {"shape", tensor.extents()}, {"data_offsets", {offset, offset + tensor.sizeBytes()}}};
        checksums[name] = checksumOf(bytesOf(tensor));
        offset += tensor.sizeBytes();
    }
    checksums[std::string(kMetadata)] = checksumOf(content.metadata);
    header[std::string(kMetadata)] = content.metadata;
    header[std::string(kMetadata)][std::string(kChecksums)] = checksums.dump();
    std::string text = header.dump();
    text.append((8 - text.size() % 8) % 8, ' '); // the data begin at a multiple of 8
    return text;
}

struct Entry {
    DType dtype = DType::F32;
    Extents extents;
    uint64_t begin = 0, end = 0;
};

Result<Entry> readEntry(const Json& json, const std::string& name, uint64_t dataBytes, const std::string& file) {
    if (!json.is_object() || !json.contains("dtype") || !json["dtype"].is_string() || !json.contains("shape") ||
        !json["shape"].is_array() || !json.contains("data_offsets") || !json["data_offsets"].is_array() ||
        json["data_offsets"].size() != 2)
        return corrupt(file, name, "dtype, shape and data_offsets");
    Entry entry;
    const auto type = json["dtype"].get<std::string>();
    bool isKnown = false;
    for (const auto& known : kTypes)
        if (type == known.name) entry.dtype = known.dtype, isKnown = true;
    if (!isKnown) return failure(ErrorCode::Unsupported, {{"file", file}, {"where", name}, {"dtype", type}});
    for (const auto& size : json["shape"]) {
        if (!size.is_number_unsigned() || size.get<uint64_t>() > (uint64_t{1} << 48))
            return corrupt(file, name, "sizes that are whole and not negative");
        entry.extents.push_back(size.get<int64_t>());
    }
    for (const auto& offset : json["data_offsets"])
        if (!offset.is_number_unsigned()) return corrupt(file, name, "offsets that are whole and not negative");
    entry.begin = json["data_offsets"][0].get<uint64_t>();
    entry.end = json["data_offsets"][1].get<uint64_t>();
    if (entry.begin > entry.end || entry.end > dataBytes)
        return corrupt(file, name, "offsets within " + std::to_string(dataBytes) + " bytes of data");
    const auto elements = static_cast<uint64_t>(elementsOf(entry.extents));
    if (elements > dataBytes || elements * elementBytes(entry.dtype) != entry.end - entry.begin)
        return corrupt(file, name, "as many bytes as " + toString(entry.extents) + " takes");
    return entry;
}

Json checksumsOf(const Json& header) {
    if (!header.contains("__metadata__") || !header["__metadata__"].is_object()) return Json::object();
    const auto found = header["__metadata__"].find(kChecksums);
    if (found == header["__metadata__"].end() || !found->is_string()) return Json::object();
    const Json checksums = Json::parse(found->get<std::string>(), nullptr, false);
    return checksums.is_object() ? checksums : Json::object();
}
} // namespace

Result<void> writeTensorFile(const TensorFile& content, const std::filesystem::path& path) {
    const std::string header = headerOf(content);
    auto file = AtomicFile::create(path);
    if (!file) return failure(file.error());
    std::array<char, 8> length{};
    for (size_t i = 0; i < 8; ++i)
        length[i] = static_cast<char>(static_cast<uint64_t>(header.size()) >> (8 * i));
    TD_TRY(file->write({length.data(), length.size()}));
    TD_TRY(file->write(header));
    for (const auto& [name, tensor] : content.tensors)
        TD_TRY(file->write(bytesOf(tensor)));
    return file->commit();
}

Result<TensorFile> parseTensorFile(std::string_view bytes, const std::string& name) {
    if (bytes.size() < 8) return corrupt(name, "0", "a length of 8 bytes");
    uint64_t length = 0;
    for (size_t i = 0; i < 8; ++i)
        length |= static_cast<uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
    if (length > bytes.size() - 8) return corrupt(name, "0", "a header that ends within the file");
    const Json header = Json::parse(bytes.substr(8, length), nullptr, false);
    if (!header.is_object()) return corrupt(name, "8", "a header of JSON");
    const std::string_view data = bytes.substr(8 + length);
    const Json checksums = checksumsOf(header);
    TensorFile content;
    for (const auto& [key, value] : header.items()) {
        if (key == kMetadata) {
            for (auto entry = value.begin(); value.is_object() && entry != value.end(); ++entry)
                if (entry->is_string()) content.metadata[entry.key()] = entry->get<std::string>();
            continue;
        }
        auto entry = readEntry(value, key, data.size(), name);
        if (!entry) return failure(entry.error());
        const auto piece = data.substr(entry->begin, entry->end - entry->begin);
        if (checksums.contains(key) && checksums[key].is_number_unsigned() &&
            checksums[key].get<uint32_t>() != checksumOf(piece))
            return corrupt(name, key, "bytes that match their checksum");
        auto tensor = Tensor::create(entry->dtype, entry->extents);
        if (!tensor) return failure(tensor.error());
        if (!piece.empty()) std::memcpy(tensor->bytes(), piece.data(), piece.size());
        content.tensors[key] = *std::move(tensor);
    }
    const auto ofMetadata = checksums.find(kMetadata); // older files have none
    if (ofMetadata != checksums.end() && ofMetadata->is_number_unsigned() &&
        ofMetadata->get<uint64_t>() != checksumOf(content.metadata))
        return corrupt(name, std::string(kMetadata), "texts that match their checksum");
    content.metadata.erase(std::string(kChecksums));
    return content;
}

Result<TensorFile> readTensorFile(const std::filesystem::path& path) {
    auto bytes = readWholeFile(path, kLargestFile);
    if (!bytes) return failure(bytes.error());
    return parseTensorFile(*bytes, path.string());
}

} // namespace td::nn
