#pragma once

#include "engine/data/map.h"
#include "engine/data/source.h"

#include <optional>

namespace td::data {

/// Rows of a source in an order, with maps over its columns: an immutable value, cheap to copy. Everything is a view;
/// nothing is read before `read`.
///
/// Threads: immutable; any number of readers.
class TD_API Dataset {
public:
    /// No columns and no rows.
    Dataset();
    [[nodiscard]] static Dataset of(std::shared_ptr<const Source> source);

    [[nodiscard]] const std::vector<Column>& columns() const;
    [[nodiscard]] int64_t rows() const;
    /// Which column has this name, nothing if none.
    [[nodiscard]] std::optional<size_t> column(std::string_view name) const;

    /// The first rows, and all but the first; fewer where there are fewer.
    [[nodiscard]] Dataset take(int64_t count) const;
    [[nodiscard]] Dataset skip(int64_t count) const;
    /// These rows of this data set, in this order. Errors: InvalidArgument for a row that is not there.
    [[nodiscard]] Result<Dataset> select(std::span<const int64_t> rows) const;
    /// One after another. Errors: InvalidArgument for none; TypeMismatch where columns differ in name or type.
    [[nodiscard]] static Result<Dataset> concatenate(std::span<const Dataset> parts);
    /// The rows `count` times in one epoch. Errors: InvalidArgument if count < 1; TooLarge.
    [[nodiscard]] Result<Dataset> repeat(int64_t count) const;
    /// With the function applied to a column after what is applied already. Errors: NotFound; what the map says.
    [[nodiscard]] Result<Dataset> map(std::string_view column, const Map& function) const;
    /// Rows are kept in memory after they were first read, as many as fit `limitBytes`; others are read each time.
    /// Noise below a cache is drawn once (epoch 0). Errors: TooLarge where the system has no such memory.
    [[nodiscard]] Result<Dataset> cache(size_t limitBytes) const;

    /// Reads the examples at these positions (0 … rows()-1) of this data set, as Source::read does.
    /// `scratch` is kept by the caller between calls, so that nothing is allocated once it has grown.
    struct Scratch {
        std::vector<Tensor> staged; ///< of columns that are mapped and do not lie in memory
        std::vector<int64_t> rows;
        std::vector<std::byte> a, b; ///< one example between two maps
    };
    /// Errors: the source's; InvalidArgument with "map", "column" and "row" where a map refuses a value.
    [[nodiscard]] Result<void> read(std::span<const int64_t> positions, int64_t epoch, std::span<Tensor> into,
                                    Scratch& scratch) const;
    /// The same for whoever reads once: new tensors, one a column.
    [[nodiscard]] Result<std::vector<Tensor>> read(std::span<const int64_t> positions, int64_t epoch = 0) const;
    /// `count` rows from `first` as a tensor over the source's own memory; nothing where they must be copied (a
    /// permuted order, a map).
    [[nodiscard]] std::optional<Tensor> inPlace(size_t column, int64_t first, int64_t count) const;
    /// The number in its source of the row at a position.
    [[nodiscard]] int64_t sourceRow(int64_t position) const;

private:
    struct State;
    explicit Dataset(std::shared_ptr<const State> state)
        : m_state(std::move(state)) {}
    Result<void> stage(int64_t epoch, std::span<Tensor> into, Scratch& scratch) const;
    Result<void> readColumn(size_t column, std::span<const int64_t> rows, int64_t epoch, const Tensor& into,
                            Scratch& scratch) const;
    std::shared_ptr<const State> m_state;
};

} // namespace td::data
