#include "engine/graph/ops/unroll.h"

#include <algorithm>
#include <numeric>

namespace td::graph {

Unroll::Unroll(Expr x, bool isReversed)
    : m_x(x) {
    if (!x) return;
    const Dim steps = x.shape()[1];
    m_isPossible = steps.isKnown();
    if (!m_isPossible) {
        x.builder->fail(
            Error(ErrorCode::Unsupported, {{"found", x.shape().toString()},
                                           {"expected", "a known number of steps, to write each of them out"}}));
        return;
    }
    m_times.resize(static_cast<size_t>(steps.value()));
    std::iota(m_times.begin(), m_times.end(), 0);
    if (isReversed) std::reverse(m_times.begin(), m_times.end());
}

Expr Unroll::at(Expr x, int64_t time) const {
    if (!x) return x;
    const Expr slice = x.builder->emit("slice", {x}, {{"begin", Ints{0, time, 0}}, {"size", Ints{-1, 1, -1}}});
    return reshape(slice, Shape{x.shape()[0], x.shape()[2]});
}

Expr Unroll::maskAt(Expr mask, int64_t time) const {
    if (!mask) return mask;
    return mask.builder->emit("slice", {mask}, {{"begin", Ints{0, time}}, {"size", Ints{-1, 1}}});
}

Expr Unroll::together(const std::vector<Expr>& parts, const Dim& features) const {
    if (parts.empty()) return broadcastTo(m_x.builder->scalar(0, m_x.dtype()), Shape{m_x.shape()[0], 0, features});
    std::vector<Expr> slices;
    for (const Expr& part : parts)
        slices.push_back(reshape(part, Shape{m_x.shape()[0], 1, features}));
    return m_x.builder->emit("concat", slices, {{"axis", int64_t{1}}});
}

std::vector<Expr> Unroll::statesBefore(Expr first, Expr y, Expr mask) const {
    std::vector<Expr> before(m_times.size());
    Expr h = first;
    for (const int64_t t : m_times) {
        before[static_cast<size_t>(t)] = h;
        h = masked(maskAt(mask, t), at(y, t), h);
    }
    return before;
}

Expr Unroll::zeros(const Dim& features) const {
    return broadcastTo(m_x.builder->scalar(0, m_x.dtype()), Shape{m_x.shape()[0], features});
}

Expr partOf(Expr x, int64_t k, int64_t size) {
    Ints begin(static_cast<size_t>(x.rank()), 0), extent(static_cast<size_t>(x.rank()), -1);
    if (!x) return x;
    begin.back() = k * size;
    extent.back() = size;
    return x.builder->emit("slice", {x}, {{"begin", std::move(begin)}, {"size", std::move(extent)}});
}

Expr joined(const std::vector<Expr>& parts) {
    return parts.front().builder->emit("concat", parts, {{"axis", int64_t{-1}}});
}

Expr masked(Expr mask, Expr fresh, Expr kept) {
    return mask ? select(mask, fresh, kept) : fresh;
}

Expr asRows(Expr x) {
    if (!x) return x;
    return reshape(x, Shape{x.shape()[0] * x.shape()[1], x.shape()[2]});
}

} // namespace td::graph
