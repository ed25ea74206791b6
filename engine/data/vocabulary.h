#pragma once

#include "engine/data/sequences.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace td::data {

/// The words of a text: lower case (ASCII), cut at white space and at ASCII punctuation, which is left out. Other
/// letters stay as they are.
[[nodiscard]] TD_API std::vector<std::string> wordsOf(std::string_view text);

/// Numbers for words, as Keras's TextVectorization gives them: 0 for nothing (padding), 1 for every word that is not
/// known, 2 … by falling frequency, equal ones by their bytes.
class TD_API Vocabulary {
public:
    /// The most frequent words of these texts; `maxTokens` counts the two that are no words.
    [[nodiscard]] static Vocabulary of(std::span<const std::string> texts, int64_t maxTokens);
    /// Words of the tokens 0, 1, 2 …, as words() gave them; of equal ones the first counts.
    [[nodiscard]] static Vocabulary from(std::vector<std::string> words);
    /// The numbers of a text's words, cut or filled with 0 to the length of `into`.
    void tokens(std::string_view text, std::span<int32_t> into, SequenceEnd padding = SequenceEnd::Post,
                SequenceEnd truncating = SequenceEnd::Post) const;
    [[nodiscard]] const std::vector<std::string>& words() const { return m_words; }

private:
    std::vector<std::string> m_words; ///< of the tokens 0, 1, 2 …
    std::unordered_map<std::string, int32_t> m_tokens;
};

} // namespace td::data
