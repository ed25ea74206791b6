#pragma once

#include "engine/train/optimizer.h"

#include <vector>

namespace td::train {

/// Gradients held within bounds by at most one of the arguments clipnorm (each parameter's norm), global_clipnorm (the
/// norm of all together) and clipvalue (each element). Empty gradients stay empty. Of a table that was gathered from,
/// norms and elements are those of the rows before they are summed, as in Keras.
void clipGradients(const Config& config, std::vector<Expr>& gradients);

} // namespace td::train
