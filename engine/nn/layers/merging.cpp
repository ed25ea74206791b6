#include "engine/nn/layers/arguments.h"
#include "engine/nn/layers/shaping.h"

#include <algorithm>

namespace td::nn {

void registerMerging(Catalogues& catalogues);

namespace {
/// Inputs of different ranks: what is missing is put behind the batch, as Keras does.
std::vector<Expr> alignedInputs(Call& call) {
    std::vector<Expr> inputs;
    int rank = 0;
    for (size_t i = 0; i < call.inputs().size(); ++i)
        rank = std::max(rank, call.input(i).rank());
    for (size_t i = 0; i < call.inputs().size(); ++i) {
        Expr x = call.input(i);
        while (x && x.rank() < rank)
            x = expanded(x, x.rank() == 0 ? 0 : 1);
        inputs.push_back(x);
    }
    return inputs;
}

/// True where any input counts, if all have masks.
Expr anyMask(Call& call) {
    Expr mask = call.mask(0);
    for (size_t i = 1; i < call.inputs().size() && mask; ++i)
        mask = call.mask(i) ? binary("logical_or", mask, call.mask(i)) : Expr{};
    return mask;
}

Expr folded(Call& call, std::string_view op) {
    const auto inputs = alignedInputs(call);
    Expr y = inputs[0];
    for (size_t i = 1; i < inputs.size(); ++i)
        y = binary(op, y, inputs[i]);
    return y;
}

Flows callAdd(Call& call) {
    return {Flow{folded(call, "add"), anyMask(call)}};
}
Flows callSubtract(Call& call) {
    return {Flow{folded(call, "sub"), anyMask(call)}};
}
Flows callMaximum(Call& call) {
    return {Flow{folded(call, "maximum"), anyMask(call)}};
}
Flows callMinimum(Call& call) {
    return {Flow{folded(call, "minimum"), anyMask(call)}};
}
Flows callAverage(Call& call) {
    return {Flow{folded(call, "add") / static_cast<double>(call.inputs().size()), anyMask(call)}};
}

/// Masked values count as 1; where no input counts, the product is 0.
Flows callMultiply(Call& call) {
    const auto inputs = alignedInputs(call);
    Expr y;
    for (size_t i = 0; i < inputs.size(); ++i) {
        Expr x = inputs[i];
        if (call.mask(i)) x = select(maskFor(call.mask(i), x.rank()), x, x.builder->scalar(1, x.dtype()));
        y = y ? y * x : x;
    }
    const Expr mask = anyMask(call);
    return {Flow{mask && y ? whereTrue(mask, y) : y, mask}};
}

/// A mask for every element of an input; all true where it has none.
Expr wideMask(Call& call, size_t input) {
    const Expr x = call.input(input);
    const Expr mask = call.mask(input);
    if (mask) return broadcastTo(maskFor(mask, x.rank()), x.shape());
    return broadcastTo(call.builder().constant(Tensor::scalar(DType::Bool, 1)), x.shape());
}

Flows callConcatenate(Call& call) {
    std::vector<Expr> parts, masks;
    bool isMasked = false;
    for (size_t i = 0; i < call.inputs().size(); ++i) {
        if (!call.input(i)) return nothing(call);
        parts.push_back(call.input(i));
        isMasked = isMasked || call.mask(i);
    }
    const int axis = static_cast<int>(call.config().integer("axis"));
    const Expr y = concatenated(parts, axis);
    if (!isMasked) return {Flow{y, {}}};
    for (size_t i = 0; i < parts.size(); ++i)
        masks.push_back(wideMask(call, i));
    return {Flow{y, call.builder().emit("any", {concatenated(masks, axis)}, {{"axes", Ints{-1}}})}};
}

LayerDef merging(std::string name, std::string about, LayerCallFunction call, int least, int most) {
    LayerDef def = layerDef(std::move(name), "merging", MaskRule::Own, std::move(about), {}, call);
    def.minInputs = least;
    def.maxInputs = most;
    return def;
}
} // namespace

void registerMerging(Catalogues& catalogues) {
    auto& layers = catalogues.layers;
    layers.add(merging("Add", "The sum of the inputs.", callAdd, 1, 0));
    layers.add(merging("Subtract", "The first input less the second.", callSubtract, 2, 2));
    layers.add(merging("Multiply", "The product of the inputs.", callMultiply, 1, 0));
    layers.add(merging("Average", "The mean of the inputs.", callAverage, 1, 0));
    layers.add(merging("Maximum", "The largest of the inputs, element by element.", callMaximum, 1, 0));
    layers.add(merging("Minimum", "The smallest of the inputs, element by element.", callMinimum, 1, 0));
    LayerDef concatenate = merging("Concatenate", "The inputs side by side.", callConcatenate, 1, 0);
    concatenate.parameters = {intParameter("axis", -1, "along which they stand side by side")};
    layers.add(std::move(concatenate));
}

} // namespace td::nn
