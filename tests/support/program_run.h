#pragma once

#include <array>
#include <cstdio>
#include <string>
#include <sys/wait.h>

namespace td::test {

struct ProgramRun {
    int code = -1;    ///< the exit status; -1 where a signal ended it
    std::string text; ///< both streams
};

/// `tensordesk WORDS`, as a shell runs it.
inline ProgramRun runProgram(const std::string& words) {
    ProgramRun outcome;
    FILE* pipe = ::popen(("'" TD_BINARY_DIR "/tensordesk' " + words + " 2>&1").c_str(), "r");
    if (!pipe) return outcome;
    std::array<char, 4096> block{};
    while (const size_t n = std::fread(block.data(), 1, block.size(), pipe))
        outcome.text.append(block.data(), n);
    const int status = ::pclose(pipe);
    outcome.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return outcome;
}

} // namespace td::test
