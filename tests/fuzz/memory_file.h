#pragma once

#include "engine/runlog/wire.h"

#include <filesystem>

namespace td::fuzz {

/// A file that lives in memory and has a path, for parsers that open files by their names.
class MemoryFile {
public:
    MemoryFile();
    ~MemoryFile();
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    void setContent(runlog::Bytes content) const;
    [[nodiscard]] std::filesystem::path path() const; ///< while this object lives, and in this process

private:
    int m_fd;
};

} // namespace td::fuzz
