#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace td::kit {

/// A regular expression that a person types: RE2, case-insensitive, found anywhere in the text. Empty matches
/// everything.
///
/// An invalid pattern does not change what matches: the last good one stays in force and `error()` says what is wrong.
/// Threads: any for const functions.
class TextFilter {
public:
    /// Returns whether the pattern is valid.
    bool setPattern(std::string_view pattern);
    [[nodiscard]] const std::string& pattern() const { return m_typed; } ///< as typed, valid or not
    [[nodiscard]] const std::string& error() const {
        return m_error;
    } ///< RE2's words; empty where the pattern is valid
    [[nodiscard]] bool isEmpty() const { return m_expression == nullptr; }
    [[nodiscard]] bool matches(std::string_view text) const;

private:
    std::string m_typed, m_error;
    std::shared_ptr<const re2::RE2> m_expression; ///< the last good one
};

} // namespace td::kit
