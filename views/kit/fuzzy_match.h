#pragma once

#include <optional>
#include <QList>
#include <QString>

namespace td::kit {

/// How well `query` is found in `text`: all its characters in order, case and spaces ignored. Higher is better;
/// beginnings of words, runs of neighbours and short texts win.
struct FuzzyMatch {
    int score = 0;
    QList<int> positions; ///< indices in `text` that matched, ascending: for emphasis
};
[[nodiscard]] std::optional<FuzzyMatch> fuzzyMatch(const QString& query, const QString& text);

} // namespace td::kit
