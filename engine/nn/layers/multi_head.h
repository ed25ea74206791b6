#pragma once

#include "engine/nn/emission.h"

#include <string>
#include <vector>

/// What layers of several attentions side by side share.
namespace td::nn {

/// x (…, in…) to (…, out…) with the weights "<name>/kernel" and "<name>/bias"; `summed` last axes are summed over.
/// The argument activity_regularizer takes it, with its activation, for an output.
[[nodiscard]] Expr projected(Call& call, const std::string& name, Expr x, int summed, const Extents& out,
                             const char* activation = nullptr);

/// Queries, keys and values by heads, (B, d..., H, D), and the gate and mask that may be empty.
struct Projections {
    Expr query, key, value, gate;
    Expr queryMask; ///< (B, T): false where a query sees nothing; may be empty
};

/// softmax(q k^T / sqrt(D)) v for each head along `axes`, under all masks of the call, times the gate, and projected
/// back to `out`; behind it the weights (B, …, H, T…, S…) where the call asks for "return_attention_scores". The layer's
/// arguments "dropout", "sliding_window" and those of weights count.
[[nodiscard]] Flows attendByHeads(Call& call, const Projections& made, const std::vector<int>& axes,
                                  const Extents& out);

} // namespace td::nn
