#pragma once

#include "engine/data/problem.h"

#include <filesystem>
#include <string>

namespace td::data {

/// A whole file, unpacked if it begins as gzip does. Memory grows with what is really there, never with what a header
/// claims. Errors: EmptyFile, TruncatedGzip, DamagedGzip, TooLarge above `limitBytes`; NotFound, Permission, Io.
[[nodiscard]] Result<std::string> fileBytes(const std::filesystem::path& path, uint64_t limitBytes);

enum class Packing : uint8_t { Gzip, Raw };
/// Unpacks a deflate stream. Errors as above, with the fact "file".
[[nodiscard]] Result<std::string> inflated(std::string_view packed, Packing packing, uint64_t limitBytes,
                                           const std::string& file);

} // namespace td::data
