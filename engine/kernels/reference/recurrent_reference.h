#pragma once

#include "engine/kernels/reference/activation.h"
#include "engine/kernels/reference/reals.h"

namespace td::kernels {

/// A matrix in row-major order, as the recurrent layers' plain loops use them.
struct Matrix {
    Sums values;
    size_t rows = 0, columns = 0;

    [[nodiscard]] double& at(size_t row, size_t column) { return values[row * columns + column]; }
    [[nodiscard]] double at(size_t row, size_t column) const { return values[row * columns + column]; }
};

[[nodiscard]] inline Matrix matrixOf(const TensorView& view) {
    const auto columns = static_cast<size_t>(view.extents.back());
    Matrix matrix{doublesOf(view), 0, columns};
    matrix.rows = columns == 0 ? 0 : matrix.values.size() / columns;
    return matrix;
}

/// The steps of a recurrent layer: sizes, order, mask, and where step t of sample b begins in (B,T,F).
struct Sequence {
    size_t batch = 0, steps = 0, units = 0;
    bool isReversed = false;
    const bool* mask = nullptr;

    Sequence(const ReferenceCall& call, const TensorView& x, const TensorView& u, const TensorView& given)
        : batch(static_cast<size_t>(x.extents[0]))
        , steps(static_cast<size_t>(x.extents[1]))
        , units(static_cast<size_t>(u.extents[0]))
        , isReversed(call.attributes.flag("reverse"))
        , mask(given.as<bool>()) {}

    /// The time of the `k`th step in the order of processing.
    [[nodiscard]] size_t time(size_t k) const { return isReversed ? steps - 1 - k : k; }
    [[nodiscard]] bool isMasked(size_t b, size_t t) const { return mask != nullptr && !mask[b * steps + t]; }
    [[nodiscard]] size_t row(size_t b, size_t t) const { return b * steps + t; }
};

/// to[k] += Σ_i x[i]·w(i, first + k) for k = 0 … count−1.
inline void addProduct(double* to, const double* x, const Matrix& w, size_t first, size_t count) {
    for (size_t i = 0; i < w.rows; ++i)
        for (size_t k = 0; k < count; ++k)
            to[k] += x[i] * w.at(i, first + k);
}
/// to[i] += Σ_k dz[k]·w(i, first + k).
inline void addTransposed(double* to, const double* dz, const Matrix& w, size_t first, size_t count) {
    for (size_t i = 0; i < w.rows; ++i)
        for (size_t k = 0; k < count; ++k)
            to[i] += dz[k] * w.at(i, first + k);
}
/// dw(i, first + k) += x[i]·dz[k].
inline void addOuter(Matrix& dw, const double* x, const double* dz, size_t first, size_t count) {
    for (size_t i = 0; i < dw.rows; ++i)
        for (size_t k = 0; k < count; ++k)
            dw.at(i, first + k) += x[i] * dz[k];
}

[[nodiscard]] inline Matrix zeroLike(const TensorView& view) {
    Matrix matrix = matrixOf(view);
    std::fill(matrix.values.begin(), matrix.values.end(), 0.0);
    return matrix;
}

/// The state before each step by row (b·T + t): outputs of the steps that were not masked, h0 before the first of them.
[[nodiscard]] inline Matrix statesBefore(const Sequence& at, const TensorView& y, const TensorView& h0) {
    const Matrix outputs = matrixOf(y);
    Matrix before{Sums(outputs.values.size()), outputs.rows, at.units};
    Sums h = doublesOf(h0, static_cast<int64_t>(at.batch * at.units));
    for (size_t b = 0; b < at.batch; ++b)
        for (size_t k = 0; k < at.steps; ++k) {
            const size_t row = at.row(b, at.time(k));
            for (size_t i = 0; i < at.units; ++i) {
                before.at(row, i) = h[b * at.units + i];
                if (!at.isMasked(b, at.time(k))) h[b * at.units + i] = outputs.at(row, i);
            }
        }
    return before;
}

} // namespace td::kernels
