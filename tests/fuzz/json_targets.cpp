// What the window keeps of a person's decisions: files of ours, yet anybody may have edited or cut them.
#include "tests/fuzz/require.h"
#include "tests/fuzz/targets.h"
#include "views/runs_present/run_annotations.h"
#include "views/scalars_present/grid_state.h"

namespace td::fuzz {

using namespace runlog;

void grid(Bytes input) {
    std::string unknown = "{}";
    const auto state = scalars::gridStateFromJson(std::string(asText(input)), &unknown);
    const std::string written = scalars::toJson(state, unknown);
    std::string again;
    require(scalars::gridStateFromJson(written, &again) == state && again == unknown);
    (void)scalars::toJson(state, std::string(asText(input)));
}

void annotations(Bytes input) {
    auto read = runs::RunAnnotations::fromJson(std::string(asText(input)));
    if (!read) return;
    const std::string written = read->toJson();
    const auto again = runs::RunAnnotations::fromJson(written);
    require(again.has_value() && again->toJson() == written);
    require(read->slot("a run that is new") >= 0);
}

} // namespace td::fuzz
