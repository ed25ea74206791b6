#pragma once

#include "engine/nn/config.h"

namespace td::nn {

/// Arguments in which parameters of a block stand: every text in `json` that begins with '$' is an expression and
/// becomes what it gives; "$$" at the beginning stands for one '$' of an ordinary text. Keys stay as they are.
///
/// A parameter alone ("$name") gives its value, whatever kind it is of. Numbers may be computed with: + - * / (a real
/// number) // (rounded down) % (with the sign of the second) and parentheses: "$filters * 2", "$(1 + $filters) // 2".
/// Whole numbers stay whole in all but '/'.
///
/// Errors: InvalidArgument with the facts "expression" and "expected"; also for a result that is no finite number or
///         does not fit into 64 bits, and for arguments that are nested very deeply.
[[nodiscard]] TD_API Result<Json> substituted(const Json& json, const Config& parameters);

} // namespace td::nn
