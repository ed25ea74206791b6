#pragma once

#include <optional>
#include <QList>
#include <QString>

namespace td::kit {

/// How well `query` is found in `text`: all its characters in order, case and spaces ignored. Higher is better;
/// beginnings of words, runs of neighbours and short texts win. Nothing where the characters lie scattered: of four, one
/// may stand inside a word by itself.
/// Cost: the product of both lengths, where all characters are there in order.
struct FuzzyMatch {
    int score = 0;
    QList<int> positions; ///< indices in `text` that matched, ascending: for emphasis
};
[[nodiscard]] std::optional<FuzzyMatch> fuzzyMatch(const QString& query, const QString& text);

} // namespace td::kit
