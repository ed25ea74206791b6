#include "views/preview/hparams_table.h"

#include "engine/runlog/payload.h"
#include "views/kit/format.h"
#include "views/kit/theme.h"
#include "views/kit/worker.h"
#include "views/kit_present/run_label.h"
#include "views/plot/line_sample.h"

#include <algorithm>
#include <QGuiApplication>
#include <QHeaderView>
#include <QPainter>
#include <QPixmap>
#include <QTableView>

namespace td::preview {
namespace {

QVariant valueOf(const runlog::HParam& parameter) {
    using Type = runlog::HParam::Type;
    switch (parameter.type) {
    case Type::Number:
        return parameter.number;
    case Type::Text:
        return QString::fromStdString(parameter.text);
    case Type::Bool:
        return parameter.flag;
    case Type::Null:
        break;
    }
    return {};
}

QPixmap lineSample(int slot) {
    constexpr int kHeight = 16;
    const double ratio = qGuiApp->devicePixelRatio();
    QPixmap picture(QSize(plot::LineSample::kWidth, kHeight) * ratio);
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    plot::paintLineSample(painter, QPointF(0, kHeight / 2.0), {slot, false}, {kit::Theme::instance().isDark()});
    return picture;
}

std::vector<HParamsModel::Row> rowsOf(const runlog::StoreSnapshot& snapshot, const RunAliases& aliases,
                                      const RunSlots& slotOfRun) {
    std::vector<HParamsModel::Row> rows;
    for (const auto& run : snapshot.runs) {
        HParamsModel::Row row{runTitle(*run, aliases), {}, {}};
        if (const auto slot = slotOfRun.find(run->name); slot != slotOfRun.end()) row.slot = slot->second;
        for (const auto& parameter : runlog::hparams(*run))
            row.values.insert(QString::fromStdString(parameter.name), valueOf(parameter));
        if (!row.values.isEmpty()) rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace

QString runTitle(const runlog::RunSnapshot& run, const RunAliases& aliases) {
    const QString name = QString::fromStdString(kit::runLabel(run));
    const auto alias = aliases.find(run.name);
    return alias == aliases.end() ? name : QString::fromStdString(alias->second) + QStringLiteral(" · ") + name;
}

void HParamsModel::setRows(std::vector<Row> rows) {
    beginResetModel();
    m_rows = std::move(rows);
    QSet<QString> names;
    for (const auto& row : m_rows)
        for (auto it = row.values.keyBegin(); it != row.values.keyEnd(); ++it)
            names.insert(*it);
    m_names = QStringList(names.begin(), names.end());
    m_names.sort();
    std::stable_partition(m_names.begin(), m_names.end(), [this](const QString& name) { return !isSame(name); });
    endResetModel();
}

bool HParamsModel::isSame(const QString& name) const {
    return std::all_of(m_rows.begin(), m_rows.end(), [&](const Row& row) {
        return row.values.contains(name) && row.values.value(name) == m_rows.front().values.value(name);
    });
}

int HParamsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}
int HParamsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_names.size()) + 1;
}

QVariant HParamsModel::value(size_t row, int column) const {
    return column == 0 ? QVariant(m_rows[row].run) : m_rows[row].values.value(m_names[column - 1]);
}

QVariant HParamsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const QVariant held = value(static_cast<size_t>(index.row()), index.column());
    const bool isNumber = held.typeId() == QMetaType::Double;
    if (role == Qt::DisplayRole) return isNumber ? kit::Format::parameter(held.toDouble()) : held.toString();
    if (role == Qt::DecorationRole && index.column() == 0)
        if (const auto slot = m_rows[static_cast<size_t>(index.row())].slot) return lineSample(*slot);
    if (role == Qt::TextAlignmentRole) return QVariant((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return {};
}

QVariant HParamsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole && !m_rows.empty() && section < columnCount())
        return data(index(0, section), role); // above its numbers
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section > m_names.size()) return {};
    return section == 0 ? tr("Run") : m_names[section - 1];
}

