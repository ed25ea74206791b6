#pragma once

#include <string_view>

namespace td::test {

/// Runs one pass over the graph that `before` says and expects the one that `after` says, and the same outputs and
/// variables of a step on drawn numbers, within `tolerance` of each tensor's largest element.
void expectRewriting(std::string_view pass, std::string_view before, std::string_view after, double tolerance = 1e-5);

/// Expects the pass to leave the graph as it is.
void expectUntouched(std::string_view pass, std::string_view text);

} // namespace td::test
