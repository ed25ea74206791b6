#pragma once

#include "engine/runlog/snapshot.h"

#include <optional>
#include <QAbstractTableModel>
#include <QWidget>
#include <string>
#include <unordered_map>

class QTableView;

namespace td::preview {

/// By a run's name in the log: what a person calls it.
using RunAliases = std::unordered_map<std::string, std::string>;

/// "best one · mlp/adamw", or only the latter where nobody gave it a name. Never the same for two runs.
[[nodiscard]] QString runTitle(const runlog::RunSnapshot& run, const RunAliases& aliases);

/// By a run's name in the log: the colour and dash it has everywhere.
using RunSlots = std::unordered_map<std::string, int>;

/// Hyperparameters of all runs: one row a run, one column a parameter. Numbers sort as numbers. Parameters that differ
/// between runs come first, those that are the same in all of them last.
class HParamsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    struct Row {
        QString run;
        QHash<QString, QVariant> values;
        std::optional<int> slot = {}; ///< of the run's line
    };
    using QAbstractTableModel::QAbstractTableModel;
    void setRows(std::vector<Row> rows);
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    [[nodiscard]] QVariant value(size_t row, int column) const;
    [[nodiscard]] bool isSame(const QString& name) const; ///< in all runs
    std::vector<Row> m_rows;
    QStringList m_names;
};

/// The table as a widget; reads hyperparameters on a worker.
class HParamsTable : public QWidget {
    Q_OBJECT
public:
    explicit HParamsTable(QWidget* parent = nullptr);
    void setSnapshot(std::shared_ptr<const runlog::StoreSnapshot> snapshot);
    void setAliases(const RunAliases& aliases);
    void setSlots(RunSlots slotOfRun);
    [[nodiscard]] HParamsModel* model() const { return m_model; }
    [[nodiscard]] bool isReading() const { return m_reading; }

Q_SIGNALS:
    void read(); ///< the model holds what the snapshot has, which may be nothing

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void updateWords();
    void startReading();
    void fitColumns();
    HParamsModel* m_model;
    QTableView* m_table;
    std::shared_ptr<const runlog::StoreSnapshot> m_snapshot;
    RunAliases m_aliases;
    RunSlots m_slots;
    bool m_reading = false;
    bool m_again = false;
    QList<int> m_widths; ///< of the columns as they were fitted; 0 where they were not yet
};

} // namespace td::preview
