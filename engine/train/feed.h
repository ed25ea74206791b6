#pragma once

#include "engine/data/dataset.h"
#include "engine/nn/model.h"

#include <vector>

namespace td::train {

/// The type of a target in the step's graph: as it is fed, with the batch open.
[[nodiscard]] TD_API TensorType targetType(TensorType label);

/// `tensor` as an input of this type takes it: other sizes of as many elements are a view ((B,28,28) for (B,28,28,1)), other element types are
/// copied. Errors: ShapeMismatch, TypeMismatch naming the input and both; TooLarge where memory is out.
[[nodiscard]] TD_API Result<Tensor> fitted(const Tensor& tensor, const std::string& input, const TensorType& type);

/// The data set with casts and sizes as the model's inputs take them, so that nothing is copied at each step; labels of small integers become int32.
/// Features go to inputs by name where all names are there, else in order.
/// Errors: InvalidArgument where their number differs; ShapeMismatch naming column and input.
[[nodiscard]] TD_API Result<data::Dataset> fittedTo(const nn::Model& model, const data::Dataset& data);

/// The sizes that the model's inputs leave open, as these data have them; the batch stays open, and what the data do not fit to.
[[nodiscard]] TD_API DimBindings openSizes(const nn::Model& model, const data::Dataset& data);
/// The model with these sizes.
[[nodiscard]] TD_API nn::Model withSizes(nn::Model model, const DimBindings& sizes);

/// Pieces of each output, one batch after another, as one tensor an output. Errors: TooLarge where memory is out.
[[nodiscard]] TD_API Result<std::vector<Tensor>> joined(const std::vector<std::vector<Tensor>>& pieces, int64_t rows);

} // namespace td::train
