#pragma once

#include <string>
#include <vector>

namespace td::cli {

enum class Display { Usual, Offscreen };

/// Replaces this process by `tensordesk-window`, which lies beside this program. Returns only when that fails, after
/// saying why: kUnusableInput.
int becomeWindow(const std::vector<std::string>& arguments, Display display);

} // namespace td::cli
