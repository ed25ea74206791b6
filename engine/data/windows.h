#pragma once

#include "engine/data/source.h"

namespace td::data {

/// How a series becomes examples.
struct WindowOptions {
    int64_t window = 0;  ///< rows of the past in an example
    int64_t horizon = 1; ///< rows of the future to tell
    int64_t stride = 1;  ///< rows from one example to the next
    bool operator==(const WindowOptions&) const = default;
};

/// Windows over series of numbers: feature "window" (window, inputs), label "target" (horizon) of series `target`.
/// Example i sees the rows i * stride … and is to tell those right behind; windows overlap and are cut out when read.
///
/// Shapes:  values F32 (rows, series), one column a series
/// Errors:  InvalidArgument for windows below 1 and where the series is shorter than one example ("TooFewRows").
/// Threads: immutable.
class TD_API WindowSource : public Source {
public:
    static Result<std::shared_ptr<const Source>> create(Tensor values, std::vector<std::string> names, size_t target,
                                                        WindowOptions options);
    [[nodiscard]] const std::vector<Column>& columns() const override { return m_columns; }
    [[nodiscard]] int64_t rows() const override { return m_rows; }
    [[nodiscard]] Result<void> read(std::span<const int64_t> rows, int64_t epoch,
                                    std::span<Tensor> into) const override;

private:
    WindowSource() = default;
    Tensor m_values;
    size_t m_target = 0;
    WindowOptions m_options;
    int64_t m_rows = 0;
    std::vector<Column> m_columns;
};

} // namespace td::data
