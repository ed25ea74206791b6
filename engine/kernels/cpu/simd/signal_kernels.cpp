#include "engine/kernels/cpu/simd/fft.h"
#include "engine/kernels/cpu/simd/own.h"
#include "engine/kernels/cpu/simd/partition.h"
#include "engine/kernels/kernel_registry.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>

/// Transforms of signals by a fast Fourier transform: rfft, irfft, stft, istft.
namespace td::kernels {

namespace {
using namespace td::simd;

constexpr double kFlopsPerSample = 40; // of a transform, about, to decide on how many threads

/// Rows of `samples`, each cut or filled up to one transform.
template <class T>
struct Rows {
    RealFft<T> fft;
    int64_t count = 0, samples = 0;
    int parts = 1;

    [[nodiscard]] int64_t workSize() const { return fft.workSize() + fft.length(); }
};

template <class T>
void forwardRows(const Rows<T>& rows, const KernelCall& call) {
    const int64_t length = rows.fft.length(), bins = rows.fft.bins(), held = std::min(length, rows.samples);
    eachPart(call, rows.parts, rows.count, [&](int part, int64_t begin, int64_t end) {
        T* const work = reinterpret_cast<T*>(call.scratch) + part * rows.workSize();
        T* const padded = work + rows.fft.workSize();
        std::fill_n(padded, length, T(0));
        for (int64_t row = begin; row < end; ++row) {
            const T* x = call.in<T>(0) + row * rows.samples;
            if (held < length) x = std::copy_n(x, held, padded) - held;
            rows.fft.forward(x, call.out<T>(0) + row * bins, call.out<T>(1) + row * bins, work);
        }
    });
}

template <class T>
void inverseRows(const Rows<T>& rows, const KernelCall& call) {
    const int64_t length = rows.fft.length(), bins = rows.fft.bins();
    eachPart(call, rows.parts, rows.count, [&](int part, int64_t begin, int64_t end) {
        T* const work = reinterpret_cast<T*>(call.scratch) + part * rows.workSize();
        for (int64_t row = begin; row < end; ++row)
            rows.fft.inverse(call.in<T>(0) + row * bins, call.in<T>(1) + row * bins, call.out<T>(0) + row * length,
                             work);
    });
}

/// Signals cut into frames.
template <class T>
struct Frames {
    RealFft<T> fft;
    int64_t signals = 0, samples = 0, perSignal = 0, step = 1, margin = 0;
    std::vector<T> weights; ///< of a frame's samples
    int parts = 1;

