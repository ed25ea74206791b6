#pragma once

#include "engine/data/csv_text.h"

namespace td::data {

/// What a field of a table says, as a number.
struct CsvNumber {
    enum class Kind : uint8_t { Missing, Integer, Number, Overflow, Word };
    Kind kind = Kind::Word;
    double value = 0;            ///< of Integer, Number and Overflow
    bool hasLeadingZero = false; ///< "007": rather an identifier
};

/// "" and the usual words for nothing (NA, n/a, NaN, null, None, ?, -) are Missing; "1,234" and, with a decimal comma,
/// "1.234,5" are numbers with marks of thousands; "inf" is a number; "0x1F" is a word.
[[nodiscard]] TD_API CsvNumber csvNumber(std::string_view field, char decimal);
/// Whether a text is a number written with a decimal comma.
[[nodiscard]] bool hasDecimalComma(std::string_view field);

} // namespace td::data
