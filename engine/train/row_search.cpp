#include "engine/train/row_search.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>
#include <optional>

namespace td::train {

namespace {
struct Find {
    const data::Dataset* part = nullptr;
    size_t column = 0;
    int64_t position = 0;
};

bool holds(const Tensor& tensor, int64_t example, int64_t value) {
    const int64_t width = tensor.elements() / std::max<int64_t>(tensor.extents()[0], 1);
    for (int64_t i = example * width; i < (example + 1) * width; ++i)
        if (tensor.at(i) == static_cast<double>(value)) return true;
    return false;
}

/// The first example with the value in one of the whole-numbered columns of this role.
std::optional<Find> findIn(const data::Dataset& part, data::Role role, int64_t value) {
    constexpr int64_t kAtOnce = 256;
    for (int64_t first = 0; first < part.rows(); first += kAtOnce) {
        std::vector<int64_t> rows(static_cast<size_t>(std::min(kAtOnce, part.rows() - first)));
        std::iota(rows.begin(), rows.end(), first);
        const auto tensors = part.read(rows);
        if (!tensors) return std::nullopt;
        for (size_t column = 0; column < tensors->size(); ++column) {
            const data::Column& about = part.columns()[column];
            if (about.role != role || isFloating(about.type.dtype)) continue;
            for (size_t i = 0; i < rows.size(); ++i)
                if (holds((*tensors)[column], static_cast<int64_t>(i), value)) return Find{&part, column, rows[i]};
        }
    }
    return std::nullopt;
}

std::optional<Find> findIn(const data::LoadedData& data, int64_t value) {
    std::vector<const data::Dataset*> parts{&data.train};
    for (const auto* part : {&data.validation, &data.test})
        if (*part) parts.push_back(&**part);
    for (const data::Role role : {data::Role::Label, data::Role::Feature})
        for (const auto* part : parts)
            if (const auto found = findIn(*part, role, value)) return found;
    return std::nullopt;
}
} // namespace

Error withRow(Error error, const data::LoadedData& data, const std::string& file) {
    const std::string text(error.fact("found"));
    int64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool isNumber = problem == std::errc() && end == text.data() + text.size();
    if (error.fact("op").empty() || !isNumber || error.fact("expected").empty()) return error;
    const auto found = findIn(data, value);
    if (!found) return error;
    const data::Column& column = found->part->columns()[found->column];
    const auto row = static_cast<size_t>(found->part->sourceRow(found->position));
    const bool hasName = row < data.names.size();
    error.facts.push_back({"file", hasName ? data.names[row] : file});
    error.facts.push_back({"column", column.name});
    if (!hasName) error.facts.push_back({"row", std::to_string(row + 1)});
    if (value >= 0 && static_cast<size_t>(value) < column.classes.size())
        error.facts.push_back({"class", column.classes[static_cast<size_t>(value)]});
    return error;
}

} // namespace td::train
