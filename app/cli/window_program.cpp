#include "app/cli/window_program.h"

#include "app/cli/output.h"
#include "app/cli/verbs.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace td::cli {
namespace {

/// Qt without a screen; and the run-time folder it falls back to anyway, so that it need not complain about that.
void prepareOffscreen() {
    ::setenv("QT_QPA_PLATFORM", "offscreen", 1);
    if (std::getenv("XDG_RUNTIME_DIR")) return;
    const std::string folder = "/tmp/runtime-" + std::to_string(::getuid());
    ::mkdir(folder.c_str(), 0700);
    ::setenv("XDG_RUNTIME_DIR", folder.c_str(), 1);
}

} // namespace

int becomeWindow(const std::vector<std::string>& arguments, Display display) {
    std::error_code error;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
    const std::string program =
        (error ? std::filesystem::path("tensordesk-window") : self.parent_path() / "tensordesk-window").string();
    if (display == Display::Offscreen) prepareOffscreen();
    std::vector<char*> words{const_cast<char*>(program.c_str())};
    for (const std::string& argument : arguments)
        words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);
    ::execvp(program.c_str(), words.data());
    complain("The window program cannot be started (" + program + ": " + std::strerror(errno) + // NOLINT(concurrency-mt-unsafe): the only thread
             "). It is a part of the installation; install it, or use the verbs that need no window.");
    return kUnusableInput;
}

} // namespace td::cli
