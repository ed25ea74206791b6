#pragma once

#include "engine/base/result.h"
#include "engine/runlog/payload.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace td::runlog {

/// The prefix of the newest checkpoint that the `checkpoint` file of a folder names and that is there.
[[nodiscard]] std::optional<std::filesystem::path> latestCheckpoint(const std::filesystem::path& folder);

/// One tensor of a checkpoint.
struct BundleEntry {
    std::string name;
    DType dtype = DType::Invalid;
    std::vector<int64_t> shape;
    uint32_t shard = 0;
    uint64_t offset = 0, bytes = 0; ///< within the shard's data file
};

/// The tensors of a TensorFlow checkpoint (`PREFIX.index` and `PREFIX.data-0000i-of-0000n`), as far as the projector
/// needs them: the list, and numbers of any type.
///
/// The index is a table of sorted keys in blocks (leveldb's format); TensorFlow writes it without compression.
///
/// Errors: NotFound, Permission, Io; Corrupt; Unsupported (a compressed index, sliced tensors, strings), TooLarge.
/// Source: tensorflow/core/util/tensor_bundle, tensorflow/tsl/lib/io/{format,block}.cc
class TensorBundle {
public:
    [[nodiscard]] static Result<TensorBundle> open(const std::filesystem::path& prefix);
    [[nodiscard]] const std::vector<BundleEntry>& entries() const { return m_entries; } ///< by name
    [[nodiscard]] Result<Tensor> read(const BundleEntry& entry) const;

private:
    explicit TensorBundle(std::filesystem::path prefix)
        : m_prefix(std::move(prefix)) {}
    std::filesystem::path m_prefix;
    std::vector<BundleEntry> m_entries;
    uint32_t m_shards = 1;
};

} // namespace td::runlog
