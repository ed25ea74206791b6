#pragma once

#include "engine/graph/ops/infer.h"

namespace td::graph {

/// Shapes of a recurrent layer: x (B,T,I), w (I, gates·U), u (U, gates·U).
struct RecurrentShapes {
    Dim batch, steps, inputs, units;
    TensorType sequence; ///< (B,T,U)
    TensorType state;    ///< (B,U)
};

/// Reads them from the inputs `x`, `x`+1 (w) and `x`+2 (u), after checking that these go together.
/// Errors: ShapeMismatch naming both sides; TypeMismatch.
[[nodiscard]] Result<RecurrentShapes> recurrentShapes(const InferContext& context, int x, int64_t gates);

/// If the input is there, it is of this shape and, unless a mask, of the type of input `x`.
[[nodiscard]] Result<void> needIfThere(const InferContext& context, int input, int x, const Shape& shape);

/// 2·B·T·gates·U·(I+U), `passes` times.
[[nodiscard]] double recurrentFlops(const RecurrentShapes& shapes, int64_t gates, double passes);

[[nodiscard]] AttributeDef reverseAttribute();
[[nodiscard]] InputDef optionalInput(std::string name, DTypeSet dtypes = kReals);

} // namespace td::graph
