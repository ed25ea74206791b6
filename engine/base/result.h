#pragma once

#include "engine/base/error.h"

#include <tl/expected.hpp>

namespace td {

/// A value or an Error. Handle an error once: return it or report it.
template <class T>
using Result = tl::expected<T, Error>;

/// The failed side of a Result.
inline tl::unexpected<Error> failure(Error error) {
    return tl::unexpected<Error>(std::move(error));
}
inline tl::unexpected<Error> failure(ErrorCode code, std::vector<Fact> facts = {}) {
    return tl::unexpected<Error>(Error(code, std::move(facts)));
}

} // namespace td

/// Returns the error of `expression` (a Result) from the enclosing function, which returns a Result too.
#define TD_TRY(expression)                                                                                             \
    do {                                                                                                               \
        if (auto tdTryResult = (expression); !tdTryResult) return ::tl::unexpected(std::move(tdTryResult).error());    \
    } while (false)
