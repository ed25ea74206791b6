#include "engine/graph/ops/signal.h"

#include <cmath>

/// The weights that make mel bands out of a spectrum: matmul(spectrum (…,bins), mel_weights).
namespace td::graph {

namespace {
Types inferMelWeights(const InferContext& context) {
    constexpr int64_t kMost = int64_t{1} << 24;
    const Attributes& a = context.attributes();
    TD_TRY(needBetween(context, "mel_bins", 1, kMost));
    TD_TRY(needBetween(context, "spectrogram_bins", 1, kMost));
    const double rate = a.real("sample_rate"), lower = a.real("lower"), upper = a.real("upper");
    if (!std::isfinite(rate) || !(0 <= lower && lower < upper && upper <= rate / 2))
        return wrongAttribute("upper", upper, "more than lower, which is 0 or more, and at most half the sample_rate");
    if (!kReals.has(a.dtype("dtype")))
        return failure(ErrorCode::InvalidArgument, {{"attribute", "dtype"},
                                                    {"found", std::string(name(a.dtype("dtype")))},
                                                    {"expected", "float32 or float64"}});
    return std::vector{TensorType{a.dtype("dtype"), Shape{a.integer("spectrogram_bins"), a.integer("mel_bins")}}};
}
} // namespace

void registerMelOps(OpRegistry& registry);
void registerMelOps(OpRegistry& registry) {
    OpDef op = signalOp("mel_weights",
                        "triangles (spectrogram_bins, mel_bins) over mel(f) = 1127 log(1 + f / 700): band b rises from "
                        "point b to b + 1 and falls to b + 2 of mel_bins + 2 equally spaced ones; 0 at frequency 0");
    op.inputs.clear();
    op.attributes = {
        optional("mel_bins", int64_t{20}, "bands"),
        optional("spectrogram_bins", int64_t{129}, "bins of the spectrum, from frequency 0 to sample_rate / 2"),
        optional("sample_rate", 8000.0, "samples a second"),
        optional("lower", 125.0, "where the first band begins, Hz"),
        optional("upper", 3800.0, "where the last band ends, Hz"),
        optional("dtype", DType::F32, "float32 or float64")};
    op.infer = inferMelWeights;
    op.outputTypes = {typeOfAttribute("dtype", kReals)};
    op.notDifferentiable = "it depends on no input";
    define(registry, std::move(op));
}

} // namespace td::graph
