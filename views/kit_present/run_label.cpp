#include "views/kit_present/run_label.h"

namespace td::kit {

std::string runLabel(const runlog::RunSnapshot& run) {
    if (run.name != ".") return run.name;
    auto folder = run.directory.lexically_normal();
    if (folder.filename().empty() || folder.filename() == ".") folder = folder.parent_path(); // "runs/"
    const std::string name = folder.filename().string();
    return name.empty() || name == "." ? run.name : name;
}

} // namespace td::kit
