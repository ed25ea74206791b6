#pragma once

#include "engine/data/source.h"

#include <optional>

namespace td::data {

/// How a series becomes examples.
struct WindowOptions {
    int64_t window = 0;       ///< steps of the past in an example
    int64_t horizon = 1;      ///< steps of the future to tell; 0: examples have no target
    int64_t stride = 1;       ///< rows from one example to the next
    int64_t samplingRate = 1; ///< rows from one step to the next
    bool operator==(const WindowOptions&) const = default;
};
/// Rows that one example reaches over; nothing where that is no number of rows.
[[nodiscard]] TD_API std::optional<int64_t> rowsOfExample(const WindowOptions& options);
/// Windows over series of numbers: feature "window" (window, inputs), label "target" (horizon) of series `target`.
/// Example i sees the rows i * stride, i * stride + samplingRate … and is to tell the steps right behind.
///
/// Shapes:  values F32 (rows, series), one column a series
/// Errors:  InvalidArgument for windows below 1 and where the series is shorter than one example ("TooFewRows").
[[nodiscard]] TD_API Result<std::shared_ptr<const Source>>
seriesWindows(const Tensor& values, std::vector<std::string> names, size_t target, const WindowOptions& options);

/// Where each example lies in an array with the rows in time along its first axis.
struct WindowPlaces {
    int64_t examples = 0;
    int64_t first = 0;       ///< row where the first one begins
    int64_t stride = 1;      ///< rows from one to the next
    int64_t steps = 1;       ///< of a window
    int64_t rate = 1;        ///< rows from one step to the next
    bool isReversed = false; ///< the last step comes first
    int64_t ahead = 0;       ///< rows from a window's beginning to its target
    int64_t horizon = 0;     ///< steps of the target
};

/// Windows over an array, cut out when they are read: they may overlap without taking memory.
///
/// Threads: immutable.
class TD_API WindowSource : public Source {
public:
    /// `columns` are the feature and, where there are targets, the label, with types that hold `steps` rows of `values`
    /// and `horizon` rows of `targets`. Errors: InvalidArgument where a place lies outside, ShapeMismatch for the types.
    static Result<std::shared_ptr<const Source>> create(Tensor values, std::optional<Tensor> targets,
                                                        std::vector<Column> columns, const WindowPlaces& places);
    [[nodiscard]] const std::vector<Column>& columns() const override { return m_columns; }
    [[nodiscard]] int64_t rows() const override { return m_places.examples; }
    [[nodiscard]] Result<void> read(std::span<const int64_t> rows, int64_t epoch,
                                    std::span<Tensor> into) const override;

private:
    WindowSource() = default;
    Tensor m_values;
    std::optional<Tensor> m_targets;
    WindowPlaces m_places;
    std::vector<Column> m_columns;
};

} // namespace td::data
