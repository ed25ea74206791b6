#include "engine/runlog/record_framing.h"

#include "engine/base/crc32c.h"

#include <bit>
#include <cstdint>

namespace td::runlog {
namespace {

static_assert(std::endian::native == std::endian::little);

template <class T>
void appendNumber(std::string& out, T value) {
    out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

} // namespace

void appendRecord(std::string& out, std::string_view payload) {
    const uint64_t length = payload.size();
    appendNumber(out, length);
    appendNumber(out, maskedCrc(crc32c(&length, sizeof length)));
    out += payload;
    appendNumber(out, maskedCrc(crc32c(payload.data(), payload.size())));
}

} // namespace td::runlog
