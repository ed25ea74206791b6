#include "views/kit/issue_list.h"

#include "views/kit/error_text.h"
#include "views/kit/theme.h"

namespace td::kit {
namespace {

QIcon iconOf(runlog::Severity severity) {
    const Theme& theme = Theme::instance();
    switch (severity) {
    case runlog::Severity::Damage:
        return theme.icon(QStringLiteral("error"), ColorId::Bad);
    case runlog::Severity::Warning:
        return theme.icon(QStringLiteral("warn"), ColorId::Warn);
    case runlog::Severity::Note:
        return theme.icon(QStringLiteral("info"), ColorId::SecondaryText);
    }
    return {};
}

QString wholeText(const runlog::Issue& issue) {
    const QString advice = ErrorText::advice(issue);
    return advice.isEmpty() ? ErrorText::text(issue) : ErrorText::sentences(ErrorText::text(issue), advice);
}

} // namespace

void IssueList::setIssues(const QString& source, std::vector<runlog::Issue> issues) {
    const auto known = m_bySource.constFind(source);
    if (known != m_bySource.cend() ? *known == issues : issues.empty()) return;
    m_bySource[source] = std::move(issues);
    rebuild();
}

void IssueList::rebuild() {
    beginResetModel();
    m_issues.clear();
    for (const auto& issues : std::as_const(m_bySource))
        m_issues.insert(m_issues.end(), issues.begin(), issues.end());
    std::stable_sort(m_issues.begin(), m_issues.end(),
                     [](const auto& a, const auto& b) { return runlog::severity(a.code) > runlog::severity(b.code); });
    endResetModel();
    Q_EMIT changed();
}

runlog::Severity IssueList::worst() const {
    return m_issues.empty() ? runlog::Severity::Note : runlog::severity(m_issues.front().code);
}

QString IssueList::asText() const {
    QStringList lines;
    for (const auto& issue : m_issues)
        lines << QStringLiteral("%1\t%2\t%3\t%4")
                     .arg(ErrorText::severityName(runlog::severity(issue.code)), ErrorText::title(issue),
                          ErrorText::place(issue), wholeText(issue));
    return lines.join(QLatin1Char('\n'));
}

int IssueList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_issues.size());
}
int IssueList::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant IssueList::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const runlog::Issue& issue = m_issues[static_cast<size_t>(index.row())];
    const runlog::Severity severity = runlog::severity(issue.code);
    if (role == SeverityRole) return static_cast<int>(severity);
    if (role == RunRole) return QString::fromStdString(issue.run);
    if (role == WholeTextRole || role == Qt::ToolTipRole) return wholeText(issue);
    if (role == Qt::DecorationRole && index.column() == SeverityColumn) return iconOf(severity);
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole) return {};
    switch (index.column()) {
    case SeverityColumn:
        return ErrorText::severityName(severity);
    case TitleColumn:
        return ErrorText::title(issue);
    case PlaceColumn:
        return ErrorText::place(issue);
    case TextColumn:
        return ErrorText::text(issue);
    default:
        return {};
    }
}

QVariant IssueList::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
    case SeverityColumn:
        return tr("Weight");
    case TitleColumn:
        return tr("What");
    case PlaceColumn:
        return tr("Where");
    case TextColumn:
        return tr("What was found and done");
    default:
        return {};
    }
}

void IssueList::retranslate() {
    if (!m_issues.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    Q_EMIT changed();
}

} // namespace td::kit
