#include "app/cli/output.h"

#include <cstdio>

namespace td::cli {

bool print(std::string_view text) {
    return std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
}

void complain(const std::string& sentence) {
    std::fprintf(stderr, "tensordesk: %s\n", sentence.c_str());
}

} // namespace td::cli
