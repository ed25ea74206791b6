#pragma once

#include "engine/graph/ops/emit.h"

#include <vector>

namespace td::graph {

/// Writes a recurrence over x (B,T,F) as one piece of graph for each step, in the order of processing.
///
/// Errors: in the builder, Unsupported, if T is symbolic.
class Unroll {
public:
    Unroll(Expr x, bool isReversed);

    [[nodiscard]] bool isPossible() const { return m_isPossible; }
    /// Times in the order of processing.
    [[nodiscard]] const std::vector<int64_t>& times() const { return m_times; }
    /// (B,T,F) at one time: (B,F). A mask (B,T): (B,1).
    [[nodiscard]] Expr at(Expr x, int64_t time) const;
    [[nodiscard]] Expr maskAt(Expr mask, int64_t time) const;
    /// What was made at each time, indexed by time, as (B,T,F).
    [[nodiscard]] Expr together(const std::vector<Expr>& parts, const Dim& features) const;
    /// The state (B,U) before each step, by time: the outputs y (B,T,U) of the steps that were not masked, `first`
    /// before any of them.
    [[nodiscard]] std::vector<Expr> statesBefore(Expr first, Expr y, Expr mask) const;
    /// 0 as (B,F).
    [[nodiscard]] Expr zeros(const Dim& features) const;

private:
    Expr m_x;
    bool m_isPossible = false;
    std::vector<int64_t> m_times;
};

/// Part k of the last axis, which holds parts of `size` each.
[[nodiscard]] Expr partOf(Expr x, int64_t k, int64_t size);
/// Joined along the last axis.
[[nodiscard]] Expr joined(const std::vector<Expr>& parts);
/// `fresh` where the mask lets it through (or there is no mask), `kept` elsewhere.
[[nodiscard]] Expr masked(Expr mask, Expr fresh, Expr kept);
/// (B,T,F) as (B·T,F).
[[nodiscard]] Expr asRows(Expr x);

} // namespace td::graph
