#pragma once

#include <string>
#include <string_view>

namespace td::cli {

/// Writes to standard output; false when it is closed or full.
bool print(std::string_view text);
/// Writes "tensordesk: SENTENCE" to standard error.
void complain(const std::string& sentence);

} // namespace td::cli
