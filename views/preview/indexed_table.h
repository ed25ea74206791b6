#pragma once

#include "engine/runlog/snapshot.h"

#include <QAbstractTableModel>
#include <QWidget>

class QTableView;

namespace td::preview {

/// Whether tags of this kind are indexed and have no preview of their own yet: PR curves, meshes, plain tensors …
[[nodiscard]] bool isIndexedOnly(runlog::TagKind kind);

/// One such tag of a run: what is there and how much.
struct IndexedTag {
    QString tag;
    runlog::TagKind kind = runlog::TagKind::Empty;
    quint64 values = 0, bytes = 0;
    qint64 firstStep = 0, lastStep = 0;
    QString shape; ///< "6 × 201", empty where the log does not say
};

/// By tag name. Threads: any; looks at every entry of the tags, never into a file.
[[nodiscard]] std::vector<IndexedTag> indexedTags(const runlog::RunSnapshot& run);

/// The tags of one run as rows.
class IndexedModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { TagColumn, KindColumn, ValuesColumn, StepsColumn, ShapeColumn, BytesColumn, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;
    void setRows(std::vector<IndexedTag> rows);
    void retranslate();
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<IndexedTag> m_rows;
};

/// The table as a widget; counts on a worker.
class IndexedTable : public QWidget {
    Q_OBJECT
public:
    explicit IndexedTable(QWidget* parent = nullptr);
    void setRun(std::shared_ptr<const runlog::RunSnapshot> run);
    [[nodiscard]] IndexedModel* model() const { return m_model; }

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void updateWords();
    void fitTags();
    IndexedModel* m_model;
    QTableView* m_table;
    std::shared_ptr<const runlog::RunSnapshot> m_run;
    quint64 m_request = 0;
};

} // namespace td::preview
