#include "views/kit/fuzzy_match.h"

namespace td::kit {
namespace {

bool beginsWord(const QString& text, qsizetype i) {
    if (i == 0) return true;
    const QChar before = text[i - 1];
    return !before.isLetterOrNumber() || (text[i].isUpper() && before.isLower());
}

/// Greedy from `start`; the best start is chosen outside, which is enough for texts of a line.
std::optional<FuzzyMatch> matchFrom(const QString& query, const QString& text, qsizetype start) {
    FuzzyMatch match;
    qsizetype at = start;
    int last = -2;
    for (const QChar wanted : query) {
        while (at < text.size() && text[at].toCaseFolded() != wanted)
            ++at;
        if (at == text.size()) return std::nullopt;
        match.score += 1 + (last + 1 == at ? 6 : 0) + (beginsWord(text, at) ? 8 : 0);
        last = static_cast<int>(at);
        match.positions << last;
        ++at;
    }
    match.score -= static_cast<int>(std::min<qsizetype>(match.positions.value(0), 8));
    return match;
}

} // namespace

std::optional<FuzzyMatch> fuzzyMatch(const QString& query, const QString& text) {
    QString wanted;
    for (const QChar c : query)
        if (!c.isSpace()) wanted += c.toCaseFolded();
    if (wanted.isEmpty()) return FuzzyMatch{};
    std::optional<FuzzyMatch> best;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i].toCaseFolded() != wanted[0]) continue;
        auto match = matchFrom(wanted, text, i);
        if (!match) break;
        if (!best || match->score > best->score) best = std::move(match);
    }
    if (best) best->score -= static_cast<int>(text.size() / 16);
    return best;
}

} // namespace td::kit
