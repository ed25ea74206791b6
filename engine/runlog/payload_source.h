#pragma once

#include "engine/base/api.h"
#include "engine/base/file.h"
#include "engine/runlog/snapshot.h"

#include <optional>
#include <string>

namespace td::runlog {

/// The bytes of one event file by their offsets in the record stream: the file itself, or what a packed file unpacks
/// to.
///
/// Threads: one.
/// Errors:  NotFound, Permission, Io; Corrupt when a record is no longer where it was; TooLarge for a packed file whose
///          stream is above kLargestUnpackedBytes.
class PayloadSource {
public:
    static constexpr uint64_t kLargestUnpackedBytes = 1ull << 31;

    [[nodiscard]] static Result<PayloadSource> open(const FileSnapshot& file);
    /// `bytes` from `valueOffset` within the record whose payload begins at `recordOffset`. The record's own length and
    /// checksums are compared first, so that a file that changed meanwhile is noticed.
    [[nodiscard]] Result<std::string> read(uint64_t recordOffset, uint32_t recordBytes, uint32_t valueOffset,
                                           uint32_t valueBytes) const;

private:
    explicit PayloadSource(InputFile file)
        : m_file(std::move(file)) {}
    [[nodiscard]] Result<std::string> bytesAt(uint64_t offset, uint64_t count) const;

    InputFile m_file;
    std::optional<std::string> m_unpacked;
};

} // namespace td::runlog
