#pragma once

#include "views/plot_present/plot_types.h"

namespace td::plot {

enum class ScaleKind : uint8_t { Linear, Log, Symlog };

/// Maps values of an axis to 0 … 1 and back.
///
/// Formula: Linear: v. Log: log10(v); values at or below 0 map to -infinity. Symlog: sign(v) * log10(1 + |v| / c).
/// Limits:  a Log range must be positive; `forRange` mends one that is not.
struct AxisScale {
    ScaleKind kind = ScaleKind::Linear;
    Range range;
    double linearBelow = 1; ///< the c of symlog

    [[nodiscard]] double toUnit(double value) const;
    [[nodiscard]] double fromUnit(double unit) const;
    /// The scale's own space (the logarithm, say), in which zooming and panning are linear.
    [[nodiscard]] double forward(double value) const;
    [[nodiscard]] double backward(double transformed) const;
    /// `range` after zooming by `factor` (> 1 shows more) around the value at `unit`, or moving by `unit` of its
    /// length.
    [[nodiscard]] Range zoomed(double unit, double factor) const;
    [[nodiscard]] Range moved(double units) const;
    bool operator==(const AxisScale&) const = default;
};

/// A range that can be drawn: finite, positive where the scale is a logarithm, and not empty.
[[nodiscard]] Range usable(Range range, ScaleKind kind);

/// The c of a symlog axis for values up to `maxAbs`: the power of ten three decades below, so that small values stay
/// apart.
[[nodiscard]] double symlogConstant(double maxAbs);

} // namespace td::plot
