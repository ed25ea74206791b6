#pragma once

#include "engine/nn/layers/arguments.h"

namespace td::nn {

/// "lora_rank", "lora_alpha" and "quantization_config".
[[nodiscard]] std::vector<Parameter> lowRankParameters();

/// A weight (…, columns) and, where "lora_rank" is given, its change of low rank: the weight itself then
/// rests, and a (…, rank) and b (rank, columns), named "lora_<name>_a" and "lora_<name>_b", are trained.
///
/// Formula: weight + alpha / rank · a b.
/// A convolution's kernel (k…, in, filters) is such a weight too, as Keras has it.
/// Source: Hu et al., LoRA: Low-Rank Adaptation of Large Language Models (2021).
struct AdaptedWeight {
    Expr weight, a, b; ///< a and b empty without "lora_rank"
    double factor = 0; ///< alpha / rank
};
/// The weight itself; trained only without "lora_rank". Errors: Unsupported where "quantization_config" is set.
[[nodiscard]] Expr restingWeight(Call& call, const std::string& name, Extents extents);
/// The same with its change, whose weights are declared here.
[[nodiscard]] AdaptedWeight adapted(Call& call, Expr weight, const std::string& name);
/// The sum.
[[nodiscard]] Expr whole(const AdaptedWeight& weight);

} // namespace td::nn
