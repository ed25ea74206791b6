#pragma once

#include "engine/base/file.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

namespace td::runlog {

/// Bytes in order, from a plain or a gzip file.
class ByteSource {
public:
    virtual ~ByteSource() = default;
    /// Fills `into` as far as there are bytes now; 0 = nothing (yet) behind what was read.
    [[nodiscard]] virtual Result<size_t> read(std::span<uint8_t> into) = 0;
    /// How many bytes there are in all, where that is known beforehand (plain files, as of their opening).
    [[nodiscard]] virtual std::optional<uint64_t> sizeBytes() const { return std::nullopt; }
    /// Whether the packed stream is broken; never for plain files.
    [[nodiscard]] virtual bool isDamaged() const { return false; }
};

[[nodiscard]] std::unique_ptr<ByteSource> plainSource(const InputFile& file, uint64_t offset = 0);
/// Unpacks on the way, any number of members in a row; a broken or unfinished stream yields what came before the break.
/// Zeros may follow the last member (padding); anything else there is damage.
[[nodiscard]] std::unique_ptr<ByteSource> gzipSource(const InputFile& file);
/// By the file's first bytes (1f 8b 08), not by its name.
[[nodiscard]] bool isGzip(const InputFile& file);

} // namespace td::runlog
