#include "engine/kernels/philox.h"
#include "engine/nn/catalogues.h"
#include "engine/nn/parts/filling.h"
#include "engine/nn/parts/parameters.h"

#include <cmath>
#include <numbers>

/// Initializers that make a matrix as a whole.
namespace td::nn {

void registerMatrixInitializers(Catalogues& catalogues);

namespace {
tl::unexpected<Error> wrongRank(const Tensor& tensor, std::string expected) {
    return failure(ErrorCode::InvalidArgument,
                   {{"extents", toString(tensor.extents())}, {"expected", std::move(expected)}});
}

Result<void> identity(const Config& config, uint64_t, const Tensor& into) {
    if (into.rank() != 2) return wrongRank(into, "a matrix");
    const int64_t columns = into.extents()[1];
    const double gain = config.real("gain");
    fillElements(into, [&](int64_t i) { return i / columns == i % columns ? gain : 0.0; });
    return {};
}

/// The bias of an LSTM: ones for the gate that forgets, the second quarter; the rest as the inner initializer says.
Result<void> unitForgetBias(const Config& config, uint64_t seed, const Tensor& into) {
    const int64_t units = into.elements() / 4;
    if (into.rank() != 1 || into.elements() % 4 != 0) return wrongRank(into, "a vector of four equal parts");
    const auto inner = builtins().initializers.create(config.json("initializer"));
    if (!inner) return failure(inner.error());
    const Tensor first = Tensor::zeros(into.dtype(), {units}), last = Tensor::zeros(into.dtype(), {2 * units});
    if (*inner) {
        TD_TRY(inner->def->fill(inner->config, seed, first));
        TD_TRY(inner->def->fill(inner->config, seed + 1, last));
    }
    fillElements(into, [&](int64_t i) {
        return i < units ? first.at(i) : i < 2 * units ? 1.0 : last.at(i - 2 * units);
    });
    return {};
}

/// What another initializer gives, rooted: deviations out of variances.
Result<void> squareRootOf(const Config& config, uint64_t seed, const Tensor& into) {
    const auto inner = builtins().initializers.create(config.json("initializer"));
    if (!inner) return failure(inner.error());
    if (*inner) TD_TRY(inner->def->fill(inner->config, seed, into));
    fillElements(into, [&](int64_t i) { return std::sqrt(into.at(i)); });
    return {};
}

double dot(const double* a, const double* b, int64_t size) {
    double total = 0;
    for (int64_t i = 0; i < size; ++i)
        total += a[i] * b[i];
    return total;
}

/// Takes out of `row` what lies along the `before` unit rows ahead of it, twice against rounding, and makes it a unit.
void orthogonalize(double* rows, int64_t before, int64_t size) {
    double* row = rows + before * size;
    for (int pass = 0; pass < 2; ++pass)
        for (int64_t other = 0; other < before; ++other) {
            const double along = dot(rows + other * size, row, size);
            for (int64_t i = 0; i < size; ++i)
                row[i] -= along * rows[other * size + i];
        }
    const double norm = std::sqrt(dot(row, row, size));
    for (int64_t i = 0; i < size; ++i)
        row[i] /= norm;
}

/// `count` orthonormal rows of `size` ≥ count elements, each direction as likely as any other (rows of normal numbers,
/// made orthogonal by Gram and Schmidt, which leaves R's diagonal positive).
std::vector<double> orthonormalRows(int64_t count, int64_t size, uint64_t seed) {
    const kernels::RandomStream stream(static_cast<int64_t>(seed), 0);
    std::vector<double> rows(static_cast<size_t>(count * size));
    for (size_t i = 0; i < rows.size(); ++i)
        rows[i] = kernels::normalOf(stream.block(static_cast<int64_t>(i / 4)), static_cast<int>(i % 4));
    for (int64_t row = 0; row < count; ++row)
        orthogonalize(rows.data(), row, size);
    return rows;
}

Result<void> orthogonal(const Config& config, uint64_t seed, const Tensor& into) {
    if (into.rank() < 2) return wrongRank(into, "at least two axes");
    if (into.elements() == 0) return {};
    const int64_t columns = into.extents().back(), rows = into.elements() / columns;
    const bool isWide = rows < columns;
    const int64_t count = std::min(rows, columns), size = std::max(rows, columns);
    const auto units = orthonormalRows(count, size, seedFor(config, seed));
    const double gain = config.real("gain");
    fillElements(into, [&](int64_t i) {
        const int64_t row = i / columns, column = i % columns;
        return gain * units[static_cast<size_t>(isWide ? row * size + column : column * size + row)];
    });
    return {};
}

/// Σ (−1)^k a_k cos(2πkt/n): Hann, Hamming, Blackman and their kin.
double cosineSum(const std::vector<double>& factors, double phase) {
    double value = 0, sign = 1;
    for (size_t k = 0; k < factors.size(); ++k, sign = -sign)
        value += sign * factors[k] * std::cos(static_cast<double>(k) * phase);
    return value;
}

/// The factors of a window's cosines; empty for an unknown one.
std::vector<double> windowFactors(const std::string& name) {
    if (name == "hann") return {0.5, 0.5};
    if (name == "hamming") return {0.54, 0.46};
    if (name == "blackman") return {0.42, 0.5, 0.08};
    if (name == "blackmanharris") return {0.35875, 0.48829, 0.14128, 0.01168};
    if (name == "nuttall") return {0.3635819, 0.4891775, 0.1365995, 0.0106411};
    if (name == "flattop") return {0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368};
    if (name == "boxcar" || name == "rectangular" || name == "ones") return {1};
    return {};
}

/// One value a sample; empty for no window. Errors: InvalidArgument for an unknown one or a wrong length.
Result<std::vector<double>> windowOf(const Config& config, int64_t length) {
    const Json& window = config.json("window");
    std::vector<double> values;
    if (window.is_null()) return values;
    const auto wrong = [&](std::string expected) {
        return failure(ErrorCode::InvalidArgument,
                       {{"argument", "window"}, {"value", window.dump()}, {"expected", std::move(expected)}});
    };
    if (window.is_array()) {
        for (const auto& entry : window)
            if (double value = 0; readNumber(entry, value)) values.push_back(value);
        if (static_cast<int64_t>(values.size()) != length) return wrong(std::to_string(length) + " numbers");
        return values;
    }
    const auto factors = windowFactors(config.text("window"));
    if (factors.empty())
        return wrong("hann, hamming, blackman, blackmanharris, nuttall, flattop, boxcar or a list of numbers");
    const auto period = static_cast<double>(config.flag("periodic") ? length : length - 1);
    for (int64_t t = 0; t < length; ++t)
        values.push_back(length == 1 ? 1 : cosineSum(factors, 2 * std::numbers::pi * static_cast<double>(t) / period));
    return values;
}

double scalingOf(const Config& config, const std::vector<double>& window) {
    double squares = 0, absolute = 0;
    for (const double value : window) {
        squares += value * value;
        absolute += std::abs(value);
    }
    const std::string scaling = config.text("scaling");
    if (window.empty()) return 1;
    return scaling == "density" ? std::sqrt(squares) : scaling == "spectrum" ? absolute : 1;
}

/// Element (t, 0, f) is the cosine (or sine) of −2π t f / F, under the window.
Result<void> stft(const Config& config, uint64_t, const Tensor& into) {
    if (into.rank() != 3) return wrongRank(into, "(frame length, 1, frequencies)");
    const int64_t length = into.extents()[0], channels = into.extents()[1], bands = into.extents()[2];
    const auto window = windowOf(config, length);
    if (!window) return failure(window.error());
    const double scaling = scalingOf(config, *window);
    const bool isReal = config.text("side") == "real";
    fillElements(into, [&](int64_t i) {
        const int64_t band = i % bands, t = i / (bands * channels);
        const double turns = static_cast<double>(band) / static_cast<double>((bands - 1) * 2);
        const double angle = -2 * std::numbers::pi * static_cast<double>(t) * turns;
        const double wave = isReal ? std::cos(angle) : std::sin(angle);
        return window->empty() ? wave : wave * (*window)[static_cast<size_t>(t)] / scaling;
    });
    return {};
}
} // namespace

void registerMatrixInitializers(Catalogues& catalogues) {
    catalogues.initializers.add({{"Identity",
                                  {"IdentityInitializer"},
                                  "gain on the diagonal, 0 elsewhere; only for a matrix.",
                                  {realParameter("gain", 1.0, "value of the diagonal")}},
                                 identity});
    catalogues.initializers.add({{"UnitForgetBias",
                                  {},
                                  "The bias of an LSTM: ones in the second quarter, the rest by another initializer.",
                                  {objectParameter("initializer", "zeros", "how the other quarters start")}},
                                 unitForgetBias});
    catalogues.initializers.add({{"SquareRootOf",
                                  {},
                                  "What another initializer gives, rooted: deviations where that one is for variances.",
                                  {objectParameter("initializer", "ones", "gives what is rooted")}},
                                 squareRootOf});
    catalogues.initializers.add({{"Orthogonal",
                                  {"OrthogonalInitializer"},
                                  "gain times a random matrix with orthonormal rows or columns (all axes but the last "
                                  "count as rows).",
                                  {realParameter("gain", 1.0, "length of the rows or columns"), seedParameter()}},
                                 orthogonal});
    catalogues.initializers.add(
        {{"STFT",
          {"STFTInitializer"},
          "The kernel of a short-time Fourier transformation, (frame length, 1, bands).",
          {textParameter("side", "real", {"real", "imag"}, "cosines or sines"),
           jsonParameter("window", "hann", "name of a window, or one number a sample; none: all 1"),
           jsonParameter("scaling", "density", "what the window is divided by: density, spectrum; none: nothing"),
           boolParameter("periodic", false, "the window's period is the frame, not one less")}},
         stft});
}

} // namespace td::nn
