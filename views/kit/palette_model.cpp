#include "views/kit/command_palette.h"
#include "views/kit/fuzzy_match.h"

namespace td::kit {

void PaletteModel::setCandidates(std::vector<PaletteItem> candidates, const QString& query, int limit) {
    std::vector<Row> rows;
    for (PaletteItem& item : candidates) {
        auto match = fuzzyMatch(query, item.title);
        if (!match) {
            // A word of the category finds its actions too, behind those whose title matches.
            match = fuzzyMatch(query, item.detail + QLatin1Char(' ') + item.title);
            if (!match) match = fuzzyMatch(query, item.keywords);
            if (!match) continue;
            match->positions.clear();
            match->score -= 100;
        }
        rows.push_back({std::move(item), match->score, std::move(match->positions)});
    }
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.score > b.score; });
    if (rows.size() > static_cast<size_t>(limit)) rows.resize(static_cast<size_t>(limit));
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

const PaletteItem* PaletteModel::item(int row) const {
    return row >= 0 && row < rowCount() ? &m_rows[static_cast<size_t>(row)].item : nullptr;
}

int PaletteModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row& row = m_rows[static_cast<size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return row.item.title;
    case Qt::AccessibleTextRole:
        return QStringList{row.item.title, row.item.detail, row.item.key}.join(QStringLiteral(", "));
    case DetailRole:
        return row.item.detail;
    case KeyRole:
        return row.item.key;
    case IconNameRole:
        return row.item.icon;
    case PositionsRole:
        return QVariant::fromValue(row.positions);
    default:
        return {};
    }
}

} // namespace td::kit
