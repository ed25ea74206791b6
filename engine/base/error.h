#pragma once

#include "engine/base/api.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace td {

/// What went wrong, grouped by whose move it is. A code never says more than its facts do.
enum class ErrorCode : uint8_t {
    InvalidArgument, ///< the caller's value is outside what is documented
    NotFound,        ///< a file, run, tag or chunk that is not there
    Permission,      ///< the system refuses access
    Io,              ///< reading or writing failed
    DiskFull,        ///< no space left to write
    Corrupt,         ///< bytes that contradict their own format
    Unsupported,     ///< well-formed, but of a kind that is not read yet
    TooLarge,        ///< a claimed or real size above a stated limit
    Cancelled,       ///< the caller asked to stop
    ShapeMismatch,   ///< two shapes that do not go together; the facts name both
    TypeMismatch,    ///< an element type that an operation does not take; the facts name it and what is taken
    Internal,        ///< our own bug
};

/// One fact of an error: a name the reader knows ("file", "offset", "expected") and its value.
struct Fact {
    std::string name;
    std::string value;
    bool operator==(const Fact&) const = default;
};

/// A code plus facts, never a finished sentence; `describe` and the window's text table make the words.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::vector<Fact> facts;

    Error() = default;
    Error(ErrorCode c, std::vector<Fact> f = {})
        : code(c)
        , facts(std::move(f)) {}
    bool operator==(const Error&) const = default;

    /// The value of the first fact of this name, empty where there is none.
    [[nodiscard]] std::string_view fact(std::string_view name) const {
        for (const auto& f : facts)
            if (f.name == name) return f.value;
        return {};
    }
};

/// The stable short name of a code, as used in JSON ("corrupt", "disk-full").
[[nodiscard]] TD_API std::string_view name(ErrorCode code);

/// English for command lines and logs: "cannot write: no space left (file: x, needed: 12)".
[[nodiscard]] TD_API std::string describe(const Error& error);

/// The error for an `errno` value, with what was attempted and on which path.
[[nodiscard]] TD_API Error systemError(int errnoValue, std::string_view action, std::string_view path);

} // namespace td
