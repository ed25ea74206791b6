#pragma once

#include <string>
#include <string_view>

namespace td::runlog {

/// Appends `payload` as one TFRecord: u64le length, masked CRC-32C of those eight bytes, payload, its masked CRC-32C.
void appendRecord(std::string& out, std::string_view payload);

} // namespace td::runlog