    [[nodiscard]] int64_t workSize() const { return fft.workSize() + fft.length(); }
};

std::vector<double> windowOf(const graph::Attributes& attributes) {
    const std::string& name = attributes.text("window");
    const int64_t whole = attributes.integer("fft_length");
    std::vector<double> window(static_cast<size_t>(whole), name == "none" ? 1.0 : 0.0);
    const int64_t size = name == "none" ? 0 : attributes.integer("sequence_length");
    const double low = name == "hann" ? 0.5 : 0.54;
    for (int64_t i = 0; i < size; ++i) {
        const double turn = 2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(size);
        window[static_cast<size_t>((whole - size) / 2 + i)] = size == 1 ? 1 : low - (1 - low) * std::cos(turn);
    }
    return window;
}

/// Each weight by the sum of the squares of all windows over its place.
std::vector<double> dualOf(const std::vector<double>& window, size_t step) {
    std::vector<double> sums(std::min(step, window.size())), dual = window;
    for (size_t i = 0; i < window.size(); ++i)
        sums[i % step] += window[i] * window[i];
    for (size_t i = 0; i < window.size(); ++i)
        dual[i] = sums[i % step] > 0 ? window[i] / sums[i % step] : 0;
    return dual;
}

template <class T>
void weightFrame(const Frames<T>& f, const T* x, int64_t begin, T* frame) {
    const int64_t length = f.fft.length();
    if (begin >= 0 && begin + length <= f.samples) {
        for (int64_t i = 0; i < length; ++i)
            frame[i] = f.weights[static_cast<size_t>(i)] * x[begin + i];
        return;
    }
    for (int64_t i = 0; i < length; ++i) {
        const int64_t at = std::abs(begin + i);
        frame[i] = f.weights[static_cast<size_t>(i)] * x[at < f.samples ? at : 2 * (f.samples - 1) - at];
    }
}

template <class T>
void forwardFrames(const Frames<T>& f, const KernelCall& call) {
    const int64_t bins = f.fft.bins();
    eachPart(call, f.parts, f.signals * f.perSignal, [&](int part, int64_t begin, int64_t end) {
        T* const work = reinterpret_cast<T*>(call.scratch) + part * f.workSize();
        T* const frame = work + f.fft.workSize();
        for (int64_t row = begin; row < end; ++row) {
            weightFrame(f, call.in<T>(0) + row / f.perSignal * f.samples, row % f.perSignal * f.step - f.margin, frame);
            f.fft.forward(frame, call.out<T>(0) + row * bins, call.out<T>(1) + row * bins, work);
        }
    });
}

/// Frames overlap, so a signal is one thread's.
template <class T>
void inverseFrames(const Frames<T>& f, const KernelCall& call) {
    const int64_t bins = f.fft.bins(), length = f.fft.length();
    eachPart(call, f.parts, f.signals, [&](int part, int64_t begin, int64_t end) {
        T* const work = reinterpret_cast<T*>(call.scratch) + part * f.workSize();
        T* const frame = work + f.fft.workSize();
        for (int64_t signal = begin; signal < end; ++signal) {
            T* const y = call.out<T>(0) + signal * f.samples;
            std::fill_n(y, f.samples, T(0));
            for (int64_t i = 0; i < f.perSignal; ++i) {
                const int64_t row = signal * f.perSignal + i, start = i * f.step - f.margin;
                f.fft.inverse(call.in<T>(0) + row * bins, call.in<T>(1) + row * bins, frame, work);
                const int64_t first = std::max<int64_t>(0, -start), last = std::min(length, f.samples - start);
                for (int64_t k = first; k < last; ++k)
                    y[start + k] += f.weights[static_cast<size_t>(k)] * frame[k];
            }
        }
    });
}

bool isSupported(const KernelRequest& request) {
    return arePlain(request.inputs, request.inputs[0].dtype) && arePlain(request.outputs, request.inputs[0].dtype) &&
           isDifferentiable(request.inputs[0].dtype);
}

template <class State>
PreparedKernel preparedOf(const KernelRequest& request, State state, int64_t pieces, double transforms,
                          void (*run)(const State&, const KernelCall&)) {
    const double samples = transforms * static_cast<double>(state.fft.length());
    state.parts =
        static_cast<int>(std::clamp<int64_t>(pieces, 1, partsFor(request.threads, 0, samples * kFlopsPerSample)));
    const size_t element = elementBytes(request.inputs[0].dtype);
    const size_t scratch = static_cast<size_t>(state.workSize()) * static_cast<size_t>(state.parts) * element;
    return prepared(std::move(state), run, ownName(request), scratch);
}

template <class T>
PreparedKernel preparedRows(const KernelRequest& request, const Extents& signal, int64_t length,
                            void (*run)(const Rows<T>&, const KernelCall&)) {
    Rows<T> rows{RealFft<T>(length), 0, signal.back(), 1};
    rows.count = request.outputs[0].elements() / request.outputs[0].extents.back();
    return preparedOf(request, std::move(rows), rows.count, static_cast<double>(rows.count), run);
}

template <class T>
PreparedKernel preparedFrames(const KernelRequest& request, bool isForward) {
    const graph::Attributes& attributes = *request.attributes;
    const Extents& signal = isForward ? request.inputs[0].extents : request.outputs[0].extents;
    const Extents& spectrum = isForward ? request.outputs[0].extents : request.inputs[0].extents;
    const int64_t length = attributes.integer("fft_length"), step = attributes.integer("sequence_stride");
    std::vector<double> weights = windowOf(attributes);
    if (!isForward && attributes.text("window") != "none") weights = dualOf(weights, static_cast<size_t>(step));
    Frames<T> frames{RealFft<T>(length),
                     1,
                     signal.back(),
                     spectrum[spectrum.size() - 2],
                     step,
                     attributes.flag("center") ? length / 2 : 0,
                     {weights.begin(), weights.end()},
                     1};
    for (size_t i = 0; i + 1 < signal.size(); ++i)
        frames.signals *= signal[i];
    const int64_t count = frames.signals * frames.perSignal, pieces = isForward ? count : frames.signals;
    return preparedOf(request, std::move(frames), pieces, static_cast<double>(count),
                      isForward ? forwardFrames<T> : inverseFrames<T>);
}

/// `prepare` for float or double.
template <class F>
Result<PreparedKernel> onOwnType(const KernelRequest& request, F prepare) {
    if (request.inputs[0].dtype == DType::F64) return prepare(double{});
    return prepare(float{});
}

Result<PreparedKernel> prepareForward(const KernelRequest& request) {
    const Extents& x = request.inputs[0].extents;
    const int64_t given = request.attributes->integer("length"), length = given > 0 ? given : x.back();
    return onOwnType(request, [&]<class T>(T) { return preparedRows<T>(request, x, length, forwardRows<T>); });
}

Result<PreparedKernel> prepareInverse(const KernelRequest& request) {
    const Extents& y = request.outputs[0].extents;
    return onOwnType(request, [&]<class T>(T) { return preparedRows<T>(request, y, y.back(), inverseRows<T>); });
}

template <bool isForward>
Result<PreparedKernel> prepareFrames(const KernelRequest& request) {
    return onOwnType(request, [&]<class T>(T) { return preparedFrames<T>(request, isForward); });
}
} // namespace

void registerSimdSignals(KernelRegistry& registry);
void registerSimdSignals(KernelRegistry& registry) {
    const auto add = [&](const char* op, Result<PreparedKernel> (*prepare)(const KernelRequest&)) {
        registry.add({op, kOwnVariant, DeviceKind::Cpu, kOwnPreference, isSupported, prepare});
    };
    add("rfft", prepareForward);
    add("irfft", prepareInverse);
    add("stft", prepareFrames<true>);
    add("istft", prepareFrames<false>);
}

} // namespace td::kernels
