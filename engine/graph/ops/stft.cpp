#include "engine/graph/ops/signal.h"

#include <algorithm>
#include <cmath>
#include <numbers>

/// Spectra over time, and the signal back from them: Keras' stft and istft. Windows of odd length are periodic too, as
/// SciPy has them; TensorFlow's are not.
namespace td::graph {

namespace {
/// The attributes that both directions share.
struct Framing {
    int64_t length, step, transform;
    bool isCentred;
    std::string window;

    explicit Framing(const Attributes& a)
        : length(a.integer("sequence_length"))
        , step(a.integer("sequence_stride"))
        , transform(a.integer("fft_length"))
        , isCentred(a.flag("center"))
        , window(a.text("window")) {}
    /// Samples added at each end, or cut off there.
    [[nodiscard]] int64_t margin() const { return isCentred ? transform / 2 : 0; }
};

std::vector<AttributeDef> framingAttributes() {
    return {required("sequence_length", AttributeKind::Int, "samples under the window"),
            required("sequence_stride", AttributeKind::Int, "samples from one frame to the next"),
            required("fft_length", AttributeKind::Int,
                     "samples of a frame, sequence_length or more: the window stands in "
                     "its middle"),
            optional("window", std::string("hann"),
                     "hann or hamming (periodic: the next one would begin with the first value again), or none: 1 over "
                     "the whole frame"),
            optional("center", true, "frames stand around their time: the signal is reflected at its ends")};
}

Result<void> checkFraming(const InferContext& context) {
    TD_TRY(needBetween(context, "fft_length", 1, kLongestTransform));
    TD_TRY(needBetween(context, "sequence_length", 1, context.attributes().integer("fft_length")));
    TD_TRY(needBetween(context, "sequence_stride", 1, kLongestTransform));
    const std::string& window = context.attributes().text("window");
    if (window == "hann" || window == "hamming" || window == "none") return {};
    return failure(ErrorCode::InvalidArgument,
                   {{"attribute", "window"}, {"found", window}, {"expected", "hann, hamming or none"}});
}

/// A frame's weights (fft_length).
Expr windowOf(Builder& b, const Framing& framing, DType dtype) {
    const bool isFlat = framing.window == "none" || framing.length == 1;
    const int64_t size = framing.window == "none" ? framing.transform : framing.length;
    Expr values = b.emit("fill", {}, {{"shape", Shape{size}}, {"value", 1.0}, {"dtype", dtype}});
    if (!isFlat) {
        const double low = framing.window == "hann" ? 0.5 : 0.54;
        const Expr turn = b.emit("range", {}, {{"stop", static_cast<double>(size)}, {"dtype", dtype}}) *
                          (2 * std::numbers::pi / static_cast<double>(size));
        values = low - (1 - low) * unary("cos", turn);
    }
    const int64_t before = (framing.transform - size) / 2, after = framing.transform - size - before;
    return b.emit("pad", {values}, {{"pads", Ints{before, after}}});
}

/// What frames are weighted with on the way back, so that overlapping ones add up to the signal: the window by the sum
/// of the squares of all windows over that place; 0 where none reaches.
Expr dualWindow(Builder& b, const Framing& framing, DType dtype) {
    const Expr window = windowOf(b, framing, dtype);
    if (framing.window == "none") return window;
    const int64_t overlaps = (framing.transform + framing.step - 1) / framing.step;
    const Expr squares =
        b.emit("pad", {unary("square", window)}, {{"pads", Ints{0, overlaps * framing.step - framing.transform}}});
    const Expr sums = sum(reshape(squares, {overlaps, framing.step}), {0}, true);
    const Expr all = reshape(broadcastTo(sums, {overlaps, framing.step}), Shape{overlaps * framing.step});
    const Expr own = b.emit("slice", {all}, {{"begin", Ints{0}}, {"size", Ints{framing.transform}}});
    const Expr isReached = binary("greater", own, b.scalar(0, dtype));
    return select(isReached, window / select(isReached, own, b.scalar(1, dtype)), b.scalar(0, dtype));
}

Types inferStft(const InferContext& context) {
    TD_TRY(context.needRankAtLeast(0, 1));
    TD_TRY(checkFraming(context));
    const Framing framing(context.attributes());
    const Dim& samples = context.shape(0)[-1];
    if (framing.isCentred && samples.isKnown() && samples.value() <= framing.margin())
        return context.mismatch(0, "more than fft_length / 2 = " + std::to_string(framing.margin()) +
                                       " samples on the last axis, to reflect them");
    Shape shape = context.shape(0);
    shape[-1] = framesIn(samples + Dim(2 * framing.margin()), framing.transform, framing.step);
    shape.append(binsOf(framing.transform));
    const TensorType part{context.dtype(0), std::move(shape)};
    return std::vector{part, part};
}

std::vector<Expr> decomposeStft(Builder& b, std::span<const Expr> in, const Attributes& attributes) {
    const Framing framing(attributes);
    Expr x = in[0];
    if (framing.margin() > 0) {
        Ints pads(static_cast<size_t>(x.rank()) * 2);
        pads[pads.size() - 2] = pads.back() = framing.margin();
        x = b.emit("pad", {x}, {{"pads", pads}, {"mode", std::string("reflect")}});
    }
    const Expr frames = b.emit("frame", {x}, {{"length", framing.transform}, {"step", framing.step}});
    return b.emitAll("rfft", {frames * windowOf(b, framing, x.dtype())}, {{"length", framing.transform}});
}

Types inferIstft(const InferContext& context) {
    TD_TRY(context.needSameDType());
    TD_TRY(context.needRankAtLeast(0, 2));
    TD_TRY(checkFraming(context));
    TD_TRY(needBetween(context, "length", 0, int64_t{1} << 40));
    if (context.shape(0) != context.shape(1)) return context.mismatch(0, 1);
    const Framing framing(context.attributes());
    const Shape& x = context.shape(0);
    if (!x[-1].is(binsOf(framing.transform)))
        return context.mismatch(0, std::to_string(binsOf(framing.transform)) + " bins on the last axis");
    const Dim reach = x[-2].is(0) ? Dim(0) : (x[-2] - Dim(1)) * Dim(framing.step) + Dim(framing.transform);
    const int64_t length = context.attributes().integer("length");
    const Dim left = reach - Dim(length > 0 ? framing.margin() + length : 2 * framing.margin());
    if (left.isKnown() && left.value() < 0)
        return context.mismatch(0, "frames that reach over the margins, and over length");
    Shape shape = x;
    shape.erase(shape.rank() - 1);
    shape[-1] = length > 0 ? Dim(length) : left;
    return std::vector{TensorType{context.dtype(0), std::move(shape)}};
}

std::vector<Expr> decomposeIstft(Builder& b, std::span<const Expr> in, const Attributes& attributes) {
    const Framing framing(attributes);
    const Expr frames = b.emit("irfft", {in[0], in[1]}, {{"length", framing.transform}});
    const Expr y = b.emit("overlap_add", {frames * dualWindow(b, framing, in[0].dtype())}, {{"step", framing.step}});
    const int64_t length = attributes.integer("length"), margin = framing.margin();
    if (length > 0) {
        Ints begin(static_cast<size_t>(y.rank())), size(begin.size(), -1);
        begin.back() = margin;
        size.back() = length;
        return {b.emit("slice", {y}, {{"begin", begin}, {"size", size}})};
    }
    if (margin == 0) return {y};
    return {b.emitAll("split", {y}, {{"axis", int64_t{-1}}, {"sizes", Ints{margin, -1, margin}}})[1]};
}

/// A fast transform and a weight for each sample of each frame.
Cost costOfFrames(const InferContext& context, std::span<const TensorType> outputs) {
    const Framing framing(context.attributes());
    const Shape& bins = context.inputs() == 1 ? outputs[0].shape : context.shape(0);
    const double frames = countOf(bins) / static_cast<double>(binsOf(framing.transform));
    const auto length = static_cast<double>(framing.transform);
    return {frames * (flopsOfTransform(length) + length), bytesOf(context, outputs)};
}
} // namespace

void registerStftOps(OpRegistry& registry);
void registerStftOps(OpRegistry& registry) {
    OpDef forward = signalOp("stft", "x (…,T) -> real and imaginary part (…,F,fft_length/2+1): rfft of each frame of "
                                     "fft_length samples, weighted with the window");
    forward.outputs = {"real", "imag"};
    forward.attributes = framingAttributes();
    forward.infer = inferStft;
    forward.cost = costOfFrames;
    forward.flops = "2.5 n log2 n + n for each frame of n = fft_length";
    forward.decompose = decomposeStft;
    define(registry, std::move(forward));

    OpDef inverse = signalOp("istft", "the signal (…,T) whose stft (…,F,fft_length/2+1) this is, or the one nearest to "
                                      "that: irfft of each frame, weighted, overlapping ones added; 0 where no window "
                                      "reaches");
    inverse.inputs = {{"real", kReals}, {"imag", kReals}};
    inverse.attributes = framingAttributes();
    inverse.attributes.push_back(optional("length", int64_t{0}, "samples of y; 0: as many as the frames give"));
    inverse.infer = inferIstft;
    inverse.cost = costOfFrames;
    inverse.flops = "2.5 n log2 n + n for each frame of n = fft_length";
    inverse.decompose = decomposeIstft;
    define(registry, std::move(inverse));
}

} // namespace td::graph
