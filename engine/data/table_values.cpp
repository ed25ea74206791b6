#include "engine/data/table_values.h"

#include "engine/data/csv_number.h"
#include "engine/data/memory_source.h"
#include "engine/data/statistics.h"

#include <algorithm>
#include <cmath>

namespace td::data {
namespace {

/// A label of few whole numbers that come often is a class.
bool looksLikeClasses(const CsvColumn& column) {
    std::set<double> values;
    for (const double value : column.values) {
        if (!std::isnan(value)) values.insert(value);
        if (values.size() > 20) return false;
    }
    return column.kind == CsvKind::Integer && values.size() >= 2 && values.size() * 5 <= column.values.size();
}

/// Numbers as classes in the order of their values.
void makeClasses(CsvColumn& column) {
    std::set<double> values;
    for (const double value : column.values)
        if (!std::isnan(value)) values.insert(value);
    const std::vector<double> order(values.begin(), values.end());
    for (const double value : order)
        column.classes.push_back(std::to_string(static_cast<int64_t>(value)));
    for (double& value : column.values)
        if (!std::isnan(value)) value = static_cast<double>(std::ranges::lower_bound(order, value) - order.begin());
    column.kind = CsvKind::Category;
}

} // namespace

Result<size_t> TableValues::indexOf(const std::string& name, const std::string& file) const {
    if (const auto index = m_table.column(name)) return *index;
    std::string names;
    for (size_t i = 0; i < std::min<size_t>(m_table.columns.size(), 20); ++i)
        names += (i == 0 ? "" : ", ") + m_table.columns[i].name;
    return failure(
        fileError(ErrorCode::NotFound, "NoSuchColumn", file, {{"column", name}, {"expected", "one of " + names}}));
}

Result<void> TableValues::chooseLabels(const Opening& opening) {
    const std::string file = opening.spec.path.string();
    std::vector<std::string> names = opening.spec.labels;
    if (!opening.options.label.empty()) names = {opening.options.label};
    for (const std::string& name : names) {
        auto index = indexOf(name, file);
        if (!index) return failure(std::move(index).error());
        m_labels.push_back(*index);
    }
    for (size_t c = m_table.columns.size(); c-- > 0 && m_labels.empty();) {
        const auto spec = opening.spec.columns.find(m_table.columns[c].name);
        const bool isIgnored = spec != opening.spec.columns.end() && spec->second.isIgnored;
        if (m_table.columns[c].kind != CsvKind::Text && !isIgnored) m_labels.push_back(c);
    }
    for (const size_t label : m_labels)
        if (m_table.columns[label].kind == CsvKind::Text)
            return failure(fileError(ErrorCode::TypeMismatch, "TextLabel", file,
                                     {{"column", m_table.columns[label].name}, {"expected", "numbers or classes"}}));
    if (m_labels.size() == 1) {
        CsvColumn& label = m_table.columns[m_labels[0]];
        const auto spec = opening.spec.columns.find(label.name);
        const bool isNumber = spec != opening.spec.columns.end() && spec->second.hint.kind == CsvKind::Number;
        if (!isNumber && looksLikeClasses(label)) makeClasses(label);
    }
    return {};
}

Result<void> TableValues::chooseInputs(const Opening& opening) {
    const std::string file = opening.spec.path.string();
    for (const auto& [input, names] : opening.spec.inputs) {
        auto& columns = m_inputs.emplace_back(input, std::vector<size_t>()).second;
        for (const std::string& name : names) {
            auto index = indexOf(name, file);
            if (!index) return failure(std::move(index).error());
            if (m_table.columns[*index].kind == CsvKind::Text)
                return failure(fileError(ErrorCode::TypeMismatch, "TextFeature", file,
                                         {{"column", name}, {"expected", "numbers or categories"}}));
            columns.push_back(*index);
        }
    }
    if (!m_inputs.empty()) return {};
    std::vector<size_t> columns;
    for (size_t c = 0; c < m_table.columns.size(); ++c) {
        const CsvColumn& column = m_table.columns[c];
        const auto spec = opening.spec.columns.find(column.name);
        const bool isIgnored = spec != opening.spec.columns.end() && spec->second.isIgnored;
        if (isIgnored || c == m_weight || std::ranges::find(m_labels, c) != m_labels.end()) continue;
        const bool isEmpty = column.missing == m_table.rows() && m_table.rows() > 0;
        if (column.kind == CsvKind::Text)
            opening.problems.add({ProblemKind::TextColumn, file, 0, static_cast<int64_t>(c) + 1,
                                  "numbers or categories", column.name, column.name});
        else if (!isEmpty)
            columns.push_back(c);
    }
    m_inputs.emplace_back("features", std::move(columns));
    return {};
}

Result<void> TableValues::chooseFills(const Opening& opening) {
    for (const auto& [name, spec] : opening.spec.columns) {
        const auto index = m_table.column(name);
        if (!index || !spec.fill) continue;
        const CsvColumn& column = m_table.columns[*index];
        const CsvNumber number = csvNumber(*spec.fill, '.');
        const auto at = std::ranges::find(column.classes, *spec.fill);
        const bool isCategory = column.kind == CsvKind::Category;
        const bool isNumber = number.kind == CsvNumber::Kind::Integer || number.kind == CsvNumber::Kind::Number;
        if (isCategory ? at == column.classes.end() : !isNumber || !std::isfinite(number.value))
            return failure(fileError(ErrorCode::InvalidArgument, "BadFill", opening.spec.path.string(),
                                     {{"column", name},
                                      {"found", *spec.fill},
                                      {"expected", isCategory ? "one of its classes" : "a number"}}));
        m_fills[*index] = isCategory ? static_cast<double>(at - column.classes.begin()) : number.value;
    }
    return {};
}

Result<void> TableValues::choose(const Opening& opening) {
    if (opening.needsLabels()) TD_TRY(chooseLabels(opening));
    TD_TRY(chooseFills(opening));
    if (!opening.spec.weight.empty() && opening.needsLabels()) {
        auto index = indexOf(opening.spec.weight, opening.spec.path.string());
        if (!index) return failure(std::move(index).error());
        m_weight = *index;
    }
    TD_TRY(chooseInputs(opening));
    if (std::ranges::any_of(m_inputs, [](const auto& input) { return input.second.empty(); }))
        return failure(fileError(ErrorCode::InvalidArgument, "NoFeatures", opening.spec.path.string(),
                                 {{"expected", "a column of numbers or categories beside the label"}}));
    return {};
}

void TableValues::dropRows(const Opening& opening, int64_t& testRows) {
    std::vector<size_t> needed = m_labels;
    if (m_weight) needed.push_back(*m_weight);
    for (const auto& [name, columns] : m_inputs)
        for (const size_t c : columns) {
            const auto spec = opening.spec.columns.find(m_table.columns[c].name);
            if (spec != opening.spec.columns.end() && spec->second.missing == Missing::Drop) needed.push_back(c);
        }
    const auto rows = static_cast<size_t>(m_table.rows()), testBegin = rows - static_cast<size_t>(testRows);
    size_t kept = 0;
    for (size_t row = 0; row < rows; ++row) {
        const auto lacks = [&](size_t c) { return std::isnan(m_table.columns[c].values[row]); };
        const auto lacking = std::ranges::find_if(needed, lacks);
        if (lacking != needed.end()) {
            opening.problems.add({ProblemKind::MissingValue, opening.spec.path.string(), m_table.lines[row],
                                  static_cast<int64_t>(*lacking) + 1, "a value; the row is left out",
                                  m_table.columns[*lacking].name});
            testRows -= row >= testBegin ? 1 : 0;
            continue;
        }
        m_table.lines[kept] = m_table.lines[row];
        for (CsvColumn& column : m_table.columns)
            if (!column.values.empty()) column.values[kept] = column.values[row];
        ++kept;
    }
    m_table.lines.resize(kept);
    for (CsvColumn& column : m_table.columns)
        if (!column.values.empty()) column.values.resize(kept);
}

Result<TableValues> TableValues::create(CsvTable table, const Opening& opening, int64_t& testRows) {
    TableValues values;
    values.m_table = std::move(table);
    TD_TRY(values.choose(opening));
    values.dropRows(opening, testRows);
    return values;
}

bool TableValues::isClassLabel() const {
    return m_labels.size() == 1 && m_table.columns[m_labels[0]].kind == CsvKind::Category;
}

std::vector<int32_t> TableValues::classes() const {
    std::vector<int32_t> classes;
    if (isClassLabel())
        for (const double value : m_table.columns[m_labels[0]].values)
            classes.push_back(static_cast<int32_t>(value));
    return classes;
}

std::vector<FoundColumn> TableValues::found() const {
    std::vector<FoundColumn> found;
    for (size_t c = 0; c < m_table.columns.size(); ++c) {
        const CsvColumn& column = m_table.columns[c];
        FoundColumn& each = found.emplace_back();
        each.name = column.name;
        each.kind = td::data::name(column.kind);
        each.missing = column.missing;
        bool isUsed = false;
        for (const auto& [name, columns] : m_inputs)
            isUsed = isUsed || std::ranges::find(columns, c) != columns.end();
        const bool isLabel = std::ranges::find(m_labels, c) != m_labels.end();
        each.use = isLabel ? "label" : c == m_weight ? "weight" : isUsed ? "feature" : "left out";
        for (const std::string& name : column.classes)
            each.classes.emplace_back(name, 0);
        Statistics all;
        for (const double value : column.values) {
            if (column.kind != CsvKind::Category)
                all.add(value);
            else if (!std::isnan(value))
                ++each.classes[static_cast<size_t>(value)].second;
        }
        each.min = all.min;
        each.max = all.max;
        each.mean = all.mean;
        each.deviation = all.deviation();
    }
    return found;
}

double TableValues::fillOf(size_t index, std::span<const int64_t> trainRows) const {
    if (const auto given = m_fills.find(index); given != m_fills.end()) return given->second;
    const CsvColumn& column = m_table.columns[index];
    Statistics all;
    std::vector<int64_t> counts(column.classes.size());
    for (const int64_t row : trainRows) {
        const double value = column.values[static_cast<size_t>(row)];
        if (std::isnan(value)) continue;
        if (column.kind == CsvKind::Category)
            ++counts[static_cast<size_t>(value)];
        else
            all.add(value);
    }
    if (column.kind != CsvKind::Category) return all.mean;
    if (counts.empty()) return 0;
    return static_cast<double>(std::ranges::max_element(counts) - counts.begin());
}

Result<Tensor> TableValues::joined(const std::vector<size_t>& columns, std::span<const int64_t> trainRows,
                                   std::vector<std::string>& parts) const {
    std::vector<size_t> places; // of each column's first element
    for (const size_t c : columns) {
        const CsvColumn& column = m_table.columns[c];
        places.push_back(parts.size());
        if (column.kind != CsvKind::Category) parts.push_back(column.name);
        for (const std::string& each : column.classes)
            parts.push_back(column.name + "=" + each);
    }
    const size_t width = parts.size();
    auto tensor = Tensor::create(DType::F32, {m_table.rows(), static_cast<int64_t>(width)});
    if (!tensor) return tensor;
    const auto out = tensor->as<float>();
    for (size_t i = 0; i < columns.size(); ++i) {
        const CsvColumn& column = m_table.columns[columns[i]];
        if (column.kind == CsvKind::Category && column.classes.empty()) continue; // of no element
        const double fill = column.missing > 0 ? fillOf(columns[i], trainRows) : 0;
        for (size_t row = 0; row < column.values.size(); ++row) {
            const double value = std::isnan(column.values[row]) ? fill : column.values[row];
            if (column.kind == CsvKind::Category)
                out[row * width + places[i] + static_cast<size_t>(value)] = 1;
            else
                out[row * width + places[i]] = static_cast<float>(value);
        }
    }
    return tensor;
}

void TableValues::resolve(std::span<const int64_t> trainRows, Spec& into) const {
    into.csv.names.clear();
    for (const CsvColumn& column : m_table.columns)
        into.csv.names.push_back(column.name);
    if (!m_table.hasHeader) into.csv.hasHeader = false;
    const auto describe = [&](size_t c) -> ColumnSpec& {
        const CsvColumn& column = m_table.columns[c];
        ColumnSpec& spec = into.columns[column.name];
        spec.hint.kind = column.kind == CsvKind::Integer ? CsvKind::Number : column.kind;
        spec.hint.classes = column.classes;
        return spec;
    };
    into.inputs.clear();
    for (const auto& [input, columns] : m_inputs)
        for (const size_t c : columns) {
            ColumnSpec& spec = describe(c);
            into.inputs[input].push_back(m_table.columns[c].name);
            if (m_table.columns[c].kind != CsvKind::Category)
                spec.fill = Json(fillOf(c, trainRows)).dump();
            else if (!spec.hint.classes.empty())
                spec.fill = spec.hint.classes[static_cast<size_t>(fillOf(c, trainRows))];
        }
    into.labels.clear();
    for (const size_t label : m_labels) {
        describe(label);
        into.labels.push_back(m_table.columns[label].name);
    }
}

Result<std::shared_ptr<const Source>> TableValues::source(std::span<const int64_t> trainRows) const {
    std::vector<Column> columns;
    std::vector<Tensor> tensors;
    const auto add = [&](const std::string& name, Role role, const std::vector<size_t>& from) -> Result<void> {
        std::vector<std::string> parts;
        auto tensor = joined(from, trainRows, parts);
        if (!tensor) return failure(std::move(tensor).error());
        columns.push_back({name, {}, role, {}, std::move(parts)});
        tensors.push_back(role == Role::Weight ? tensor->reshaped({m_table.rows()}) : *tensor);
        return {};
    };
    for (const auto& [name, from] : m_inputs)
        TD_TRY(add(name, Role::Feature, from));
    if (isClassLabel()) {
        auto labels = classTensor(classes());
        if (!labels) return failure(std::move(labels).error());
        const CsvColumn& label = m_table.columns[m_labels[0]];
        columns.push_back({label.name, {}, Role::Label, label.classes, {}});
        tensors.push_back(*std::move(labels));
    } else if (!m_labels.empty()) {
        TD_TRY(add(m_labels.size() == 1 ? m_table.columns[m_labels[0]].name : "label", Role::Label, m_labels));
    }
    if (m_weight) TD_TRY(add(m_table.columns[*m_weight].name, Role::Weight, {*m_weight}));
    return MemorySource::create(std::move(columns), std::move(tensors));
}

} // namespace td::data
