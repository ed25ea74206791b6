#include "tests/bench/nets/nets.h"

#include <cmath>
#include <numbers>

namespace td::bench {

namespace {
/// SplitMix64: a 64-bit counter through a mixing function; fast, and good enough for synthetic data.
/// Source: Steele, Lea and Flood, OOPSLA 2014.
class Random {
public:
    explicit Random(uint64_t seed) : m_state(seed * 0x9E3779B97F4A7C15ull + 0x632BE59BD9B4E019ull) {}
    uint64_t bits() {
        uint64_t z = m_state += 0x9E3779B97F4A7C15ull;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
        return z ^ (z >> 31);
    }
    /// In [0, 1).
    float unit() { return static_cast<float>(bits() >> 40) * 0x1p-24f; }
    int64_t below(int64_t limit) { return static_cast<int64_t>(bits() % static_cast<uint64_t>(limit)); }

private:
    uint64_t m_state;
};

void fillUniform(const Tensor& into, float low, float high, Random& random) {
    for (float& value : into.as<float>()) value = low + (high - low) * random.unit();
}

/// Box and Muller's transform, two values at a time.
void fillNormal(const Tensor& into, float deviation, Random& random) {
    const auto values = into.as<float>();
    for (size_t i = 0; i < values.size(); i += 2) {
        const float radius = deviation * std::sqrt(-2 * std::log(1 - random.unit())), angle = 2 * std::numbers::pi_v<float> * random.unit();
        values[i] = radius * std::cos(angle);
        if (i + 1 < values.size()) values[i + 1] = radius * std::sin(angle);
    }
}

Tensor drawnInts(Extents extents, int64_t limit, Random& random) {
    Tensor tensor = Tensor::zeros(DType::I32, std::move(extents));
    for (int32_t& value : tensor.as<int32_t>()) value = static_cast<int32_t>(random.below(limit));
    return tensor;
}

std::vector<Tensor> wideDeepBatch(int64_t batch, Random& random) {
    Tensor ids = drawnInts({batch, 8}, 10000, random);
    for (int64_t i = 0; i < ids.elements(); ++i) ids.as<int32_t>()[static_cast<size_t>(i)] += static_cast<int32_t>(i % 8 * 10000);
    Tensor numbers = Tensor::zeros(DType::F32, {batch, 13}), labels = Tensor::zeros(DType::F32, {batch, 1});
    fillNormal(numbers, 1, random);
    for (float& label : labels.as<float>()) label = static_cast<float>(random.below(2));
    return {ids, numbers, labels};
}

Extents inputExtents(std::string_view name, Purpose purpose, int64_t batch) {
    if (name == "mlp") return {batch, 784};
    if (name == "lenet") return {batch, 28, 28, 1};
    if (name == "resnet18_32") return {batch, 32, 32, 3};
    if (name == "lstm") return {batch, 100, 64};
    const int64_t size = purpose == Purpose::Training ? 96 : 224;
    return {batch, size, size, 3};
}
} // namespace

std::vector<Tensor> drawBatch(std::string_view name, Purpose purpose, int64_t batch, uint64_t seed) {
    Random random(seed);
    std::vector<Tensor> tensors;
    if (name == "wide_deep") {
        tensors = wideDeepBatch(batch, random);
    } else if (name == "encoder") {
        tensors = {drawnInts({batch, 64}, 5000, random), drawnInts({batch}, 10, random)};
    } else {
        Tensor x = Tensor::zeros(DType::F32, inputExtents(name, purpose, batch));
        fillUniform(x, -1, 1, random);
        tensors = {x, drawnInts({batch}, 10, random)};
    }
    if (purpose == Purpose::Inference) tensors.pop_back();
    return tensors;
}

void fillInitial(const InitialValue& how, const Tensor& into, uint64_t seed) {
    Random random(seed);
    const auto scale = static_cast<float>(how.scale);
    if (how.start == Start::Uniform) fillUniform(into, -scale, scale, random);
    else if (how.start == Start::Normal) fillNormal(into, scale, random);
    else
        for (float& value : into.as<float>()) value = scale;
    if (how.variable == "lstm/bias") // the forget gate starts open
        for (size_t i = 128; i < 256; ++i) into.as<float>()[i] = 1;
}

} // namespace td::bench
