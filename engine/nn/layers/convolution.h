#pragma once

#include "engine/nn/layers/arguments.h"
#include "engine/nn/layers/shaping.h"

namespace td::nn {

/// "kernel_size", "strides", "padding", "data_format", "dilation_rate" of a window over `axes` axes.
[[nodiscard]] Parameter kernelSizeParameter(size_t axes);
[[nodiscard]] Parameter stridesParameter(size_t axes);
[[nodiscard]] Parameter dilationParameter(size_t axes);
/// `isCausal`: "causal" is allowed too.
[[nodiscard]] Parameter paddingParameter(bool isCausal = false);

/// How a convolution's window moves, as the layer's arguments say.
struct ConvWindow {
    Ints kernel, strides, dilations;
    std::string padding; ///< "valid", "same", "causal"
};
[[nodiscard]] ConvWindow convWindow(const Call& call);
/// False, after failing, unless the input fits to a window over `axes` axes and all sizes are 1 or more.
bool needWindow(Call& call, size_t axes);

/// The layer's input, channels last; what `finishConvolution` is for at the other end.
[[nodiscard]] Expr channelsLastInput(Call& call);
/// The activation, and the channels where the layer wants them.
[[nodiscard]] Flows finishConvolution(Call& call, Expr y);

/// x (N, in…, C) * w (k…, C / groups, out) + b, b may be empty.
[[nodiscard]] Expr convolved(Expr x, Expr w, Expr b, const ConvWindow& window, int64_t groups);
/// "bias" where "use_bias" says so; empty otherwise.
[[nodiscard]] Expr biasFor(Call& call, int64_t channels);

} // namespace td::nn
