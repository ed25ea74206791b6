#pragma once

#include "engine/kernels/cpu/simd/recurrent_products.h"
#include "engine/kernels/cpu/simd/strided_copy.h"

namespace td::simd {

/// What the gradients of the layers with one state (gru, simple_rnn) share: their arguments, the slopes that they keep
/// of each step, and what becomes of those at the end.
///
/// The slope of the state, running backward, is in the output dh0. A masked step has slopes of 0 and leaves it alone.
struct RecurrentGrad {
    enum Input { kDy, kDh, kX, kW, kU, kH0, kMask, kY, kReserve };
    enum Output { kDx, kDw, kDu, kDb, kDh0 };

    RecurrentShape shape;
    int64_t width = 0; ///< slopes of a step
    bool hasMask = false;
    bool wantsDx = true; ///< not of the first layer's input
    StridedCopy turn;    ///< u to uᵀ

    RecurrentGrad(const kernels::KernelRequest& request, RecurrentCell cell, int64_t slopesPerUnit);

    /// Scratch: sums of columns in double; uᵀ (gates,U), as products with it are faster than with u; slopes (B,T,width);
    /// something of each state (B,U); with a mask also what masked steps passed on (B,U), and the state before each
    /// step (B,T,U).
    [[nodiscard]] double* sums(const kernels::KernelCall& call) const {
        return reinterpret_cast<double*>(call.scratch);
    }
    [[nodiscard]] float* turned(const kernels::KernelCall& call) const {
        return reinterpret_cast<float*>(sums(call) + shape.gates());
    }
    [[nodiscard]] float* slopes(const kernels::KernelCall& call) const {
        return turned(call) + shape.gates() * shape.units;
    }
    [[nodiscard]] float* inner(const kernels::KernelCall& call) const { return slopes(call) + shape.rows() * width; }
    [[nodiscard]] float* carried(const kernels::KernelCall& call) const {
        return inner(call) + shape.batch * shape.units;
    }
    [[nodiscard]] float* states(const kernels::KernelCall& call) const {
        return carried(call) + shape.batch * shape.units;
    }
    [[nodiscard]] size_t scratchBytes() const;

    [[nodiscard]] static bool supports(const kernels::KernelRequest& request);

    /// The state before the k-th step of row b: null for 0.
    [[nodiscard]] const float* before(const kernels::KernelCall& call, int64_t b, int64_t k) const;
    /// Turns u: before anything else.
    void begin(const kernels::KernelCall& call) const;
    /// What must be there before the last step of these rows.
    void beginRows(const kernels::KernelCall& call, int64_t begin, int64_t end) const;
    /// Adds what y's gradient says of row b at step k to its dh. False where the step is masked: its slopes are 0 then.
    [[nodiscard]] bool enterStep(const kernels::KernelCall& call, int64_t b, int64_t k) const;
    /// result (+)= slopes [first, first+count) of step k · rows `row` … of uᵀ.
    void multiplyBack(const kernels::KernelCall& call, int64_t begin, int64_t end, int64_t k, int64_t first,
                      int64_t count, int64_t row, float* result, float beta) const;
    /// dx of these rows += slopes [first, first+count) · columns `column` … of w, transposed.
    void multiplyInputSlopes(const kernels::KernelCall& call, int64_t begin, int64_t end, int64_t first, int64_t count,
                             int64_t column, float beta) const;
    /// to[i] = Σ slopes[first + i] over all rows, i < count; `place` is where among the sums there is room.
    void sumSlopes(const kernels::KernelCall& call, int64_t first, int64_t count, int64_t place, float* to) const;
};

/// The whole gradient: `stepBack(begin, end, k)` for each step of some rows, from the last one, then
/// `finishRows(begin, end)`; then `weights(begin, end)` for columns of the gates.
template <class StepBack, class FinishRows, class Weights>
void runRecurrentGrad(const RecurrentGrad& grad, const kernels::KernelCall& call, StepBack stepBack,
                      FinishRows finishRows, Weights weights) {
    constexpr int64_t kGrain = 16;
    const int64_t gates = grad.shape.gates();
    grad.begin(call);
    eachPart(call, grad.shape.parts, grad.shape.batch, [&](int, int64_t begin, int64_t end) {
        grad.beginRows(call, begin, end);
        for (int64_t k = grad.shape.steps; k-- > 0;)
            stepBack(begin, end, k);
        if (grad.wantsDx) finishRows(begin, end);
    });
    eachPart(call, grad.shape.parts, (gates + kGrain - 1) / kGrain,
             [&](int, int64_t begin, int64_t end) { weights(begin * kGrain, std::min(end * kGrain, gates)); });
}

} // namespace td::simd
