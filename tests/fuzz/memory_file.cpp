#include "tests/fuzz/memory_file.h"

#include <cstdlib>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace td::fuzz {

MemoryFile::MemoryFile()
    : m_fd(::memfd_create("input", MFD_CLOEXEC)) {
    if (m_fd < 0) std::abort();
}

MemoryFile::~MemoryFile() {
    ::close(m_fd);
}

void MemoryFile::setContent(runlog::Bytes content) const {
    const auto size = static_cast<off_t>(content.size());
    if (::ftruncate(m_fd, size) != 0 || ::pwrite(m_fd, content.data(), content.size(), 0) != size) std::abort();
}

std::filesystem::path MemoryFile::path() const {
    return "/proc/self/fd/" + std::to_string(m_fd);
}

} // namespace td::fuzz
