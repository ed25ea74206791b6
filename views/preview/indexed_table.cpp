#include "views/preview/indexed_table.h"

#include "views/kit/format.h"
#include "views/kit/worker.h"
#include "views/kit_present/name_order.h"

#include <algorithm>
#include <QHeaderView>
#include <QTableView>

namespace td::preview {
namespace {

using runlog::TagKind;

constexpr int kLeastTag = 88;

QString kindText(TagKind kind) {
    switch (kind) {
    case TagKind::PrCurves:
        return IndexedModel::tr("PR curve");
    case TagKind::Mesh:
        return IndexedModel::tr("Mesh");
    case TagKind::CustomScalars:
        return IndexedModel::tr("Layout of charts");
    case TagKind::KerasGraph:
        return IndexedModel::tr("Keras model");
    case TagKind::Graph:
        return IndexedModel::tr("Graph");
    case TagKind::RunMetadata:
        return IndexedModel::tr("Trace of a step");
    default:
        return IndexedModel::tr("Tensor");
    }
}

QString stepText(qint64 step) {
    return kit::Format::number(step);
}

IndexedTag summarized(const runlog::TagSnapshot& tag) {
    IndexedTag row;
    row.tag = QString::fromStdString(tag.name);
    row.kind = tag.kind;
    QStringList shape;
    for (const auto size : tag.shape)
        shape << kit::Format::number(size);
    row.shape = shape.join(QStringLiteral(" × "));
    for (const auto& part : tag.parts)
        part.column.forEachBlob([&](const runlog::BlobEntry& entry) {
            row.firstStep = row.values == 0 ? entry.step : std::min<qint64>(row.firstStep, entry.step);
            row.lastStep = row.values == 0 ? entry.step : std::max<qint64>(row.lastStep, entry.step);
            row.bytes += entry.valueBytes;
            ++row.values;
        });
    return row;
}

} // namespace

bool isIndexedOnly(TagKind kind) {
    switch (kind) {
    case TagKind::PrCurves:
    case TagKind::Mesh:
    case TagKind::CustomScalars:
    case TagKind::KerasGraph:
    case TagKind::Graph:
    case TagKind::RunMetadata:
    case TagKind::Tensors:
        return true;
    default:
        return false;
    }
}

std::vector<IndexedTag> indexedTags(const runlog::RunSnapshot& run) {
    std::vector<const runlog::TagSnapshot*> tags;
    for (const auto& tag : run.tags)
        if (isIndexedOnly(tag.kind)) tags.push_back(&tag);
    std::sort(tags.begin(), tags.end(), [](const auto* a, const auto* b) { return kit::nameLess(a->name, b->name); });
    std::vector<IndexedTag> rows;
    for (const auto* tag : tags)
        rows.push_back(summarized(*tag));
    return rows;
}

void IndexedModel::setRows(std::vector<IndexedTag> rows) {
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

void IndexedModel::retranslate() {
    if (!m_rows.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

int IndexedModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}
int IndexedModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant IndexedModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const IndexedTag& row = m_rows[static_cast<size_t>(index.row())];
    const int column = index.column();
    if (role == Qt::TextAlignmentRole)
        return QVariant((column == TagColumn || column == KindColumn ? Qt::AlignLeft : Qt::AlignRight) |
                        Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && column == TagColumn) return row.tag;
    if (role != Qt::DisplayRole) return {};
    switch (column) {
    case TagColumn:
        return row.tag;
    case KindColumn:
        return kindText(row.kind);
    case ValuesColumn:
        return kit::Format::count(row.values);
    case StepsColumn:
        if (row.values == 0) return QStringLiteral("–");
        return row.firstStep == row.lastStep
                   ? stepText(row.firstStep)
                   : QStringLiteral("%1 – %2").arg(stepText(row.firstStep), stepText(row.lastStep));
    case ShapeColumn:
        return row.shape.isEmpty() ? QStringLiteral("–") : row.shape;
    default:
        return kit::Format::bytes(row.bytes);
    }
}

QVariant IndexedModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant((section > KindColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case TagColumn:
        return tr("Tag");
    case KindColumn:
        return tr("Kind");
    case ValuesColumn:
        return tr("Values");
    case StepsColumn:
        return tr("Steps");
    case ShapeColumn:
        return tr("Shape");
    default:
        return tr("Size");
    }
}

IndexedTable::IndexedTable(QWidget* parent)
    : QWidget(parent)
    , m_model(new IndexedModel(this))
    , m_table(new QTableView(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_table);
    m_table->setModel(m_model);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setTextElideMode(Qt::ElideMiddle);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(26);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(IndexedModel::TagColumn, QHeaderView::Fixed);
    m_table->horizontalHeader()->setMinimumSectionSize(56);
    updateWords();
}

void IndexedTable::updateWords() {
    m_table->setAccessibleName(tr("What is there of kinds that have no view yet"));
    m_model->retranslate();
    fitTags();
}

void IndexedTable::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) updateWords();
    QWidget::changeEvent(event);
}

void IndexedTable::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitTags();
}

/// Names take what the other columns leave, and never so little that nothing of them is left: then the table scrolls.
void IndexedTable::fitTags() {
    int others = 0;
    for (int column = IndexedModel::TagColumn + 1; column < IndexedModel::ColumnCount; ++column)
        others += m_table->columnWidth(column);
    const int room = m_table->width() - 2 * m_table->frameWidth();
    m_table->setColumnWidth(IndexedModel::TagColumn, std::max(kLeastTag, room - others));
}

void IndexedTable::setRun(std::shared_ptr<const runlog::RunSnapshot> run) {
    if (run == m_run) return;
    m_run = std::move(run);
    ++m_request;
    if (!m_run) return m_model->setRows({});
    kit::onWorker(
        this, [counted = m_run] { return indexedTags(*counted); },
        [this, request = m_request](std::vector<IndexedTag> rows) {
            if (request != m_request) return;
            m_model->setRows(std::move(rows));
            fitTags();
        });
}

} // namespace td::preview
