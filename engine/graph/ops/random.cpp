#include "engine/graph/ops/infer.h"

#include <cmath>

/// Random numbers as a function of a seed and a state that the caller counts up: the same on every machine, for every
/// number of threads. engine/kernels/philox.h has the generator and which words of it become which element.
namespace td::graph {

namespace {
AttributeDef seedAttribute() {
    return optional("seed", int64_t{0}, "the generator's key; another seed, another stream");
}

Result<void> needState(const InferContext& context, int input) {
    if (context.shape(input).rank() == 0) return {};
    return context.mismatch(input, "a scalar");
}

/// At least one number, drawn for a shape.
Types inferRandom(const InferContext& context) {
    TD_TRY(needState(context, 0));
    const DType dtype = context.attributes().dtype("dtype");
    if (!kReals.has(dtype))
        return failure(
            ErrorCode::InvalidArgument,
            {{"attribute", "dtype"}, {"found", std::string(name(dtype))}, {"expected", "float32 or float64"}});
    const Shape& shape = context.attributes().shape("shape");
    for (const Dim& dim : shape.dims())
        if (dim.isKnown() && dim.value() < 0)
            return failure(ErrorCode::InvalidArgument,
                           {{"attribute", "shape"}, {"found", shape.toString()}, {"expected", "sizes of 0 or more"}});
    return std::vector{TensorType{dtype, shape}};
}

void addRandom(OpRegistry& registry, std::string name, std::string about, std::vector<AttributeDef> parameters) {
    OpDef op;
    op.name = std::move(name);
    op.family = "random";
    op.about = std::move(about);
    op.inputs = {{"state", DType::I64}};
    op.outputTypes = {typeOfAttribute("dtype", kReals)};
    op.attributes = {required("shape", AttributeKind::Shape, "sizes of y"), seedAttribute()};
    for (AttributeDef& parameter : parameters)
        op.attributes.push_back(std::move(parameter));
    op.attributes.push_back(optional("dtype", DType::F32, "float32 or float64"));
    op.traits.isRandom = true;
    op.infer = inferRandom;
    op.notDifferentiable = "random numbers depend on no real input";
    define(registry, std::move(op));
}

Types inferDropout(const InferContext& context) {
    TD_TRY(needState(context, 1));
    const double rate = context.attributes().real("rate");
    if (!(rate >= 0 && rate < 1)) return wrongAttribute("rate", rate, "0 to below 1");
    const Ints& noise = context.attributes().integers("noise_shape");
    const Shape& x = context.shape(0);
    bool fits = noise.empty() || noise.size() == static_cast<size_t>(x.rank());
    for (size_t i = 0; fits && i < noise.size(); ++i)
        fits = noise[i] == 1 || noise[i] == -1 || x[static_cast<int>(i)].is(noise[i]);
    if (!fits) return context.mismatch(0, "what noise_shape broadcasts to: 1, -1 or its own size on each axis");
    return inferSame(context);
}

void registerDropout(OpRegistry& registry) {
    OpDef op;
    op.name = "dropout";
    op.family = "random";
    op.about = "y = x / (1 - rate) with probability 1 - rate, else 0";
    op.inputs = {{"x", kReals}, {"state", DType::I64}};
    op.attributes = {required("rate", AttributeKind::Double, "share of elements that become 0"), seedAttribute(),
                     optional("noise_shape", Ints{},
                              "1 on axes that share their fate, -1 or the size elsewhere; empty: each for itself")};
    op.traits.isRandom = true;
    op.infer = inferDropout;
    op.mayAlias = {{0, 0}};
    op.gradient = [](GradientContext& g) {
        return std::vector{g.builder().emit("dropout", {g.dy(), g.input(1)}, g.attributes()), Expr{}};
    };
    define(registry, std::move(op));
}
} // namespace

void registerRandomOps(OpRegistry& registry);
void registerRandomOps(OpRegistry& registry) {
    addRandom(registry, "random_uniform", "y uniform in [low, high)",
              {optional("low", 0.0, "least value"), optional("high", 1.0, "end, not reached")});
    addRandom(registry, "random_normal", "y normal: mean + stddev * N(0, 1)",
              {optional("mean", 0.0, "centre"), optional("stddev", 1.0, "standard deviation")});
    addRandom(registry, "truncated_normal", "y normal, but never more than 2 standard deviations from the mean",
              {optional("mean", 0.0, "centre"), optional("stddev", 1.0, "of the normal that is cut")});
    addRandom(registry, "random_bernoulli", "y = 1 with the probability, else 0",
              {optional("probability", 0.5, "of a 1")});
    registerDropout(registry);
}

} // namespace td::graph
