#include "engine/data/joined_source.h"

#include <algorithm>
#include <cstring>

namespace td::data {

JoinedSource::JoinedSource(std::vector<Dataset> parts)
    : m_parts(std::move(parts))
    , m_starts{0} {
    for (const Dataset& part : m_parts)
        m_starts.push_back(m_starts.back() + part.rows());
}

Result<std::shared_ptr<const Source>> JoinedSource::create(std::vector<Dataset> parts) {
    if (parts.empty())
        return failure(ErrorCode::InvalidArgument, {{"parts", "0"}, {"expected", "at least one data set"}});
    const auto& first = parts.front().columns();
    for (const Dataset& part : parts) {
        const auto& columns = part.columns();
        if (columns.size() != first.size())
            return failure(ErrorCode::TypeMismatch,
                           {{"columns", std::to_string(columns.size())}, {"expected", std::to_string(first.size())}});
        for (size_t c = 0; c < columns.size(); ++c)
            if (columns[c].name != first[c].name || columns[c].type != first[c].type ||
                columns[c].role != first[c].role)
                return failure(ErrorCode::TypeMismatch, {{"column", columns[c].name},
                                                         {"found", toString(columns[c].type)},
                                                         {"expected", first[c].name + " " + toString(first[c].type)}});
    }
    return std::shared_ptr<const Source>(new JoinedSource(std::move(parts)));
}

Result<void> JoinedSource::read(std::span<const int64_t> rows, int64_t epoch, std::span<Tensor> into) const {
    for (size_t part = 0; part < m_parts.size(); ++part) {
        std::vector<int64_t> inside;
        std::vector<size_t> places;
        for (size_t i = 0; i < rows.size(); ++i)
            if (rows[i] >= m_starts[part] && rows[i] < m_starts[part + 1]) {
                inside.push_back(rows[i] - m_starts[part]);
                places.push_back(i);
            }
        if (inside.empty()) continue;
        auto read = m_parts[part].read(inside, epoch);
        if (!read) return failure(std::move(read).error());
        for (size_t c = 0; c < into.size(); ++c) {
            const size_t bytes = exampleBytes(columns()[c]);
            for (size_t k = 0; k < places.size(); ++k)
                std::memcpy(into[c].bytes() + places[k] * bytes, (*read)[c].bytes() + k * bytes, bytes);
        }
    }
    return {};
}

} // namespace td::data
