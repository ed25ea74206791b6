#pragma once

#include "engine/graph/builder.h"

#include <string_view>

/// Formulas that losses and metrics share, in Keras' meaning.
namespace td::train {

using graph::Builder;
using graph::Expr;
using graph::Ints;

/// Keras' backend.epsilon().
inline constexpr double kEpsilon = 1e-7;

/// A scalar of x's type.
[[nodiscard]] Expr number(Expr x, double value);
[[nodiscard]] Expr maximum(Expr a, double b);
[[nodiscard]] Expr minimum(Expr a, double b);
[[nodiscard]] Expr square(Expr x);
[[nodiscard]] Expr power(Expr x, double exponent);
[[nodiscard]] Expr clipped(Expr x, double low, double high);
/// Clipped to [epsilon, 1 - epsilon].
[[nodiscard]] Expr clippedProbability(Expr x);
/// a / b, and 0 where b is 0.
[[nodiscard]] Expr divideNoNan(Expr a, Expr b);
/// A Bool as 0 and 1 of `like`'s type.
[[nodiscard]] Expr asNumber(Expr condition, Expr like);
[[nodiscard]] Expr asFloat(Expr x);
/// sum, max, all … over some axes (none: all of them).
[[nodiscard]] Expr reduce(std::string_view op, Expr x, Ints axes = {}, bool keepsAxes = false);
/// Index of the largest along an axis, int64; of equal ones the first.
[[nodiscard]] Expr argmax(Expr x, int64_t axis = -1);
/// With a new last axis of size 1; without the last axis.
[[nodiscard]] Expr withLast(Expr x);
[[nodiscard]] Expr withoutLast(Expr x);
/// As a vector.
[[nodiscard]] Expr flat(Expr x);
/// Elements `begin` … of one axis; size -1 takes the rest.
[[nodiscard]] Expr sliced(Expr x, int axis, int64_t begin, int64_t size);
/// How many elements x has, as a scalar of its type; exact also where sizes are not known yet.
[[nodiscard]] Expr countOf(Expr x);

/// The size of the last axis; 0 for a scalar and where it is not known yet.
[[nodiscard]] int64_t lastSize(Expr x);
/// Fails where the last axis is not known yet.
int64_t knownLastSize(Expr x, std::string_view what);

enum class Vectors : uint8_t {
    Widen, ///< a vector beside a column becomes a column
    Keep,  ///< the column becomes a vector
};
/// Two tensors whose ranks differ by one, the higher one ending in an axis of 1, get one rank.
void alignRanks(Expr& a, Expr& b, Vectors vectors = Vectors::Widen);

/// x where `y` is `op`(x) along its last axis (softmax) or element by element (sigmoid); otherwise empty.
[[nodiscard]] Expr logitsBehind(Expr y, std::string_view op);

} // namespace td::train
