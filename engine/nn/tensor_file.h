#pragma once

#include "engine/base/result.h"
#include "engine/tensor/tensor.h"

#include <filesystem>
#include <map>
#include <string>

namespace td::nn {

/// Named tensors and texts in one file, laid out as safetensors: an 8-byte little-endian length, that many bytes of JSON
/// ({name: {"dtype", "shape", "data_offsets"}, "__metadata__": {text: text}}), then the bytes. Every reader of safetensors opens it.
///
/// Ours also holds a CRC-32C of each tensor and of the other metadata in the metadata ("crc32c"), which is checked where it is there.
/// Source: github.com/huggingface/safetensors, README "Format".
struct TensorFile {
    std::map<std::string, Tensor> tensors;
    std::map<std::string, std::string> metadata;
};

/// Written aside, synced, renamed; an older file of that name stays until the new one is whole.
/// Errors: DiskFull, Permission, Io with the fact "file".
[[nodiscard]] TD_API Result<void> writeTensorFile(const TensorFile& content, const std::filesystem::path& path);

/// Errors: Corrupt naming file, tensor and what is wrong (sizes are checked against the file before anything is allocated); Unsupported element types.
[[nodiscard]] TD_API Result<TensorFile> readTensorFile(const std::filesystem::path& path);

/// The same from memory, for tests and fuzzing; `name` is what errors call the file.
[[nodiscard]] TD_API Result<TensorFile> parseTensorFile(std::string_view bytes, const std::string& name);

} // namespace td::nn
