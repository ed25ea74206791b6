#pragma once

#include "engine/nn/parts.h"

#include <vector>

/// Moving axes about, as layers need it. All of these pass "nothing" on.
namespace td::nn {

using graph::Ints;

/// The size of an axis, negative ones from the end; 1 where there is none.
[[nodiscard]] Dim sizeAt(Expr x, int axis);
/// Numbers of any kind as float32; real ones as they are.
[[nodiscard]] Expr asReal(Expr x);
/// A new axis of size 1 at this place; -1: behind all.
[[nodiscard]] Expr expanded(Expr x, int axis);
/// Without this axis, which has size 1.
[[nodiscard]] Expr squeezed(Expr x, int axis);

/// (N, C, spatial…) to (N, spatial…, C) and back.
[[nodiscard]] Expr channelsToLast(Expr x);
[[nodiscard]] Expr channelsToFirst(Expr x);

/// The axes in an order in which these stand last, in the order given.
[[nodiscard]] Ints orderWithLast(int rank, const std::vector<int>& axes);
[[nodiscard]] Ints inverseOrder(const Ints& order);
/// transpose, which leaves out what changes nothing.
[[nodiscard]] Expr reordered(Expr x, const Ints& order);

/// first, … last - 1.
[[nodiscard]] Ints axesBetween(int first, int last);

/// Part of an axis; `size` -1: up to the end.
[[nodiscard]] Expr sliced(Expr x, int axis, int64_t begin, int64_t size);
[[nodiscard]] Expr concatenated(const std::vector<Expr>& parts, int axis);
/// Each element along an axis so many times, one behind the other.
[[nodiscard]] Expr repeated(Expr x, int axis, int64_t times);
[[nodiscard]] Expr reversed(Expr x, int axis);

/// A mask (B,T) shaped to broadcast against a value of this rank.
[[nodiscard]] Expr maskFor(Expr mask, int rank);
/// x where the mask is true, 0 elsewhere.
[[nodiscard]] Expr whereTrue(Expr mask, Expr x);

} // namespace td::nn
