#include "engine/kernels/reference/framing.h"
#include "engine/kernels/reference/reals.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace td::kernels {

namespace {
/// The plain transform of a real signal, term by term.
class PlainTransform {
public:
    explicit PlainTransform(int64_t length)
        : m_length(length) {
        for (int64_t i = 0; i < length; ++i) {
            const double turn = 2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(length);
            m_cos.push_back(std::cos(turn));
            m_sin.push_back(std::sin(turn));
        }
    }
    [[nodiscard]] int64_t length() const { return m_length; }
    [[nodiscard]] int64_t bins() const { return m_length / 2 + 1; }

    /// `x` has `length` samples, `real` and `imag` have `bins`.
    void forward(const double* x, double* real, double* imag) const {
        for (int64_t k = 0; k < bins(); ++k) {
            real[k] = imag[k] = 0;
            for (int64_t n = 0; n < m_length; ++n) {
                real[k] += x[n] * m_cos[turn(k, n)];
                imag[k] -= x[n] * m_sin[turn(k, n)];
            }
        }
    }
    void inverse(const double* real, const double* imag, double* x) const {
        for (int64_t n = 0; n < m_length; ++n) {
            double sum = 0;
            for (int64_t k = 0; k < bins(); ++k) {
                const bool isSingle = k == 0 || 2 * k == m_length;
                const double term = isSingle ? real[k] * m_cos[turn(k, n)]
                                             : 2 * (real[k] * m_cos[turn(k, n)] - imag[k] * m_sin[turn(k, n)]);
                sum += term;
            }
            x[n] = sum / static_cast<double>(m_length);
        }
    }

private:
    [[nodiscard]] size_t turn(int64_t k, int64_t n) const { return static_cast<size_t>(k * n % m_length); }

    int64_t m_length;
    std::vector<double> m_cos, m_sin;
};

void forwardRows(const ReferenceCall& call) {
    const TensorView &x = call.inputs[0], &y = call.outputs[0];
    const int64_t given = call.attributes.integer("length"), samples = x.extents.back();
    const PlainTransform transform(given > 0 ? given : samples);
    const int64_t bins = transform.bins(), rows = y.elements() / bins;
    const Sums all = doublesOf(x);
    Sums real(static_cast<size_t>(y.elements())), imag(real.size());
    for (int64_t row = 0; row < rows; ++row) {
        Sums padded(static_cast<size_t>(transform.length()));
        std::copy_n(all.begin() + row * samples, std::min(samples, transform.length()), padded.begin());
        transform.forward(padded.data(), real.data() + row * bins, imag.data() + row * bins);
    }
    write(real, call.outputs[0]);
    write(imag, call.outputs[1]);
}

void inverseRows(const ReferenceCall& call) {
    const TensorView& y = call.outputs[0];
    const PlainTransform transform(y.extents.back());
    const Sums real = doublesOf(call.inputs[0]), imag = doublesOf(call.inputs[1]);
    Sums samples(static_cast<size_t>(y.elements()));
    for (int64_t row = 0; row < y.elements() / transform.length(); ++row)
        transform.inverse(real.data() + row * transform.bins(), imag.data() + row * transform.bins(),
                          samples.data() + row * transform.length());
    write(samples, y);
}

void stft(const ReferenceCall& call) {
    const TensorView &x = call.inputs[0], &y = call.outputs[0];
    const SignalFrames frames(call.attributes);
    const PlainTransform transform(frames.length);
    const int64_t samples = x.extents.back(), perSignal = y.extents[y.extents.size() - 2], bins = frames.bins();
    const Sums all = doublesOf(x);
    Sums real(static_cast<size_t>(y.elements())), imag(real.size()), one(static_cast<size_t>(frames.length));
    for (int64_t row = 0; row < y.elements() / bins; ++row) {
        const int64_t signal = row / perSignal, begin = row % perSignal * frames.step - frames.margin;
        for (int64_t i = 0; i < frames.length; ++i)
            one[static_cast<size_t>(i)] =
                frames.window[static_cast<size_t>(i)] *
                all[static_cast<size_t>(signal * samples + SignalFrames::reflected(begin + i, samples))];
        transform.forward(one.data(), real.data() + row * bins, imag.data() + row * bins);
    }
    write(real, call.outputs[0]);
    write(imag, call.outputs[1]);
}

void istft(const ReferenceCall& call) {
    const TensorView &x = call.inputs[0], &y = call.outputs[0];
    const SignalFrames frames(call.attributes);
    const PlainTransform transform(frames.length);
    const std::vector<double> weights = frames.dualWindow();
    const int64_t samples = y.extents.back(), perSignal = x.extents[x.extents.size() - 2], bins = frames.bins();
    const Sums real = doublesOf(call.inputs[0]), imag = doublesOf(call.inputs[1]);
    Sums total(static_cast<size_t>(y.elements())), one(static_cast<size_t>(frames.length));
    for (int64_t row = 0; row < x.elements() / bins; ++row) {
        transform.inverse(real.data() + row * bins, imag.data() + row * bins, one.data());
        const int64_t signal = row / perSignal, begin = row % perSignal * frames.step - frames.margin;
        for (int64_t i = 0; i < frames.length; ++i)
            if (begin + i >= 0 && begin + i < samples)
                total[static_cast<size_t>(signal * samples + begin + i)] +=
                    weights[static_cast<size_t>(i)] * one[static_cast<size_t>(i)];
    }
    write(total, y);
}

/// As tf.signal.linear_to_mel_weight_matrix has it.
void melWeights(const ReferenceCall& call) {
    const auto mel = [](double hertz) { return 1127 * std::log1p(hertz / 700); };
    const TensorView& y = call.outputs[0];
    const int64_t bins = y.extents[0], bands = y.extents[1];
    const double low = mel(call.attributes.real("lower")), high = mel(call.attributes.real("upper"));
    const double step = (high - low) / static_cast<double>(bands + 1);
    Sums weights(static_cast<size_t>(y.elements()));
    for (int64_t bin = 1; bin < bins; ++bin) {
        const double hertz =
            call.attributes.real("sample_rate") / 2 * static_cast<double>(bin) / static_cast<double>(bins - 1);
        for (int64_t band = 0; band < bands; ++band) {
            const double place = (mel(hertz) - low) / step - static_cast<double>(band); // 0 to 2 inside the triangle
            weights[static_cast<size_t>(bin * bands + band)] = std::max(0.0, std::min(place, 2 - place));
        }
    }
    write(weights, y);
}
} // namespace

void registerSignalReference(KernelRegistry& registry);
void registerSignalReference(KernelRegistry& registry) {
    addReference(registry, "rfft", forwardRows);
    addReference(registry, "irfft", inverseRows);
    addReference(registry, "stft", stft);
    addReference(registry, "istft", istft);
    addReference(registry, "mel_weights", melWeights);
}

} // namespace td::kernels
