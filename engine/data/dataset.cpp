#include "engine/data/dataset.h"

#include "engine/data/cached_source.h"
#include "engine/data/joined_source.h"

#include <algorithm>
#include <cstring>

namespace td::data {

struct Dataset::State {
    std::shared_ptr<const Source> source;
    std::shared_ptr<const std::vector<int64_t>> order; ///< the source's row at each position; null: as they lie
    int64_t first = 0;                                 ///< position 0 in `order`, or in the source
    int64_t count = 0;
    std::vector<std::vector<BoundMap>> maps; ///< by column
    std::vector<Column> columns;

    [[nodiscard]] int64_t row(int64_t position) const {
        return order ? (*order)[static_cast<size_t>(first + position)] : first + position;
    }
};

Dataset::Dataset()
    : m_state(std::make_shared<State>()) {}

Dataset Dataset::of(std::shared_ptr<const Source> source) {
    State state;
    state.columns = source->columns();
    state.maps.resize(state.columns.size());
    state.count = source->rows();
    state.source = std::move(source);
    return Dataset(std::make_shared<State>(std::move(state)));
}

const std::vector<Column>& Dataset::columns() const {
    return m_state->columns;
}

int64_t Dataset::rows() const {
    return m_state->count;
}

std::optional<size_t> Dataset::column(std::string_view name) const {
    for (size_t i = 0; i < m_state->columns.size(); ++i)
        if (m_state->columns[i].name == name) return i;
    return std::nullopt;
}

int64_t Dataset::sourceRow(int64_t position) const {
    return m_state->row(position);
}

Dataset Dataset::take(int64_t count) const {
    State state = *m_state;
    state.count = std::clamp<int64_t>(count, 0, state.count);
    return Dataset(std::make_shared<State>(std::move(state)));
}

Dataset Dataset::skip(int64_t count) const {
    State state = *m_state;
    const int64_t skipped = std::clamp<int64_t>(count, 0, state.count);
    state.first += skipped;
    state.count -= skipped;
    return Dataset(std::make_shared<State>(std::move(state)));
}

Result<Dataset> Dataset::select(std::span<const int64_t> rows) const {
    auto order = std::make_shared<std::vector<int64_t>>();
    order->reserve(rows.size());
    for (const int64_t row : rows) {
        if (row < 0 || row >= m_state->count)
            return failure(ErrorCode::InvalidArgument,
                           {{"row", std::to_string(row)}, {"rows", std::to_string(m_state->count)}});
        order->push_back(m_state->row(row));
    }
    State state = *m_state;
    state.first = 0;
    state.count = static_cast<int64_t>(order->size());
    state.order = std::move(order);
    return Dataset(std::make_shared<State>(std::move(state)));
}

Result<Dataset> Dataset::concatenate(std::span<const Dataset> parts) {
    auto joined = JoinedSource::create({parts.begin(), parts.end()});
    if (!joined) return failure(std::move(joined).error());
    return of(*std::move(joined));
}

Result<Dataset> Dataset::repeat(int64_t count) const {
    if (count < 1)
        return failure(ErrorCode::InvalidArgument, {{"repeat", std::to_string(count)}, {"expected", "at least 1"}});
    int64_t total = 0;
    if (__builtin_mul_overflow(count, m_state->count, &total) || total > (int64_t{1} << 32))
        return failure(ErrorCode::TooLarge, {{"repeat", std::to_string(count)}, {"limit", "2^32 rows"}});
    std::vector<int64_t> rows(static_cast<size_t>(total));
    for (size_t i = 0; i < rows.size(); ++i)
        rows[i] = static_cast<int64_t>(i) % m_state->count;
    return select(rows);
}

Result<Dataset> Dataset::map(std::string_view columnName, const Map& function) const {
    const auto index = column(columnName);
    if (!index) return failure(ErrorCode::NotFound, {{"map", function.name}, {"column", std::string(columnName)}});
    State state = *m_state;
    auto bound = function.bind(state.columns[*index]);
    if (!bound) return failure(std::move(bound).error());
    state.columns[*index] = bound->column;
    state.maps[*index].push_back(*std::move(bound));
    return Dataset(std::make_shared<State>(std::move(state)));
}

Result<Dataset> Dataset::cache(size_t limitBytes) const {
    auto cached = CachedSource::create(*this, limitBytes);
    if (!cached) return failure(std::move(cached).error());
    return of(*std::move(cached));
}

Result<void> Dataset::readColumn(size_t index, std::span<const int64_t> rows, int64_t epoch, const Tensor& into,
                                 Scratch& scratch) const {
    const auto& maps = m_state->maps[index];
    const Column& sourceColumn = m_state->source->columns()[index];
    const size_t inBytes = exampleBytes(sourceColumn), outBytes = exampleBytes(m_state->columns[index]);
    const Tensor* stored = m_state->source->stored(index);
    const std::byte* base = stored ? stored->bytes() : scratch.staged[index].bytes();
    std::byte* out = into.bytes();
    for (size_t i = 0; i < rows.size(); ++i, out += outBytes) {
        const std::byte* in = base + (stored ? static_cast<size_t>(rows[i]) : i) * inBytes;
        if (maps.empty()) {
            std::memcpy(out, in, inBytes);
            continue;
        }
        for (size_t m = 0; m < maps.size(); ++m) {
            auto& between = m % 2 == 0 ? scratch.a : scratch.b;
            const bool isLast = m + 1 == maps.size();
            if (!isLast && between.size() < exampleBytes(maps[m].column)) between.resize(exampleBytes(maps[m].column));
            std::byte* to = isLast ? out : between.data();
            if (!maps[m].apply(in, to, {rows[i], epoch}))
                return failure(ErrorCode::InvalidArgument, {{"column", sourceColumn.name},
                                                            {"row", std::to_string(rows[i])},
                                                            {"expected", "class indices below the number of classes"}});
            in = to;
        }
    }
    return {};
}

Result<void> Dataset::read(std::span<const int64_t> positions, int64_t epoch, std::span<Tensor> into,
                           Scratch& scratch) const {
    const Source& source = *m_state->source;
    const size_t columns = m_state->columns.size();
    scratch.rows.resize(positions.size());
    for (size_t i = 0; i < positions.size(); ++i)
        scratch.rows[i] = m_state->row(positions[i]);
    bool isStored = true;
    for (size_t c = 0; c < columns; ++c)
        isStored = isStored && source.stored(c);
    if (!isStored) TD_TRY(stage(epoch, into, scratch));
    for (size_t c = 0; c < columns; ++c) {
        if (!isStored && m_state->maps[c].empty()) continue; // read in place by stage()
        TD_TRY(readColumn(c, scratch.rows, epoch, into[c], scratch));
    }
    return {};
}

/// Lets the source read: straight into `into` where nothing maps the column, else into tensors that are kept.
Result<void> Dataset::stage(int64_t epoch, std::span<Tensor> into, Scratch& scratch) const {
    const auto& columns = m_state->source->columns();
    const auto count = static_cast<int64_t>(scratch.rows.size());
    scratch.staged.resize(columns.size());
    for (size_t c = 0; c < columns.size(); ++c) {
        if (m_state->maps[c].empty()) {
            scratch.staged[c] = into[c];
            continue;
        }
        Tensor& staged = scratch.staged[c];
        if (staged.dtype() == columns[c].type.dtype && staged.extents() == batchExtents(columns[c], count)) continue;
        auto made = Tensor::create(columns[c].type.dtype, batchExtents(columns[c], count), Fill::Unset);
        if (!made) return failure(std::move(made).error());
        staged = *std::move(made);
    }
    return m_state->source->read(scratch.rows, epoch, scratch.staged);
}

Result<std::vector<Tensor>> Dataset::read(std::span<const int64_t> positions, int64_t epoch) const {
    std::vector<Tensor> tensors;
    for (const Column& column : m_state->columns) {
        auto made = Tensor::create(column.type.dtype, batchExtents(column, static_cast<int64_t>(positions.size())));
        if (!made) return failure(std::move(made).error());
        tensors.push_back(*std::move(made));
    }
    Scratch scratch;
    if (m_state->source) TD_TRY(read(positions, epoch, tensors, scratch));
    return tensors;
}

std::optional<Tensor> Dataset::inPlace(size_t index, int64_t first, int64_t count) const {
    const Tensor* stored = m_state->source ? m_state->source->stored(index) : nullptr;
    if (!stored || m_state->order || !m_state->maps[index].empty()) return std::nullopt;
    return stored->rows(m_state->first + first, count);
}

} // namespace td::data