void HParamsModel::sort(int column, Qt::SortOrder order) {
    if (column < 0 || column >= columnCount()) return;
    std::vector<size_t> rows(m_rows.size());
    for (size_t i = 0; i < rows.size(); ++i)
        rows[i] = i;
    const auto less = [&](size_t a, size_t b) {
        const QVariant x = value(a, column), y = value(b, column);
        const bool numbers = x.typeId() == QMetaType::Double && y.typeId() == QMetaType::Double;
        return numbers ? x.toDouble() < y.toDouble() : x.toString() < y.toString();
    };
    std::stable_sort(rows.begin(), rows.end(),
                     [&](size_t a, size_t b) { return order == Qt::AscendingOrder ? less(a, b) : less(b, a); });
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    std::vector<Row> sorted;
    QList<int> target(static_cast<qsizetype>(rows.size()));
    for (size_t i = 0; i < rows.size(); ++i) {
        target[static_cast<qsizetype>(rows[i])] = static_cast<int>(i);
        sorted.push_back(m_rows[rows[i]]);
    }
    m_rows = std::move(sorted);
    for (const QModelIndex& old : persistentIndexList())
        changePersistentIndex(old, index(target[old.row()], old.column()));
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

namespace {
constexpr int kNameGap = 16, kLeastName = 120, kMostName = 320, kLeastValue = 56, kMostValue = 160;
} // namespace

HParamsTable::HParamsTable(QWidget* parent)
    : QWidget(parent)
    , m_model(new HParamsModel(this))
    , m_table(new QTableView(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_table);
    m_table->setModel(m_model);
    m_table->setSortingEnabled(true);
    m_table->setShowGrid(false);
    m_table->setTextElideMode(Qt::ElideMiddle); // runs differ at the end of their names
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->setTabKeyNavigation(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(26);
    m_table->setIconSize({plot::LineSample::kWidth, 16});
    m_table->sortByColumn(0, Qt::AscendingOrder);
    updateWords();
}

void HParamsTable::updateWords() {
    m_table->setAccessibleName(tr("Hyperparameters of all runs"));
    Q_EMIT m_model->headerDataChanged(Qt::Horizontal, 0, 0);
}

void HParamsTable::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) updateWords();
    QWidget::changeEvent(event);
}

void HParamsTable::setSnapshot(std::shared_ptr<const runlog::StoreSnapshot> snapshot) {
    m_snapshot = std::move(snapshot);
    startReading();
}

void HParamsTable::setAliases(const RunAliases& aliases) {
    m_aliases = aliases;
    startReading();
}

void HParamsTable::setSlots(RunSlots slotOfRun) {
    if (slotOfRun == m_slots) return;
    m_slots = std::move(slotOfRun);
    startReading();
}

void HParamsTable::startReading() {
    if (m_reading) {
        m_again = true;
        return;
    }
    if (!m_snapshot) return;
    m_reading = true;
    kit::onWorker(
        this,
        [snapshot = m_snapshot, aliases = m_aliases, slotOfRun = m_slots] {
            return rowsOf(*snapshot, aliases, slotOfRun);
        },
        [this](std::vector<HParamsModel::Row> rows) {
            m_reading = false;
            m_model->setRows(std::move(rows));
            m_model->sort(m_table->horizontalHeader()->sortIndicatorSection(),
                          m_table->horizontalHeader()->sortIndicatorOrder());
            fitColumns();
            if (std::exchange(m_again, false)) return startReading();
            Q_EMIT read();
        });
}

/// As wide as what is in them, so that many are in sight; those that nobody dragged.
void HParamsTable::fitColumns() {
    const int columns = m_model->columnCount(), mostName = std::clamp(width() * 2 / 5, kLeastName, kMostName);
    m_widths.resize(columns);
    for (int c = 0; c < columns; ++c) {
        if (m_widths[c] != 0 && m_table->columnWidth(c) != m_widths[c]) continue;
        m_table->resizeColumnToContents(c);
        const int wanted = m_table->columnWidth(c);
        m_widths[c] =
            c == 0 ? std::clamp(wanted + kNameGap, kLeastName, mostName) : std::clamp(wanted, kLeastValue, kMostValue);
        m_table->setColumnWidth(c, m_widths[c]);
    }
}

void HParamsTable::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitColumns();
}

} // namespace td::preview
