#include "engine/kernels/reference/reals.h"

#include <algorithm>
#include <cmath>

namespace td::kernels {

namespace {
/// Inputs q, k, v, mask? of one call as doubles, with the probabilities of one row at a time.
class Heads {
public:
    Heads(const ReferenceCall& call, size_t q)
        : m_mask(call.inputs[q + 3])
        , m_q(doublesOf(call.inputs[q]))
        , m_k(doublesOf(call.inputs[q + 1]))
        , m_scale(call.attributes.real("scale"))
        , m_isCausal(call.attributes.flag("causal"))
        , batch(call.inputs[q].extents[0])
        , queries(call.inputs[q].extents[1])
        , heads(call.inputs[q].extents[2])
        , size(call.inputs[q].extents[3])
        , keys(call.inputs[q + 1].extents[1]) {}

    [[nodiscard]] size_t queryAt(int64_t b, int64_t t, int64_t h) const {
        return static_cast<size_t>(((b * queries + t) * heads + h) * size);
    }
    [[nodiscard]] size_t keyAt(int64_t b, int64_t s, int64_t h) const {
        return static_cast<size_t>(((b * keys + s) * heads + h) * size);
    }
    [[nodiscard]] size_t rowAt(int64_t b, int64_t t, int64_t h) const {
        return static_cast<size_t>((b * heads + h) * queries + t);
    }

    [[nodiscard]] bool isVisible(int64_t b, int64_t t, int64_t h, int64_t s) const {
        if (m_isCausal && s > t) return false;
        if (!m_mask.isPresent()) return true;
        const Extents scores{batch, heads, queries, keys};
        const int64_t flat = ((b * heads + h) * queries + t) * keys + s;
        return m_mask.as<bool>()[broadcastIndex(flat, scores, m_mask.extents)];
    }

    [[nodiscard]] double score(int64_t b, int64_t t, int64_t h, int64_t s) const {
        return m_scale * product(m_q, queryAt(b, t, h), m_k, keyAt(b, s, h));
    }

    /// The product of two vectors of a head's size.
    [[nodiscard]] double product(const Sums& a, size_t atA, const Sums& b, size_t atB) const {
        double total = 0;
        for (size_t d = 0; d < static_cast<size_t>(size); ++d)
            total += a[atA + d] * b[atB + d];
        return total;
    }
    /// to += factor · from.
    void add(Sums& to, size_t atTo, double factor, const Sums& from, size_t atFrom) const {
        for (size_t d = 0; d < static_cast<size_t>(size); ++d)
            to[atTo + d] += factor * from[atFrom + d];
    }

    /// logsumexp of the visible scores of a row; 0 if nothing is visible.
    [[nodiscard]] double rowLse(int64_t b, int64_t t, int64_t h) const {
        double top = -INFINITY, total = 0;
        for (int64_t s = 0; s < keys; ++s)
            if (isVisible(b, t, h, s)) top = std::max(top, score(b, t, h, s));
        for (int64_t s = 0; s < keys; ++s)
            if (isVisible(b, t, h, s)) total += std::exp(score(b, t, h, s) - top);
        return total > 0 ? top + std::log(total) : 0;
    }

    template <class F>
    void eachRow(F visit) const {
        for (int64_t b = 0; b < batch; ++b)
            for (int64_t t = 0; t < queries; ++t)
                for (int64_t h = 0; h < heads; ++h)
                    visit(b, t, h);
    }
    template <class F>
    void eachVisible(int64_t b, int64_t t, int64_t h, F visit) const {
        for (int64_t s = 0; s < keys; ++s)
            if (isVisible(b, t, h, s)) visit(s);
    }

    [[nodiscard]] const Sums& q() const { return m_q; }
    [[nodiscard]] const Sums& k() const { return m_k; }
    [[nodiscard]] double scale() const { return m_scale; }

private:
    const TensorView& m_mask;
    Sums m_q, m_k;
    double m_scale;
    bool m_isCausal;

public:
    const int64_t batch, queries, heads, size, keys;
};

void attention(const ReferenceCall& call) {
    const Heads at(call, 0);
    const Sums v = doublesOf(call.inputs[2]);
    Sums y(at.q().size()), lse(static_cast<size_t>(call.outputs[1].elements()));
    at.eachRow([&](int64_t b, int64_t t, int64_t h) {
        const double shift = lse[at.rowAt(b, t, h)] = at.rowLse(b, t, h);
        at.eachVisible(b, t, h, [&](int64_t s) {
            at.add(y, at.queryAt(b, t, h), std::exp(at.score(b, t, h, s) - shift), v, at.keyAt(b, s, h));
        });
    });
    write(y, call.outputs[0]);
    write(lse, call.outputs[1]);
}

/// (dy, q, k, v, mask?, y, lse)
void attentionGrad(const ReferenceCall& call) {
    const Heads at(call, 1);
    const Sums dy = doublesOf(call.inputs[0]), v = doublesOf(call.inputs[3]), y = doublesOf(call.inputs[5]);
    const Sums lse = doublesOf(call.inputs[6]);
    Sums dq(at.q().size()), dk(at.k().size()), dv(v.size());
    at.eachRow([&](int64_t b, int64_t t, int64_t h) {
        const size_t query = at.queryAt(b, t, h);
        const double along = at.product(dy, query, y, query);
        at.eachVisible(b, t, h, [&](int64_t s) {
            const size_t key = at.keyAt(b, s, h);
            const double p = std::exp(at.score(b, t, h, s) - lse[at.rowAt(b, t, h)]);
            const double ds = p * (at.product(dy, query, v, key) - along) * at.scale();
            at.add(dv, key, p, dy, query);
            at.add(dq, query, ds, at.k(), key);
            at.add(dk, key, ds, at.q(), query);
        });
    });
    write(dq, call.outputs[0]);
    write(dk, call.outputs[1]);
    write(dv, call.outputs[2]);
}
} // namespace

void registerAttentionReference(KernelRegistry& registry);
void registerAttentionReference(KernelRegistry& registry) {
    addReference(registry, "attention", attention);
    addReference(registry, "attention_grad", attentionGrad);
}

} // namespace td::kernels
