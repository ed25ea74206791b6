#pragma once

#include "engine/runlog/snapshot.h"

#include <QAbstractTableModel>
#include <QMap>
#include <vector>

namespace td::kit {

/// Everything that was odd or damaged in what is open, by source ("runs"): nothing is skipped silently.
///
/// Threads: GUI thread.
class IssueList : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { SeverityColumn, TitleColumn, PlaceColumn, TextColumn, ColumnCount };
    enum Role { SeverityRole = Qt::UserRole + 1, WholeTextRole, RunRole };

    using QAbstractTableModel::QAbstractTableModel;

    /// Replaces the issues of one source; damage first, then warnings, then notes, otherwise in the given order.
    void setIssues(const QString& source, std::vector<runlog::Issue> issues);
    [[nodiscard]] const runlog::Issue& issue(int row) const { return m_issues[static_cast<size_t>(row)]; }
    /// Of the heaviest issue; a note where there is none.
    [[nodiscard]] runlog::Severity worst() const;
    /// All rows as text to paste, one line each.
    [[nodiscard]] QString asText() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void retranslate();

Q_SIGNALS:
    void changed();

private:
    void rebuild();
    QMap<QString, std::vector<runlog::Issue>> m_bySource;
    std::vector<runlog::Issue> m_issues;
};

} // namespace td::kit
