#include "engine/graph/ops/signal.h"

/// The discrete Fourier transform of real signals, and back. Each one's gradient is the other, weighted: every bin but
/// those of frequency 0 and a half stands for two.
namespace td::graph {

namespace {
/// `edge` for the bins of frequency 0 and a half, `inner` for all between.
Expr binWeights(Builder& b, int64_t length, double edge, double inner, DType dtype) {
    const Expr middle = b.emit("fill", {}, {{"shape", Shape{(length - 1) / 2}}, {"value", inner}, {"dtype", dtype}});
    return b.emit("pad", {middle}, {{"pads", Ints{1, length % 2 == 0 ? 1 : 0}}, {"value", edge}});
}

/// The samples that a transform takes: the attribute, or all.
int64_t lengthOf(const Attributes& attributes, int64_t samples) {
    const int64_t given = attributes.integer("length");
    return given > 0 ? given : samples;
}

Types inferForward(const InferContext& context) {
    TD_TRY(context.needRankAtLeast(0, 1));
    TD_TRY(needBetween(context, "length", 0, kLongestTransform));
    const Dim& samples = context.shape(0)[-1];
    if (!samples.isKnown()) return context.mismatch(0, "a last axis of known size");
    const int64_t length = lengthOf(context.attributes(), samples.value());
    if (length < 1 || length > kLongestTransform) return context.mismatch(0, "1 to 2^22 samples on the last axis");
    Shape shape = context.shape(0);
    shape[-1] = binsOf(length);
    const TensorType part{context.dtype(0), std::move(shape)};
    return std::vector{part, part};
}

/// x with its last axis cut, or filled up with zeros, to `size`.
Expr fitted(Expr x, int64_t size) {
    const int64_t own = x.shape()[-1].value();
    const auto rank = static_cast<size_t>(x.rank());
    if (own > size) {
        Ints begin(rank), sizes(rank, -1);
        sizes.back() = size;
        return x.builder->emit("slice", {x}, {{"begin", begin}, {"size", sizes}});
    }
    if (own == size) return x;
    Ints pads(2 * rank);
    pads.back() = size - own;
    return x.builder->emit("pad", {x}, {{"pads", pads}});
}

std::vector<Expr> forwardGradient(GradientContext& g) {
    const int64_t samples = g.input(0).shape()[-1].value(), length = lengthOf(g.attributes(), samples);
    const auto whole = static_cast<double>(length);
    const Expr weights = binWeights(g.builder(), length, whole, whole / 2, g.input(0).dtype());
    const auto part = [&](int i) { return (g.dy(i) ? g.dy(i) : zerosLike(g.output(i))) * weights; };
    return {fitted(g.builder().emit("irfft", {part(0), part(1)}, {{"length", length}}), samples)};
}

Types inferInverse(const InferContext& context) {
    TD_TRY(context.needSameDType());
    TD_TRY(context.needRankAtLeast(0, 1));
    TD_TRY(needBetween(context, "length", 0, kLongestTransform));
    if (context.shape(0) != context.shape(1)) return context.mismatch(0, 1);
    const Dim& bins = context.shape(0)[-1];
    const int64_t length = lengthOf(context.attributes(), bins.isKnown() ? 2 * (bins.value() - 1) : 0);
    if (length < 1 || length > kLongestTransform || !bins.is(binsOf(length))) {
        const bool isGiven = context.attributes().integer("length") > 0;
        return context.mismatch(0, isGiven ? std::to_string(binsOf(length)) + " bins on the last axis"
                                           : "2 to 2^21 + 1 bins on the last axis");
    }
    Shape shape = context.shape(0);
    shape[-1] = length;
    return std::vector{TensorType{context.dtype(0), std::move(shape)}};
}

std::vector<Expr> inverseGradient(GradientContext& g) {
    const int64_t length = g.output().shape()[-1].value();
    const double share = 1.0 / static_cast<double>(length);
    const Expr weights = binWeights(g.builder(), length, share, 2 * share, g.input(0).dtype());
    const std::vector<Expr> parts = g.builder().emitAll("rfft", {g.dy()}, {{"length", length}});
    return {parts[0] * weights, parts[1] * weights};
}

/// A fast transform for each row.
Cost costOfRows(const InferContext& context, std::span<const TensorType> outputs) {
    const Shape& signal = context.inputs() == 1 ? context.shape(0) : outputs[0].shape;
    const double samples = signal[-1].isKnown() ? static_cast<double>(signal[-1].value()) : 0;
    const double rows = samples > 0 ? countOf(signal) / samples : 0;
    const double length =
        context.inputs() == 1 ? static_cast<double>(lengthOf(context.attributes(), signal[-1].value())) : samples;
    return {rows * flopsOfTransform(length), bytesOf(context, outputs)};
}
} // namespace

void registerFourierOps(OpRegistry& registry);
void registerFourierOps(OpRegistry& registry) {
    OpDef forward = signalOp("rfft", "real and imaginary part (…,length/2+1) of sum over n of x[n] exp(-2 pi i k n / "
                                     "length), for the last axis of x cut or filled up with zeros to the length");
    forward.outputs = {"real", "imag"};
    forward.attributes = {optional("length", int64_t{0}, "samples; 0: the size of the last axis")};
    forward.infer = inferForward;
    forward.cost = costOfRows;
    forward.flops = "2.5 n log2 n for each row of n = length";
    forward.gradient = forwardGradient;
    define(registry, std::move(forward));

    OpDef inverse =
        signalOp("irfft", "the real signal (…,length) whose transform (…,length/2+1) this is; the imaginary "
                          "parts at frequency 0 and a half do not count");
    inverse.inputs = {{"real", kReals}, {"imag", kReals}};
    inverse.attributes = {optional("length", int64_t{0}, "samples; 0: 2 (bins - 1)")};
    inverse.infer = inferInverse;
    inverse.cost = costOfRows;
    inverse.flops = "2.5 n log2 n for each row of n = length";
    inverse.gradient = inverseGradient;
    define(registry, std::move(inverse));
}

} // namespace td::graph
