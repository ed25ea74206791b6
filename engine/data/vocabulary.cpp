#include "engine/data/vocabulary.h"

#include <algorithm>

namespace td::data {
namespace {

bool isWordByte(char c) {
    const auto byte = static_cast<uint8_t>(c);
    return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

} // namespace

std::vector<std::string> wordsOf(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : text) {
        if (isWordByte(c)) {
            word += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        } else if (!word.empty()) {
            words.push_back(std::move(word));
            word.clear();
        }
    }
    if (!word.empty()) words.push_back(std::move(word));
    return words;
}

Vocabulary Vocabulary::of(std::span<const std::string> texts, int64_t maxTokens) {
    std::unordered_map<std::string, int64_t> counts;
    for (const std::string& text : texts)
        for (std::string& word : wordsOf(text))
            ++counts[std::move(word)];
    std::vector<std::pair<std::string, int64_t>> order(counts.begin(), counts.end());
    std::ranges::sort(order, [](const auto& a, const auto& b) {
        return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    Vocabulary vocabulary;
    vocabulary.m_words = {"", "[UNK]"};
    for (auto& [word, count] : order) {
        if (static_cast<int64_t>(vocabulary.m_words.size()) >= maxTokens) break;
        vocabulary.m_tokens.emplace(word, static_cast<int32_t>(vocabulary.m_words.size()));
        vocabulary.m_words.push_back(std::move(word));
    }
    return vocabulary;
}

Vocabulary Vocabulary::from(std::vector<std::string> words) {
    Vocabulary vocabulary;
    vocabulary.m_words = std::move(words);
    for (size_t i = 2; i < vocabulary.m_words.size(); ++i)
        vocabulary.m_tokens.emplace(vocabulary.m_words[i], static_cast<int32_t>(i));
    return vocabulary;
}

void Vocabulary::tokens(std::string_view text, std::span<int32_t> into, SequenceEnd padding,
                        SequenceEnd truncating) const {
    std::ranges::fill(into, 0);
    const auto words = wordsOf(text);
    const auto place =
        paddedPlace(static_cast<int64_t>(words.size()), static_cast<int64_t>(into.size()), padding, truncating);
    for (int64_t i = 0; i < place.count; ++i) {
        const auto found = m_tokens.find(words[static_cast<size_t>(place.from + i)]);
        into[static_cast<size_t>(place.to + i)] = found == m_tokens.end() ? 1 : found->second;
    }
}

} // namespace td::data
