#include "views/runs/run_table_model.h"

#include "views/runs/number_text.h"
#include "views/runs/run_state_look.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace td::runs {
namespace {

QString valueTitle(const Metric& metric) {
    if (metric.tag.empty()) return RunTableModel::tr("Value");
    const QString tag = QString::fromStdString(metric.tag);
    switch (metric.kind) {
    case MetricKind::Last:
        return RunTableModel::tr("%1, last").arg(tag);
    case MetricKind::Best:
        return RunTableModel::tr("%1, best").arg(tag);
    case MetricKind::Min:
        return RunTableModel::tr("%1, min").arg(tag);
    case MetricKind::Max:
        return RunTableModel::tr("%1, max").arg(tag);
    }
    return tag;
}

QString nameToolTip(const RunRow& run) {
    const QString name = QString::fromStdString(run.whole);
    const auto issues = static_cast<int>(run.problems + run.notes);
    if (issues == 0) return name;
    return name + QLatin1Char('\n') + RunTableModel::tr("%Ln issue(s): click the badge or press I", nullptr, issues);
}

} // namespace

RunTableModel::RunTableModel(QObject* parent)
    : QAbstractTableModel(parent) {}

void RunTableModel::sync(const RunListPresenter& presenter) {
    if (const QString title = valueTitle(presenter.metric()); title != m_valueTitle) {
        m_valueTitle = title;
        Q_EMIT headerDataChanged(Qt::Horizontal, ValueColumn, ValueColumn);
    }
    if (updateInPlace(presenter)) return;
    std::vector<Item> items;
    items.reserve(presenter.lines().size());
    for (const auto& line : presenter.lines()) {
        Item item;
        item.isGroup = line.isGroup;
        if (line.isGroup)
            item.group = presenter.groups()[line.index];
        else
            item.run = presenter.rows()[line.index];
        items.push_back(std::move(item));
    }
    if (!permute(items)) replaceItems(std::move(items));
    if (!m_items.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

/// The usual case: the same rows in the same order, some with other values. Returns false where it is another.
bool RunTableModel::updateInPlace(const RunListPresenter& presenter) {
    const auto isOf = [&](const Item& item, const RunLine& line) {
        if (item.isGroup != line.isGroup) return false;
        return item.key() == (line.isGroup ? presenter.groups()[line.index].name : presenter.rows()[line.index].name);
    };
    const auto& lines = presenter.lines();
    if (!std::equal(m_items.begin(), m_items.end(), lines.begin(), lines.end(), isOf)) return false;
    size_t first = lines.size(), last = 0;
    for (size_t i = 0; i < lines.size(); ++i) {
        Item& item = m_items[i];
        if (item.isGroup ? item.group == presenter.groups()[lines[i].index]
                         : item.run == presenter.rows()[lines[i].index])
            continue;
        if (item.isGroup)
            item.group = presenter.groups()[lines[i].index];
        else
            item.run = presenter.rows()[lines[i].index];
        first = std::min(first, i);
        last = i;
    }
    if (first < lines.size())
        Q_EMIT dataChanged(index(static_cast<int>(first), 0), index(static_cast<int>(last), ColumnCount - 1));
    return true;
}

/// Where only the order changed, moves rows in one layout change. Returns false where rows came or went.
bool RunTableModel::permute(std::vector<Item>& items) {
    if (items.size() != m_items.size()) return false;
    std::unordered_map<std::string, int> newRow;
    for (size_t i = 0; i < items.size(); ++i)
        newRow[(items[i].isGroup ? "g" : "r") + items[i].key()] = static_cast<int>(i);
    std::vector<int> target(m_items.size());
    for (size_t i = 0; i < m_items.size(); ++i) {
        const auto it = newRow.find((m_items[i].isGroup ? "g" : "r") + m_items[i].key());
        if (it == newRow.end()) return false;
        target[i] = it->second;
    }
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    QModelIndexList after;
    for (const QModelIndex& old : before)
        after.append(index(target[static_cast<size_t>(old.row())], old.column()));
    m_items = std::move(items);
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
    return true;
}

/// Keeps the equal rows at both ends and replaces what lies between.
void RunTableModel::replaceItems(std::vector<Item> items) {
    size_t front = 0;
    while (front < items.size() && front < m_items.size() && items[front].sameAs(m_items[front]))
        ++front;
    size_t back = 0;
    while (back < items.size() - front && back < m_items.size() - front &&
           items[items.size() - 1 - back].sameAs(m_items[m_items.size() - 1 - back]))
        ++back;
    if (m_items.size() > front + back) {
        beginRemoveRows({}, static_cast<int>(front), static_cast<int>(m_items.size() - back) - 1);
        m_items.erase(m_items.begin() + static_cast<ptrdiff_t>(front), m_items.end() - static_cast<ptrdiff_t>(back));
        endRemoveRows();
    }
    if (items.size() > front + back) {
        beginInsertRows({}, static_cast<int>(front), static_cast<int>(items.size() - back) - 1);
        m_items = std::move(items);
        endInsertRows();
    } else {
        m_items = std::move(items);
    }
}

int RunTableModel::rowOf(const QString& run) const {
    const std::string name = run.toStdString();
    for (size_t i = 0; i < m_items.size(); ++i)
        if (!m_items[i].isGroup && m_items[i].run.name == name) return static_cast<int>(i);
    return -1;
}

QString RunTableModel::runAt(int row) const {
    if (row < 0 || row >= rowCount() || m_items[static_cast<size_t>(row)].isGroup) return {};
    return QString::fromStdString(m_items[static_cast<size_t>(row)].run.name);
}

int RunTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_items.size());
}
int RunTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RunTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const Item& item = m_items[static_cast<size_t>(index.row())];
    if (role == IsGroupRole) return item.isGroup;
    return item.isGroup ? groupData(item, index.column(), role) : runData(item, index.column(), role);
}

