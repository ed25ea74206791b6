#pragma once

#include "engine/train/expressions.h"

#include <vector>

namespace td::train {

/// A gradient of a table that was gathered from, as Keras on TensorFlow has it: rows with their indices, several of one
/// index not summed yet. What is not linear (squares, sizes, clipping) sees each of these rows by itself.
class RowGradient {
public:
    /// What `gradient` is the sum of; empty where anything else than rows of axis 0 is in it, as then it is dense.
    [[nodiscard]] static RowGradient behind(Expr gradient);

    explicit operator bool() const { return !m_parts.empty(); }
    /// The rows of each gathering.
    [[nodiscard]] std::vector<Expr> rows() const;
    /// The sum of f(row) over all rows of an index, for each index: a dense tensor of the table's shape.
    template <typename F>
    [[nodiscard]] Expr sumOf(F f) const {
        Expr total;
        for (const Part& part : m_parts) {
            const Expr term = part.spread(f(part.rows));
            total = total ? total + term : term;
        }
        return total;
    }

    /// In nodes from `first` on, the square and the size of `gradient` become those of its rows.
    void enter(Expr gradient, size_t first) const;

private:
    struct Part {
        Expr rows;
        graph::NodeId node; ///< the gather_grad that says where rows belong

        [[nodiscard]] Expr spread(Expr values) const;
    };
    bool collect(Expr gradient);

    std::vector<Part> m_parts;
};

} // namespace td::train
