#include "engine/kernels/philox.h"
#include "engine/nn/catalogues.h"
#include "engine/nn/parts/filling.h"
#include "engine/nn/parts/parameters.h"

#include <cmath>

/// Constants, and elements drawn one by one.
namespace td::nn {

void registerInitializers(Catalogues& catalogues);

namespace {
constexpr double kCut = 2;                            ///< a truncated normal ends at so many deviations
constexpr double kCutDeviation = 0.87962566103423978; ///< the deviation that is left of 1 by this cut

tl::unexpected<Error> wrong(std::string argument, const Config& config, std::string expected) {
    return failure(
        ErrorCode::InvalidArgument,
        {{"argument", argument}, {"value", config.json(argument).dump()}, {"expected", std::move(expected)}});
}

enum class Distribution : uint8_t { Uniform, Normal, TruncatedNormal };

/// A standard normal number within the cut; each element tries its own stream until one is.
double truncatedNormal(uint64_t seed, int64_t element) {
    for (int64_t attempt = 0;; ++attempt) {
        const auto words = kernels::RandomStream(static_cast<int64_t>(seed), attempt).block(element);
        for (int i = 0; i < 4; ++i)
            if (const double value = kernels::normalOf(words, i); std::abs(value) < kCut) return value;
    }
}

void fillUniform(const Tensor& into, uint64_t seed, double low, double high) {
    const kernels::RandomStream stream(static_cast<int64_t>(seed), 0);
    fillElements(into, [&](int64_t i) { return low + (high - low) * kernels::uniformOf(stream.word(i)); });
}

void fillNormal(const Tensor& into, uint64_t seed, double mean, double deviation) {
    const kernels::RandomStream stream(static_cast<int64_t>(seed), 0);
    fillElements(into, [&](int64_t i) {
        return mean + deviation * kernels::normalOf(stream.block(i / 4), static_cast<int>(i % 4));
    });
}

void fillTruncated(const Tensor& into, uint64_t seed, double mean, double deviation) {
    fillElements(into, [&](int64_t i) { return mean + deviation * truncatedNormal(seed, i); });
}

Result<void> constant(const Config& config, uint64_t, const Tensor& into) {
    double value = 0;
    if (!readNumber(config.json("value"), value)) return wrong("value", config, "a number");
    fillElements(into, [value](int64_t) { return value; });
    return {};
}
Result<void> zeros(const Config&, uint64_t, const Tensor& into) {
    fillElements(into, [](int64_t) { return 0.0; });
    return {};
}
Result<void> ones(const Config&, uint64_t, const Tensor& into) {
    fillElements(into, [](int64_t) { return 1.0; });
    return {};
}

Result<void> randomUniform(const Config& config, uint64_t seed, const Tensor& into) {
    const double low = config.real("minval"), high = config.real("maxval");
    if (!(low <= high)) return wrong("maxval", config, "at least minval");
    fillUniform(into, seedFor(config, seed), low, high);
    return {};
}
Result<void> randomNormal(const Config& config, uint64_t seed, const Tensor& into) {
    fillNormal(into, seedFor(config, seed), config.real("mean"), config.real("stddev"));
    return {};
}
Result<void> truncated(const Config& config, uint64_t seed, const Tensor& into) {
    fillTruncated(into, seedFor(config, seed), config.real("mean"), config.real("stddev"));
    return {};
}

struct Fans {
    double in = 1, out = 1;
};

/// The product of these axes' sizes. Errors: InvalidArgument naming the argument.
Result<double> productOf(const Config& config, const char* argument, const Extents& extents) {
    double product = 1;
    for (const int64_t given : config.sizes(argument)) {
        const auto axis = normalizedAxis(given, static_cast<int>(extents.size()));
        if (!axis) return wrong(argument, config, "axes of a weight " + toString(extents));
        product *= static_cast<double>(extents[static_cast<size_t>(*axis)]);
    }
    return product;
}

/// How many inputs and outputs a weight (k…, in, out) joins.
Result<Fans> fansOf(const Config& config, const Extents& extents) {
    if (!config.isNull("input_axes") && !config.isNull("output_axes")) {
        const auto in = productOf(config, "input_axes", extents), out = productOf(config, "output_axes", extents);
        if (!in) return failure(in.error());
        if (!out) return failure(out.error());
        return Fans{*in, *out};
    }
    const size_t rank = extents.size();
    if (rank == 0) return Fans{};
    const auto size = [&](size_t axis) { return static_cast<double>(extents[axis]); };
    if (rank == 1) return Fans{size(0), size(0)};
    double field = 1;
    for (size_t axis = 0; axis + 2 < rank; ++axis)
        field *= size(axis);
    return Fans{field * size(rank - 2), field * size(rank - 1)};
}

struct Scaling {
    double scale = 1;
    std::string mode = "fan_in"; ///< "fan_in", "fan_out", "fan_avg"
    Distribution distribution = Distribution::TruncatedNormal;
};

Result<void> fillScaled(const Config& config, uint64_t seed, const Tensor& into, const Scaling& scaling) {
    const auto fans = fansOf(config, into.extents());
    if (!fans) return failure(fans.error());
    const double fan = scaling.mode == "fan_in"    ? fans->in
                       : scaling.mode == "fan_out" ? fans->out
                                                   : (fans->in + fans->out) / 2;
    const double variance = scaling.scale / std::max(1.0, fan);
    const uint64_t from = seedFor(config, seed);
    if (scaling.distribution == Distribution::Uniform)
        fillUniform(into, from, -std::sqrt(3 * variance), std::sqrt(3 * variance));
    else if (scaling.distribution == Distribution::Normal)
        fillNormal(into, from, 0, std::sqrt(variance));
    else
        fillTruncated(into, from, 0, std::sqrt(variance) / kCutDeviation);
    return {};
}

Result<void> varianceScaling(const Config& config, uint64_t seed, const Tensor& into) {
    const double scale = config.real("scale");
    if (!(scale > 0)) return wrong("scale", config, "a positive number");
    const std::string distribution = config.text("distribution");
    const auto kind = distribution == "uniform"              ? Distribution::Uniform
                      : distribution == "untruncated_normal" ? Distribution::Normal
                                                             : Distribution::TruncatedNormal;
    return fillScaled(config, seed, into, {scale, config.text("mode"), kind});
}

Result<void> glorotUniform(const Config& config, uint64_t seed, const Tensor& into) {
    return fillScaled(config, seed, into, {1, "fan_avg", Distribution::Uniform});
}
Result<void> glorotNormal(const Config& config, uint64_t seed, const Tensor& into) {
    return fillScaled(config, seed, into, {1, "fan_avg", Distribution::TruncatedNormal});
}
Result<void> heUniform(const Config& config, uint64_t seed, const Tensor& into) {
    return fillScaled(config, seed, into, {2, "fan_in", Distribution::Uniform});
}
Result<void> heNormal(const Config& config, uint64_t seed, const Tensor& into) {
    return fillScaled(config, seed, into, {2, "fan_in", Distribution::TruncatedNormal});
}
Result<void> lecunUniform(const Config& config, uint64_t seed, const Tensor& into) {
    return fillScaled(config, seed, into, {1, "fan_in", Distribution::Uniform});
}
Result<void> lecunNormal(const Config& config, uint64_t seed, const Tensor& into) {
    return fillScaled(config, seed, into, {1, "fan_in", Distribution::TruncatedNormal});
}

using FillFunction = Result<void> (*)(const Config&, uint64_t, const Tensor&);

void add(Catalogues& catalogues, std::string name, std::string about, std::vector<Parameter> parameters,
         FillFunction fill, std::vector<std::string> aliases = {}) {
    catalogues.initializers.add({{std::move(name), std::move(aliases), std::move(about), std::move(parameters)}, fill});
}

std::vector<Parameter> fanParameters() {
    return {seedParameter(),
            sizesParameter("input_axes", nullptr, 0, "axes that count as inputs; none: as for (k..., in, out)"),
            sizesParameter("output_axes", nullptr, 0, "axes that count as outputs; none: as for (k..., in, out)")};
}

void addScaled(Catalogues& catalogues) {
    const std::vector<std::string> modes = {"fan_in", "fan_out", "fan_avg"};
    const std::vector<std::string> kinds = {"truncated_normal", "untruncated_normal", "uniform", "normal"};
    add(catalogues, "VarianceScaling", "Variance scale / fan.",
        joined({{realParameter("scale", 1.0, "of the variance, above 0"),
                 textParameter("mode", "fan_in", modes, "what the variance is divided by"),
                 textParameter("distribution", "truncated_normal", kinds, "of the values")},
                fanParameters()}),
        varianceScaling);
    add(catalogues, "GlorotUniform", "Uniform, variance 2 / (fan in + fan out).", fanParameters(), glorotUniform);
    add(catalogues, "GlorotNormal", "Truncated normal, variance 2 / (fan in + fan out).", fanParameters(),
        glorotNormal);
    add(catalogues, "HeUniform", "Uniform, variance 2 / fan in: for relu.", fanParameters(), heUniform);
    add(catalogues, "HeNormal", "Truncated normal, variance 2 / fan in: for relu.", fanParameters(), heNormal);
    add(catalogues, "LecunUniform", "Uniform, variance 1 / fan in: for selu.", fanParameters(), lecunUniform);
    add(catalogues, "LecunNormal", "Truncated normal, variance 1 / fan in: for selu.", fanParameters(), lecunNormal);
}
} // namespace

void registerInitializers(Catalogues& catalogues) {
    add(catalogues, "Zeros", "All 0.", {}, zeros, {"zero"});
    add(catalogues, "Ones", "All 1.", {}, ones, {"one"});
    add(catalogues, "Constant", "All the same value.", {jsonParameter("value", 0.0, "of every element")}, constant);
    add(catalogues, "RandomUniform", "Uniform between two limits.",
        {realParameter("minval", -0.05, "lower limit"), realParameter("maxval", 0.05, "upper limit"), seedParameter()},
        randomUniform, {"uniform"});
    const std::vector<Parameter> normal = {realParameter("mean", 0.0, "of the values"),
                                           realParameter("stddev", 0.05, "standard deviation"), seedParameter()};
    add(catalogues, "RandomNormal", "Normal.", normal, randomNormal, {"normal"});
    add(catalogues, "TruncatedNormal", "Normal, without what is further than two deviations from the mean.", normal,
        truncated);
    addScaled(catalogues);
}

} // namespace td::nn
