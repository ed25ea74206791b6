#include "engine/kernels/philox.h"
#include "engine/kernels/reference/reference.h"

#include <algorithm>

namespace td::kernels {

namespace {
RandomStream streamOf(const ReferenceCall& call, size_t stateInput) {
    return {call.attributes.integer("seed"), *call.inputs[stateInput].as<int64_t>()};
}

/// y[i] = function(block of words, place in it).
template <class F>
void eachDrawn(const ReferenceCall& call, F function) {
    const TensorView& y = call.outputs[0];
    const RandomStream stream = streamOf(call, 0);
    PhiloxWords words{};
    for (int64_t i = 0; i < y.elements(); ++i) {
        if (i % 4 == 0) words = stream.block(i / 4);
        const double value = function(words, static_cast<int>(i % 4));
        if (y.dtype == DType::F64)
            y.as<double>()[i] = value;
        else
            y.as<float>()[i] = static_cast<float>(value);
    }
}

void uniform(const ReferenceCall& call) {
    const double low = call.attributes.real("low"), high = call.attributes.real("high");
    const double last = call.outputs[0].dtype == DType::F64
                            ? std::nextafter(high, low)
                            : static_cast<double>(std::nextafter(static_cast<float>(high), static_cast<float>(low)));
    eachDrawn(call, [=](const PhiloxWords& words, int i) {
        const double value = low + (high - low) * uniformOf(words[static_cast<size_t>(i)]);
        return high > low ? std::min(value, last) : value; // rounding must not reach the open end
    });
}

void normal(const ReferenceCall& call) {
    const double mean = call.attributes.real("mean"), deviation = call.attributes.real("stddev");
    eachDrawn(call, [=](const PhiloxWords& words, int i) { return mean + deviation * normalOf(words, i); });
}

/// The z with P(N(0,1) < z) = p, by bisection: monotone and sure, 2^-52 of the interval after 52 steps.
double normalQuantile(double p) {
    double low = -2, high = 2;
    for (int step = 0; step < 52; ++step) {
        const double middle = (low + high) / 2;
        (std::erfc(-middle / std::numbers::sqrt2) / 2 < p ? low : high) = middle;
    }
    return (low + high) / 2;
}

/// By the inverse of the distribution between -2 and 2: one word an element, nothing is rejected.
void truncatedNormal(const ReferenceCall& call) {
    const double mean = call.attributes.real("mean"), deviation = call.attributes.real("stddev");
    const double below = std::erfc(std::numbers::sqrt2) / 2; // P(N(0,1) < -2)
    eachDrawn(call, [=](const PhiloxWords& words, int i) {
        const double u = openUniformOf(words[static_cast<size_t>(i)]);
        return mean + deviation * normalQuantile(below + u * (1 - 2 * below));
    });
}

void bernoulli(const ReferenceCall& call) {
    const uint64_t limit = wordLimit(call.attributes.real("probability"));
    eachDrawn(call, [=](const PhiloxWords& words, int i) { return words[static_cast<size_t>(i)] < limit ? 1.0 : 0.0; });
}

/// Element i of the mask stays where its word is not below rate * 2^32.
void dropout(const ReferenceCall& call) {
    const TensorView &x = call.inputs[0], &y = call.outputs[0];
    const RandomStream stream = streamOf(call, 1);
    const double rate = call.attributes.real("rate");
    const uint64_t limit = wordLimit(rate);
    const graph::Ints& noise = call.attributes.integers("noise_shape");
    Extents mask = x.extents;
    for (size_t i = 0; i < noise.size(); ++i)
        if (noise[i] == 1) mask[i] = 1;
    const auto run = [&]<class T>(T) {
        for (int64_t i = 0; i < y.elements(); ++i) {
            const bool stays = stream.word(broadcastIndex(i, y.extents, mask)) >= limit;
            y.as<T>()[i] = stays ? static_cast<T>(x.as<T>()[i] * static_cast<T>(1 / (1 - rate))) : T{0};
        }
    };
    y.dtype == DType::F64 ? run(double{}) : run(float{});
}
} // namespace

void registerRandomReference(KernelRegistry& registry);
void registerRandomReference(KernelRegistry& registry) {
    addReference(registry, "random_uniform", uniform);
    addReference(registry, "random_normal", normal);
    addReference(registry, "truncated_normal", truncatedNormal);
    addReference(registry, "random_bernoulli", bernoulli);
    addReference(registry, "dropout", dropout);
}

} // namespace td::kernels
