#pragma once

#include "engine/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace td::data {

/// What is wrong or odd in data that is used all the same.
enum class ProblemKind : uint8_t {
    MissingField,   ///< a row ends before this column
    SurplusField,   ///< a row has more fields than the header
    NotANumber,     ///< a word in a column of numbers
    NotFinite,      ///< infinite or NaN
    MissingValue,   ///< empty or a word for "nothing" where the row is dropped for it
    Overflow,       ///< an integer that no 64 bits hold
    UnclosedQuote,  ///< the line's rest was taken as it stands
    Encoding,       ///< bytes that are not what the file's encoding says
    OddCharacter,   ///< NUL inside text
    DuplicateName,  ///< two columns of one name; the later was renamed
    UnnamedColumn,  ///< a column without a name got one
    ConstantColumn, ///< the same value in every row
    EmptyColumn,    ///< no value in any row
    TextColumn,     ///< words that are no categories; left out of the features
    LabelVariants,  ///< classes that differ by case or spaces only
    CommentLines,   ///< lines that begin with '#' were left out
    UnknownClass,   ///< a class that is not among those announced
    Truncated,      ///< the file ends before what it announces
    SurplusBytes,   ///< the file goes on after what it announces
    UnreadableFile, ///< this file of a folder was left out
    MixedSizes,     ///< pictures of several sizes, brought to one
    MixedChannels,  ///< pictures with different channels, brought to the same
    EmptyClass,     ///< a folder of a class without examples
    NotAnArray,     ///< a member of an archive that is no array of numbers
    CountMismatch,  ///< two things that should be as many
    UnknownKey,     ///< a member of a specification that means nothing here
};
/// "missing-field"
[[nodiscard]] TD_API std::string_view name(ProblemKind kind);

/// One place where the data are not as they should be; facts, no sentence.
struct Problem {
    ProblemKind kind = ProblemKind::MissingField;
    std::string file;
    int64_t line = 0;   ///< from 1, counting the header; 0: not of one line
    int64_t column = 0; ///< field of the line, from 1; 0: not of one field
    std::string expected;
    std::string found;
    std::string name = {}; ///< of the column, where it is one of no line
    bool operator==(const Problem&) const = default;
};

/// The first thousand problems, and how many there are.
class TD_API Problems {
public:
    static constexpr size_t kKept = 1000;
    void add(Problem problem);
    void add(const Problems& others);
    [[nodiscard]] const std::vector<Problem>& list() const { return m_list; }
    [[nodiscard]] int64_t total() const { return m_total; }

private:
    std::vector<Problem> m_list;
    int64_t m_total = 0;
};

/// An error about a file that is not used at all. Its fact "problem" is a short name ("EmptyFile", "Truncated").
[[nodiscard]] TD_API Error fileError(ErrorCode code, std::string_view problem, std::string_view file,
                                     std::vector<Fact> facts = {});

} // namespace td::data
