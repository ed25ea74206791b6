#include "tests/unit/ops/samples.h"

/// Signals: frames, spectra, both over time.
namespace td::test {

namespace {
using graph::Attributes;

Attributes framing(int64_t length, int64_t step, int64_t transform, const char* window, bool isCentred) {
    return {{"sequence_length", length},
            {"sequence_stride", step},
            {"fft_length", transform},
            {"window", std::string(window)},
            {"center", isCentred}};
}

void addFrames(SampleTable& table) {
    table.add("frame", {table.reals({2, 9})}, {{"length", 4}, {"step", 2}});
    table.add("frame", {table.reals({7})}, {{"length", 2}, {"step", 3}});
    table.add("frame", {table.reals({2, 1})}, {{"length", 1}, {"step", 1}});
    table.add("frame", {table.reals({2, 3})}, {{"length", 4}, {"step", 1}}); // not one
    table.add("frame", {table.reals({0, 5})}, {{"length", 4}, {"step", 1}});
    table.reject("frame", {f64({})}, {{"length", 4}, {"step", 1}});
    table.reject("frame", {f64({5})}, {{"length", 0}, {"step", 1}}, ErrorCode::InvalidArgument);
    table.reject("frame", {f64({5})}, {{"length", 1}, {"step", 0}}, ErrorCode::InvalidArgument);
    table.add("overlap_add", {table.reals({2, 3, 4})}, {{"step", 2}});
    table.add("overlap_add", {table.reals({3, 2})}, {{"step", 3}, {"shape", Shape{10}}});
    table.add("overlap_add", {table.reals({2, 1, 1})}, {{"step", 5}});
    table.add("overlap_add", {table.reals({2, 0, 4})}, {{"step", 2}});
    table.add("overlap_add", {table.reals({2, 0, 4})}, {{"step", 2}, {"shape", Shape{2, 3}}});
    table.reject("overlap_add", {f64({3})}, {{"step", 1}});
    table.reject("overlap_add", {f64({3, Dim::symbol("L")})}, {{"step", 1}});
    table.reject("overlap_add", {f64({3, 2})}, {{"step", 3}, {"shape", Shape{11}}});
    table.reject("overlap_add", {f64({5, 3, 2})}, {{"step", 3}, {"shape", Shape{4, 10}}});
    table.reject("overlap_add", {f64({3, 2})}, {{"step", -1}}, ErrorCode::InvalidArgument);
}

void addTransforms(SampleTable& table) {
    for (const int64_t length : {1, 2, 3, 4, 5, 6, 8, 9, 12, 15}) {
        table.add("rfft", {table.reals({2, length})});
        table.add("irfft", {table.reals({2, length / 2 + 1}), table.reals({2, length / 2 + 1})}, {{"length", length}});
    }
    table.add("rfft", {table.reals({1, 5})}, {{"length", 8}});
    table.add("rfft", {table.reals({9})}, {{"length", 6}});
    table.add("rfft", {table.reals({2, 0})}, {{"length", 3}});
    table.add("irfft", {table.reals({3, 1, 5}), table.reals({3, 1, 5})});
    table.add("irfft", {table.reals({0, 5}), table.reals({0, 5})});
    table.reject("rfft", {f64({})});
    table.reject("rfft", {f64({3, 0})});
    table.reject("rfft", {f64({3, Dim::symbol("T")})}, {{"length", 4}});
    table.reject("rfft", {f64({3, 4})}, {{"length", int64_t{1} << 40}}, ErrorCode::InvalidArgument);
    table.reject("irfft", {f64({3, 4}), f64({4})});
    table.reject("irfft", {f64({3, 4}), f64({3, 4})}, {{"length", 8}});
    table.reject("irfft", {f64({3, 1}), f64({3, 1})});
    table.reject("irfft", {f64({3, 1}), f64({3, 1})}, {{"length", -2}}, ErrorCode::InvalidArgument);
}

void addSpectra(SampleTable& table) {
    table.add("stft", {table.reals({2, 12})}, framing(4, 2, 4, "hann", true));
    table.add("stft", {table.reals({11})}, framing(5, 3, 8, "hamming", true));
    table.add("stft", {table.reals({2, 13})}, framing(3, 4, 5, "none", false));
    table.add("stft", {table.reals({1, 8})}, framing(1, 1, 2, "hann", false));
    table.add("stft", {table.reals({0, 8})}, framing(4, 2, 4, "hann", true));
    table.add("stft", {table.reals({2, 3})}, framing(4, 2, 4, "hann", false)); // not one frame
    table.reject("stft", {f64({2, 3})}, framing(4, 2, 6, "hann", true));
    table.reject("stft", {f64({})}, framing(4, 2, 6, "hann", false));
    table.reject("stft", {f64({9})}, framing(7, 2, 6, "hann", false), ErrorCode::InvalidArgument);
    table.reject("stft", {f64({9})}, framing(4, 0, 6, "hann", false), ErrorCode::InvalidArgument);
    table.reject("stft", {f64({9})}, framing(4, 2, 6, "kaiser", false), ErrorCode::InvalidArgument);

    const auto spectrum = [&](Extents extents) {
        return std::vector<OptionalTensor>{table.reals(extents), table.reals(extents)};
    };
    table.add("istft", spectrum({2, 4, 3}), framing(4, 2, 4, "hann", true));
    table.add("istft", spectrum({3, 5}), framing(5, 3, 8, "hamming", false));
    table.add("istft", spectrum({1, 3, 3}), framing(3, 2, 5, "none", true));
    table.add("istft", spectrum({3, 3}), framing(2, 3, 4, "hann", false)); // cells that no window reaches
    Attributes cut = framing(4, 2, 4, "hann", true);
    cut.set("length", int64_t{7});
    table.add("istft", spectrum({4, 3}), cut);
    table.add("istft", spectrum({2, 0, 3}), framing(4, 2, 4, "hann", false));
    table.reject("istft", {f64({4, 4}), f64({4, 4})}, framing(4, 2, 4, "hann", true));
    table.reject("istft", {f64({4, 3}), f64({1, 3})}, framing(4, 2, 4, "hann", true));
    table.reject("istft", {f64({3}), f64({3})}, framing(4, 2, 4, "hann", true));
    table.reject("istft", {f64({2, 3}), f64({2, 3})}, cut);
    table.reject("istft", {f64({0, 3}), f64({0, 3})}, framing(4, 2, 4, "hann", true));
}

void addMel(SampleTable& table) {
    table.add("mel_weights", {}, {{"dtype", DType::F64}});
    table.add("mel_weights", {}, {{"mel_bins", 1}, {"spectrogram_bins", 1}, {"lower", 0}, {"upper", 4000}});
    const auto wrong = ErrorCode::InvalidArgument;
    table.reject("mel_weights", {}, {{"mel_bins", 0}}, wrong);
    table.reject("mel_weights", {}, {{"upper", 4001}}, wrong);
    table.reject("mel_weights", {}, {{"lower", -1}}, wrong);
    table.reject("mel_weights", {}, {{"dtype", DType::I32}}, wrong);
}
} // namespace

void addSignalSamples(SampleTable& table) {
    addFrames(table);
    addTransforms(table);
    addSpectra(table);
    addMel(table);
}

} // namespace td::test