QVariant RunTableModel::groupData(const Item& item, int column, int role) const {
    const RunGroup& group = item.group;
    switch (role) {
    case RunRole:
    case Qt::DisplayRole:
        return column == NameColumn ? QString::fromStdString(group.name) : QString();
    case CollapsedRole:
        return group.collapsed;
    case CountRole:
        return group.runs;
    case Qt::AccessibleTextRole:
        if (column != NameColumn) return QString();
        return tr("Group %1, %Ln run(s)", nullptr, static_cast<int>(group.runs))
            .arg(QString::fromStdString(group.name));
    default:
        return {};
    }
}

QVariant RunTableModel::runData(const Item& item, int column, int role) const {
    const RunRow& run = item.run;
    switch (role) {
    case Qt::DisplayRole:
        return displayText(item, column);
    case Qt::EditRole:
        return QString::fromStdString(run.label);
    case Qt::ToolTipRole:
        return column == StateColumn ? stateLook(run).words : nameToolTip(run);
    case Qt::AccessibleTextRole:
        return accessibleText(item, column);
    case Qt::CheckStateRole:
        return column == ShownColumn ? QVariant(run.shown ? Qt::Checked : Qt::Unchecked) : QVariant();
    case Qt::TextAlignmentRole:
        return column == ValueColumn || column == StepColumn ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case RunRole:
        return QString::fromStdString(run.name);
    case SlotRole:
        return run.slot;
    case ProblemsRole:
        return static_cast<qulonglong>(run.problems);
    case IssuesRole:
        return static_cast<qulonglong>(run.problems + run.notes);
    case DivergedRole:
        return run.divergedTo.has_value();
    case ShownRole:
        return run.shown;
    case StateIconRole:
        return stateLook(run).icon;
    case StateTintRole:
        return static_cast<int>(stateLook(run).tint);
    default:
        return {};
    }
}

QString RunTableModel::displayText(const Item& item, int column) const {
    switch (column) {
    case NameColumn:
        return QString::fromStdString(item.run.label);
    case ValueColumn:
        return item.run.hasMetric ? valueText(item.run.value) : QStringLiteral("–");
    case StepColumn:
        return item.run.hasMetric ? stepText(item.run.lastStep) : QStringLiteral("–");
    default:
        return {};
    }
}

QString RunTableModel::accessibleText(const Item& item, int column) const {
    if (column == ShownColumn) return item.run.shown ? tr("shown") : tr("hidden");
    if (column == StateColumn) return stateLook(item.run).words;
    const auto issues = static_cast<int>(item.run.problems + item.run.notes);
    if (column != NameColumn || issues == 0) return displayText(item, column);
    return tr("%1, %Ln issue(s)", nullptr, issues).arg(displayText(item, column));
}

bool RunTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (!index.isValid()) return false;
    const QString run = runAt(index.row());
    if (run.isEmpty()) return false;
    if (index.column() == ShownColumn && role == Qt::CheckStateRole) {
        Q_EMIT showRequested({run}, value.toInt() == Qt::Checked);
        return true;
    }
    if (index.column() == NameColumn && role == Qt::EditRole) {
        Q_EMIT renameRequested(run, value.toString().trimmed());
        return true;
    }
    return false;
}

QVariant RunTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole) {
        switch (section) {
        case ShownColumn:
            return tr("Shown");
        case NameColumn:
            return tr("Run");
        case ValueColumn:
            return m_valueTitle;
        case StepColumn:
            return tr("Step");
        case StateColumn:
            return tr("State");
        default:
            return {};
        }
    }
    if (role == Qt::ToolTipRole && section == ValueColumn)
        return tr("%1. Click to sort; the columns button chooses another metric.").arg(m_valueTitle);
    return {};
}

Qt::ItemFlags RunTableModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) return Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    if (m_items[static_cast<size_t>(index.row())].isGroup) return flags;
    if (index.column() == ShownColumn) flags |= Qt::ItemIsUserCheckable;
    if (index.column() == NameColumn) flags |= Qt::ItemIsEditable;
    return flags;
}

} // namespace td::runs
