#include "engine/data/memory_source.h"

#include <cstring>

namespace td::data {

MemorySource::MemorySource(std::vector<Column> columns, std::vector<Tensor> values, int64_t rows)
    : m_columns(std::move(columns))
    , m_values(std::move(values))
    , m_rows(rows) {}

Result<std::shared_ptr<const Source>> MemorySource::create(std::vector<Column> columns, std::vector<Tensor> values) {
    if (columns.empty() || columns.size() != values.size())
        return failure(ErrorCode::InvalidArgument, {{"columns", std::to_string(columns.size())},
                                                    {"expected", std::to_string(values.size()) + " (one a tensor)"}});
    for (size_t i = 0; i < columns.size(); ++i) {
        const Extents& extents = values[i].extents();
        if (extents.empty())
            return failure(ErrorCode::InvalidArgument,
                           {{"column", columns[i].name}, {"found", "a scalar"}, {"expected", "rows along axis 0"}});
        if (extents[0] != values[0].extents()[0])
            return failure(ErrorCode::ShapeMismatch,
                           {{"left", columns[0].name},
                            {"right", columns[i].name},
                            {"rows", std::to_string(values[0].extents()[0]) + " and " + std::to_string(extents[0])}});
        columns[i].type = {values[i].dtype(), Shape::of(std::span(extents).subspan(1))};
    }
    const int64_t rows = values[0].extents()[0];
    return std::shared_ptr<const Source>(new MemorySource(std::move(columns), std::move(values), rows));
}

Result<void> MemorySource::read(std::span<const int64_t> rows, int64_t, std::span<Tensor> into) const {
    for (size_t c = 0; c < m_columns.size(); ++c) {
        const size_t bytes = exampleBytes(m_columns[c]);
        std::byte* to = into[c].bytes();
        for (const int64_t row : rows) {
            std::memcpy(to, m_values[c].bytes() + static_cast<size_t>(row) * bytes, bytes);
            to += bytes;
        }
    }
    return {};
}

} // namespace td::data
