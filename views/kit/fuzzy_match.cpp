#include "views/kit/fuzzy_match.h"

#include <algorithm>
#include <vector>

namespace td::kit {
namespace {

constexpr int kNever = -1'000'000, kWordBonus = 8, kRunBonus = 6, kLoosePenalty = 3;
constexpr qsizetype kMostQuery = 64, kMostText = 512; ///< longer ones are names nobody types: their start decides

bool beginsWord(const QString& text, qsizetype i) {
    if (i == 0) return true;
    const QChar before = text[i - 1];
    return !before.isLetterOrNumber() || (text[i].isUpper() && before.isLower());
}

bool holdsInOrder(const QString& query, const QString& text) {
    qsizetype at = 0;
    for (const QChar c : text)
        if (at < query.size() && c.toCaseFolded() == query[at]) ++at;
    return at == query.size();
}

/// For each character of the query and each place of the text the best way to there: a table of scores and where the
/// character before was found.
class BestWay {
public:
    BestWay(const QString& query, const QString& text)
        : m_query(query)
        , m_text(text)
        , m_cells(static_cast<size_t>(query.size() * text.size())) {
        for (qsizetype i = 0; i < query.size(); ++i)
            fillRow(i);
    }

    [[nodiscard]] FuzzyMatch match() const {
        FuzzyMatch out;
        const qsizetype last = m_query.size() - 1;
        qsizetype at = 0;
        for (qsizetype j = 1; j < m_text.size(); ++j)
            if (cell(last, j).score > cell(last, at).score) at = j;
        out.score = cell(last, at).score;
        for (qsizetype i = last; i >= 0; --i) {
            out.positions.prepend(static_cast<int>(at));
            at = cell(i, at).before;
        }
        return out;
    }

private:
    struct Cell {
        int score = kNever;
        int before = -1;
    };
    [[nodiscard]] const Cell& cell(qsizetype i, qsizetype j) const {
        return m_cells[static_cast<size_t>(i * m_text.size() + j)];
    }

    void fillRow(qsizetype i) {
        Cell best; // of the row above, at least one place before this one
        for (qsizetype j = 0; j < m_text.size(); ++j) {
            if (i > 0 && j > 1 && cell(i - 1, j - 2).score > best.score)
                best = {cell(i - 1, j - 2).score, static_cast<int>(j - 2)};
            if (m_text[j].toCaseFolded() != m_query[i]) continue;
            const int here = 1 + (beginsWord(m_text, j) ? kWordBonus : 0);
            const int loose = here > 1 ? 0 : kLoosePenalty;
            Cell& out = m_cells[static_cast<size_t>(i * m_text.size() + j)];
            if (i == 0) {
                out = {here - loose - static_cast<int>(std::min<qsizetype>(j, 8)), -1};
                continue;
            }
            if (best.score > kNever) out = {best.score + here - loose, best.before};
            if (j > 0 && cell(i - 1, j - 1).score > kNever && cell(i - 1, j - 1).score + here + kRunBonus > out.score)
                out = {cell(i - 1, j - 1).score + here + kRunBonus, static_cast<int>(j - 1)};
        }
    }

    const QString& m_query;
    const QString& m_text;
    std::vector<Cell> m_cells;
};

/// Letters that neither begin a word nor follow the one before are found in anything long enough: a few are a slip, more
/// are chance. What stands there as it was typed is meant wherever it begins.
bool isMeant(const QList<int>& positions, const QString& text) {
    qsizetype loose = 0;
    for (qsizetype i = 0; i < positions.size(); ++i)
        if (!beginsWord(text, positions[i]) && (i == 0 || positions[i - 1] + 1 != positions[i])) ++loose;
    const bool inOnePiece = positions.last() - positions.first() + 1 == positions.size();
    return inOnePiece || loose <= positions.size() / 4;
}

} // namespace

std::optional<FuzzyMatch> fuzzyMatch(const QString& query, const QString& text) {
    QString wanted;
    for (const QChar c : query)
        if (!c.isSpace()) wanted += c.toCaseFolded();
    if (wanted.isEmpty()) return FuzzyMatch{};
    const QString within = text.left(kMostText);
    if (wanted.size() > kMostQuery || !holdsInOrder(wanted, within)) return std::nullopt;
    FuzzyMatch match = BestWay(wanted, within).match();
    if (!isMeant(match.positions, within)) return std::nullopt;
    match.score -= static_cast<int>(text.size() / 16);
    return match;
}

} // namespace td::kit
